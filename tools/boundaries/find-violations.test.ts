import { describe, expect, it } from 'vitest'
import type { Room } from '../house.ts'
import type { PackageFile } from '../workspace.ts'
import { findViolations, type BoundaryRule } from './find-violations.ts'
import { sourceOf, type SourcePackage } from './source-tree.ts'

const rooms: readonly Room[] = [
  room(0, 'words', { isPure: true }),
  room(1, 'reader', { mayImport: ['words'] }),
  room(1, 'writer', { mayImport: ['words'] }),
  room(2, 'program', { mayImport: ['reader'], mayImportTypesOf: ['words'] }),
]

describe('findViolations', () => {
  it('accepts packages that keep to the house', () => {
    const words = sourcePackage('words', { 'src/index.ts': 'export const word = 1' })
    const reader = sourcePackage('reader', {
      'src/index.ts': `import { readFile } from 'node:fs'\nimport { word } from '@sluice/words'\nexport { word, readFile }`,
    })

    expect(findViolations([words, depending(reader, '@sluice/words')], { rooms, testTools: [] })).toEqual([])
  })

  it('names the place and says what is allowed', () => {
    const words = sourcePackage('words', { 'src/index.ts': '' })
    const writer = sourcePackage('writer', { 'src/index.ts': '' })
    const reader = sourcePackage('reader', { 'src/index.ts': `\nexport * from '@sluice/writer'` })

    expect(
      findViolations([words, writer, depending(reader, '@sluice/writer')], { rooms, testTools: [] }),
    ).toEqual([
      {
        rule: 'ring',
        place: 'packages/reader/src/index.ts:2',
        message: 'reader (ring 1) must not import writer; it may import words.',
      },
    ])
  })

  it.each<[BoundaryRule, string, string]>([
    ['ring', 'a static import', `import { a } from '@sluice/program'`],
    ['ring', 'a type', `import type { A } from '@sluice/program'`],
    ['ring', 'an inline type', `export type A = import('@sluice/program').A`],
    ['ring', 'a dynamic import', `export const a = () => import('@sluice/program')`],
    ['ring', 'a re-export', `export { a } from '@sluice/program'`],
    ['ring', 'a sibling', `import { a } from '@sluice/writer'`],
    ['undeclared-dependency', 'a package of npm', `import { a } from 'left-pad'`],
    ['undeclared-dependency', 'a scoped package of npm', `import { a } from '@left/pad/deep'`],
    ['leaves-package', 'a relative path', `import { word } from '../../words/src/index.ts'`],
    ['deep-import', 'a file of another package', `import { word } from '@sluice/words/src/index.ts'`],
    ['test-helper-in-production', 'a helper of another package', `import { a } from '@sluice/words/testing'`],
    ['test-helper-in-production', 'an own helper', `import { a } from './testing/helper.ts'`],
    ['test-helper-in-production', 'an own test', `import { a } from './helper.test.ts'`],
    ['test-helper-in-production', 'a tool of the workspace', `import { it } from 'vitest'`],
    ['computed-import', 'a computed import', `export const load = (name: string) => import(name)`],
  ])('reports %s: %s', (rule, _, text) => {
    const words = sourcePackage('words', { 'src/index.ts': '', 'src/testing/index.ts': '' })
    const others = ['writer', 'program'].map((folder) => sourcePackage(folder, { 'src/index.ts': '' }))
    const reader = depending(
      sourcePackage('reader', { 'src/index.ts': `import '@sluice/words'\n${text}` }),
      '@sluice/words',
    )

    const found = findViolations([words, ...others, reader], { rooms, testTools: ['vitest'] })

    expect(found.map((violation) => violation.rule)).toContain(rule)
  })

  it.each([
    `import { readFile } from 'node:fs'`,
    `import { readFile } from 'fs'`,
    `export const a = process.env`,
    `export const a = { process }`,
    `export const a = Date.now()`,
    `export const a = new Date()`,
    `export const a = Date()`,
    `export const a = Math.random()`,
    `export const a = Math['random']()`,
    `export const a = fetch('/')`,
    `export const a = setTimeout(() => {}, 1)`,
    `export const a = globalThis.Date`,
    `export const a = (n: number) => n.toLocaleString()`,
    `export const a = (d: Date) => d.getHours()`,
  ])('reports in a pure package: %s', (text) => {
    const words = sourcePackage('words', { 'src/index.ts': text })

    const found = findViolations([words], { rooms, testTools: [] })

    expect(found.map(({ rule }) => rule)).toEqual(['impure'])
  })

  it.each([
    `export const a = new Date(0)`,
    `export const a = { process: 1, fetch: 2 }`,
    `export const a = (b: { readonly process: number }) => b.process`,
    `export const a = Math.max(1, 2)`,
    `export const a = (d: Date) => d.getUTCHours()`,
    `// Date.now() and process.env are only named here`,
  ])('accepts in a pure package: %s', (text) => {
    const words = sourcePackage('words', { 'src/index.ts': text })

    expect(findViolations([words], { rooms, testTools: [] })).toEqual([])
  })

  it('lets the tests of a pure package use what they need', () => {
    const words = sourcePackage('words', {
      'src/word.test.ts': `import { readFileSync } from 'node:fs'\nimport { it } from 'vitest'\nit('x', () => readFileSync(process.argv[1] ?? ''))`,
    })

    expect(findViolations([words], { rooms, testTools: ['vitest'] })).toEqual([])
  })

  it('reports what runs where only types may be imported', () => {
    const words = sourcePackage('words', { 'src/index.ts': '' })
    const program = sourcePackage('program', {
      'src/a.ts': `import type { A } from '@sluice/words'\nexport { type B } from '@sluice/words'`,
      'src/b.ts': `import { type A, compute } from '@sluice/words'`,
      'src/c.ts': `import * as all from '@sluice/words'`,
      'src/d.ts': `export { compute } from '@sluice/words'`,
    })

    const found = findViolations([words, depending(program, '@sluice/words')], { rooms, testTools: [] })

    expect(found.map(({ rule, place }) => [rule, place])).toEqual([
      ['types-only', 'packages/program/src/b.ts:1'],
      ['types-only', 'packages/program/src/c.ts:1'],
      ['types-only', 'packages/program/src/d.ts:1'],
    ])
    expect(found[0]?.message).toBe(
      'program may import types of words, and compute runs; take it through a package it may import.',
    )
  })

  it('reports a declared dependency that nothing imports', () => {
    const reader = depending(sourcePackage('reader', { 'src/index.ts': '' }), '@sluice/words')

    expect(findViolations([reader], { rooms, testTools: [] })).toEqual([
      {
        rule: 'stale-dependency',
        place: 'packages/reader/package.json',
        message: '@sluice/words is declared and never imported; remove it.',
      },
    ])
  })

  it('lets a published package bring along what the packages in its bundle depend on', () => {
    const words = depending(
      sourcePackage('words', { 'src/index.ts': `import 'engine-of-words'` }),
      'engine-of-words',
    )
    const program = depending(sourcePackage('program', { 'src/index.ts': '' }), 'engine-of-words')
    const published = { ...program, file: { ...program.file, private: false } }
    const hidden = { ...program, file: { ...program.file, private: true } }
    const rulesOf = (home: SourcePackage): readonly string[] =>
      findViolations([words, home], { rooms, testTools: [] }).map(({ rule, place }) => `${rule} ${place}`)

    expect(rulesOf(published)).not.toContain('stale-dependency packages/program/package.json')
    expect(rulesOf(hidden)).toContain('stale-dependency packages/program/package.json')
  })

  it('takes a dependency whose file is read by its path as used', () => {
    const reader = depending(
      sourcePackage('reader', { 'src/index.ts': 'export const face = `typeface/files/${1}.woff2`' }),
      'typeface',
    )

    expect(findViolations([reader], { rooms, testTools: [] })).toEqual([])
  })

  it('takes development dependencies of a published package as bundled', () => {
    const published: SourcePackage = {
      folder: 'program',
      file: { name: 'sluice', devDependencies: { commander: '1.0.0', '@types/commander': '1.0.0' } },
      sources: [sourceOf('src/index.ts', `import { Command } from 'commander'`)],
    }

    expect(findViolations([published], { rooms, testTools: [] })).toEqual([])
    expect(
      findViolations([{ ...published, file: { ...published.file, private: true } }], {
        rooms,
        testTools: [],
      }).map(({ rule }) => rule),
    ).toEqual(['undeclared-dependency'])
  })

  it('reports a package that has no room', () => {
    const found = findViolations([sourcePackage('shed', { 'src/index.ts': '' })], { rooms, testTools: [] })

    expect(found.map(({ rule, place }) => [rule, place])).toEqual([['no-room', 'packages/shed/package.json']])
  })
})

function room(ring: Room['ring'], name: string, rest: Partial<Room>): Room {
  return { package: name, ring, holds: name, mayImport: [], mayImportTypesOf: [], isPure: false, ...rest }
}

function sourcePackage(folder: string, files: Readonly<Record<string, string>>): SourcePackage {
  return {
    folder,
    file: {
      name: `@sluice/${folder}`,
      private: true,
      exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' },
    },
    sources: Object.entries(files).map(([path, text]) => sourceOf(path, text)),
  }
}

function depending(home: SourcePackage, ...names: readonly string[]): SourcePackage {
  const dependencies: PackageFile['dependencies'] = Object.fromEntries(names.map((name) => [name, '0.1.0']))
  return { ...home, file: { ...home.file, dependencies } }
}
