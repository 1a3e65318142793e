import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findBoundaryViolations } from '../../tools/boundaries/find-boundary-violations.ts'
import { findRoom, house } from '../../tools/house.ts'
import { repositoryRoot, workspacePackages } from '../../tools/workspace.ts'

describe('the house', () => {
  it('is what the packages are', () => {
    expect(findBoundaryViolations()).toEqual([])
  })

  it('lets a package import only lower rings, and the code graph read through git', () => {
    const upward = house.flatMap((room) =>
      [...room.mayImport, ...room.mayImportTypesOf]
        .filter((name) => (findRoom(name)?.ring ?? 9) >= room.ring)
        .map((name) => `${room.package} imports ${name}`),
    )

    expect(upward).toEqual(['code imports git'])
  })

  it('lets no lever see another lever', () => {
    const levers = house.filter(({ ring }) => ring === 2)
    const sideways = levers.filter(({ mayImport }) => mayImport.some((name) => findRoom(name)?.ring === 2))

    expect(sideways).toEqual([])
  })

  it('lets a pure package import only pure packages', () => {
    const impure = house
      .filter(({ isPure }) => isPure)
      .filter(({ mayImport }) => mayImport.some((name) => findRoom(name)?.isPure !== true))

    expect(impure).toEqual([])
  })

  it('names each package once', () => {
    const names = house.map((room) => room.package)

    expect(new Set(names).size).toBe(names.length)
  })
})

describe('the lint configuration', () => {
  it('guards the packages that are pure and built, and no others', () => {
    const Configuration = z.object({
      overrides: z.array(z.object({ files: z.array(z.string()), rules: z.record(z.string(), z.unknown()) })),
    })
    const text = readFileSync(join(repositoryRoot, '.oxlintrc.json'), 'utf8')
    const guarded = Configuration.parse(JSON.parse(text))
      .overrides.filter(({ rules }) => Object.hasOwn(rules, 'no-restricted-globals'))
      .flatMap(({ files }) => files)

    const pure = workspacePackages()
      .filter(({ folder }) => findRoom(folder)?.isPure === true)
      .map(({ folder }) => `packages/${folder}/src/**`)
    expect(guarded.toSorted()).toEqual(pure)
  })
})

describe('the packages', () => {
  it.each(workspacePackages().map(({ folder, file }) => [folder, file] as const))(
    '%s stays private unless it is what users install',
    (folder, file) => {
      expect(file.private === true).toBe(folder !== 'cli')
    },
  )
})
