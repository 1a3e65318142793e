import { repositoryName, revision } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { findRevision, packageUrl } from './purl.ts'

const sha = '0123456789abcdef0123456789abcdef01234567'

describe('findRevision', () => {
  it.each([
    [`pkg:github/acme/shop@${sha}`],
    [`pkg:generic/shop@1.0?vcs_url=${encodeURIComponent(`git+ssh://git@acme.io/shop.git@${sha}`)}`],
    [`pkg:oci/shop@sha256%3A${'1'.repeat(64)}?vcs_url=https://acme.io/shop%40${sha.toUpperCase()}`],
  ])('finds the commit in %s', (artifact) => {
    expect(findRevision(artifact)).toBe(sha)
  })

  it.each([
    [undefined],
    [''],
    [sha],
    [`pkg:oci/shop@sha256%3A${'1'.repeat(64)}`],
    [`pkg:npm/shop@${sha}`],
    ['pkg:github/acme/shop@v1.2.3'],
  ])('finds none in %s', (artifact) => {
    expect(findRevision(artifact)).toBeUndefined()
  })
})

describe('packageUrl', () => {
  it.each(['github.com/acme/shop', 'gitlab.com/a/b/c', 'git.acme.io/team/shop'])(
    'names a commit of %s that can be found',
    (name) => {
      expect(findRevision(packageUrl(repositoryName(name), revision(sha)))).toBe(sha)
    },
  )
})
