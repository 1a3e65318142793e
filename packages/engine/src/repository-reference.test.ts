import { temporaryRepository } from '@sluice/git/testing'
import { describe, expect, it } from 'vitest'
import { findReference, parseReference } from './repository-reference.ts'

describe('parseReference', () => {
  it.each([
    ['acme/shop', 'github.com/acme/shop'],
    ['Acme/Shop.git', 'github.com/acme/shop'],
    ['gitlab.com/acme/tools/shop', 'gitlab.com/acme/tools/shop'],
    ['https://git.acme.example/acme/shop.git', 'git.acme.example/acme/shop'],
    ['git@github.com:acme/shop', 'github.com/acme/shop'],
    ['acme/tools/shop', 'github.com/acme/tools/shop'],
    ['localhost:8080/acme/shop', 'localhost:8080/acme/shop'],
    ['127.0.0.1:8080/acme/shop', '127.0.0.1:8080/acme/shop'],
  ])('reads %s as %s', (text, name) => {
    expect(parseReference(text).name).toBe(name)
  })

  it('takes the server that is asked for a name without one', () => {
    expect(parseReference('acme/shop', 'git.acme.example')).toEqual({
      name: 'git.acme.example/acme/shop',
      host: 'git.acme.example',
      path: 'acme/shop',
    })
  })

  it.each(['shop', '', 'acme/', '../shop', 'acme/shop; rm -rf', 'acme/..'])('refuses "%s"', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'REPOSITORY_NAME_INVALID' }))
  })
})

describe('findReference', () => {
  it('asks the clone for its origin', async () => {
    await using repository = await temporaryRepository()
    await repository.git(['remote', 'add', 'origin', 'git@gitlab.com:Acme/Shop.git'])

    expect(await findReference({ folder: repository.path })).toEqual({
      name: 'gitlab.com/acme/shop',
      host: 'gitlab.com',
      path: 'Acme/Shop',
    })
  })

  it('says that a clone without an origin has no name', async () => {
    await using repository = await temporaryRepository()

    await expect(findReference({ folder: repository.path })).rejects.toMatchObject({
      code: 'ORIGIN_UNKNOWN',
    })
  })
})
