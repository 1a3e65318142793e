import { changeId, failed, ok, repositoryName, revision } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { findCarried } from './change-reference.ts'
import { findRepository } from './repository-reference.ts'
import { safeAddress } from './safe-address.ts'

const repository = repositoryName('github.com/acme/shop')
const sha = 'ABCDEF0123456789abcdef0123456789abcdef01'

describe('findRepository', () => {
  it.each([
    'github.com/acme/shop',
    'https://github.com/Acme/Shop.git',
    'https://user:secret@github.com/acme/shop/',
    'git@github.com:acme/shop.git',
    'ssh://git@github.com:22/acme/shop.git',
    'acme/shop',
    'shop',
  ])('knows what %s means', (text) => {
    expect(findRepository(text, repository)).toEqual(ok(repository))
  })

  it.each(['op', 'other/shop', 'github.com', '', '/', 'https://'])('refuses "%s"', (text) => {
    expect(findRepository(text, repository)).toEqual(failed(`"${text}" names no repository as host/path`))
  })
})

describe('findCarried', () => {
  it.each([
    ['#12', 'github.com/acme/shop#12'],
    ['!7', 'github.com/acme/shop!7'],
    ['gitlab.com/acme/web/shop!7', 'gitlab.com/acme/web/shop!7'],
    ['https://github.com/Acme/shop/pull/12/files', 'github.com/acme/shop#12'],
    ['https://gitlab.com/acme/web/shop/-/merge_requests/7#note_1', 'gitlab.com/acme/web/shop!7'],
  ])('takes %s for a change', (text, id) => {
    expect(findCarried(text, repository)).toEqual({ kind: 'change', id: changeId(id) })
  })

  it('takes a full hash for a commit', () => {
    expect(findCarried(sha, repository)).toEqual({
      kind: 'revision',
      revision: revision(sha.toLowerCase()),
    })
  })

  it.each(['12', 'abcdef0', '#0', '#12a', '__proto__', 'javascript:alert(1)', '0'.repeat(40)])(
    'does not guess what %s means',
    (text) => {
      expect(findCarried(text, repository)).toBeUndefined()
    },
  )
})

describe('safeAddress', () => {
  it('takes what a browser may open, without names and passwords', () => {
    expect(safeAddress('https://ci.example/runs/1')).toBe('https://ci.example/runs/1')
    expect(safeAddress('https://me:secret@ci.example/')).toBe('https://[redacted]@ci.example/')
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://', 'ci.example'])('refuses %s', (text) => {
    expect(safeAddress(text)).toBeUndefined()
  })
})
