import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { findRoom, type Room } from '../house.ts'
import type { ModuleImport } from './source-file.ts'
import { isTestSource, type Source, type SourcePackage } from './source-tree.ts'

export type BoundaryRule =
  | 'no-room'
  | 'ring'
  | 'types-only'
  | 'undeclared-dependency'
  | 'stale-dependency'
  | 'leaves-package'
  | 'deep-import'
  | 'impure'
  | 'test-helper-in-production'
  | 'computed-import'

/** One place where the code does not keep to the house. */
export interface Violation {
  readonly rule: BoundaryRule
  /** `packages/flow/src/analysis.ts:12`, or a `package.json`. */
  readonly place: string
  readonly message: string
}

/** Where an import leads, as far as the house is concerned. */
type Target =
  | { readonly kind: 'builtin' }
  | { readonly kind: 'relative'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }

interface Site {
  readonly home: SourcePackage
  readonly source: Source
  readonly moduleImport: ModuleImport
  readonly neighbours: ReadonlyMap<string, SourcePackage>
  readonly rooms: readonly Room[]
  readonly shared: ReadonlySet<string>
}

export interface BoundaryOptions {
  readonly rooms: readonly Room[]
  /** Packages of the workspace root that every test may import, such as the test runner. */
  readonly testTools: readonly string[]
}

/** Compares the packages with the house. An empty answer means that they agree. */
export function findViolations(
  packages: readonly SourcePackage[],
  { rooms, testTools }: BoundaryOptions,
): readonly Violation[] {
  const neighbours = new Map(packages.map((one) => [one.file.name, one]))
  const shared = new Set(testTools)

  return packages.flatMap((home) => {
    const room = findRoom(home.folder, rooms)
    if (room === undefined) return [noRoom(home)]
    return [
      ...home.sources.flatMap((source) => [
        ...source.parsed.imports.flatMap((moduleImport) =>
          importViolations({ home, source, moduleImport, neighbours, rooms, shared }),
        ),
        ...(room.isPure ? impurities(home, source) : []),
      ]),
      ...staleDependencies(home, packages),
    ]
  })
}

function noRoom(home: SourcePackage): Violation {
  return {
    rule: 'no-room',
    place: `packages/${home.folder}/package.json`,
    message: `The house has no room "${home.folder}"; add it to tools/house.ts with its ring.`,
  }
}

function importViolations(site: Site): readonly Violation[] {
  const { specifier, kind } = site.moduleImport
  if (specifier === undefined) {
    // A computed file name in `import.meta.resolve` loads nothing by itself.
    if (kind === 'resolve') return []
    return [
      violation(site, 'computed-import', 'This import is computed, so nothing can check it; write its name.'),
    ]
  }

  const target = targetOf(specifier, site.source.path)
  switch (target.kind) {
    case 'builtin':
      return builtinViolations(site, specifier)
    case 'relative':
      return relativeViolations(site, specifier, target.path)
    case 'package':
      return packageViolations(site, target)
  }
}

function builtinViolations(site: Site, specifier: string): readonly Violation[] {
  const isPure = findRoom(site.home.folder, site.rooms)?.isPure ?? false
  if (!isPure || isTestSource(site.source.path)) return []
  return [
    violation(
      site,
      'impure',
      `${site.home.folder} is pure and must not import ${specifier}; take what it gives as an argument.`,
    ),
  ]
}

function relativeViolations(site: Site, specifier: string, path: string): readonly Violation[] {
  if (path.startsWith('..')) {
    return [
      violation(
        site,
        'leaves-package',
        `${specifier} leads out of the package; import the other package by its name.`,
      ),
    ]
  }
  if (isTestSource(path) && !isTestSource(site.source.path)) {
    return [violation(site, 'test-helper-in-production', `${specifier} is for tests only.`)]
  }
  return []
}

function packageViolations(
  site: Site,
  target: Extract<Target, { readonly kind: 'package' }>,
): readonly Violation[] {
  const neighbour = site.neighbours.get(target.name)
  return [
    ...declarationViolations(site, target.name),
    ...(neighbour === undefined ? [] : neighbourViolations(site, neighbour, target.subpath)),
  ]
}

function declarationViolations(site: Site, name: string): readonly Violation[] {
  const isTest = isTestSource(site.source.path)
  if (name === site.home.file.name) return []
  if (isTest && site.shared.has(name)) return []
  if (!isTest && site.shared.has(name) && !isDeclared(site.home, name, false)) {
    return [
      violation(site, 'test-helper-in-production', `${name} is a tool of the workspace and for tests only.`),
    ]
  }
  if (isDeclared(site.home, name, isTest)) return []

  const field = bundlesDependencies(site.home) || isTest ? 'devDependencies' : 'dependencies'
  return [
    violation(
      site,
      'undeclared-dependency',
      `${name} is not in "${field}" of packages/${site.home.folder}/package.json.`,
    ),
  ]
}

function neighbourViolations(site: Site, neighbour: SourcePackage, subpath: string): readonly Violation[] {
  const isTest = isTestSource(site.source.path)
  const room = findRoom(site.home.folder, site.rooms)
  const found: Violation[] = []

  if (neighbour !== site.home && room !== undefined) found.push(...ringViolations(site, room, neighbour))
  if (!Object.hasOwn(exportsOf(neighbour), subpath)) {
    found.push(
      violation(
        site,
        'deep-import',
        `${neighbour.file.name} does not export "${subpath}"; import what its index names.`,
      ),
    )
  }
  if (subpath === './testing' && !isTest) {
    found.push(
      violation(site, 'test-helper-in-production', `${neighbour.file.name}/testing is for tests only.`),
    )
  }
  return found
}

function ringViolations(site: Site, room: Room, neighbour: SourcePackage): readonly Violation[] {
  const { folder } = neighbour
  if (room.mayImport.includes(folder)) return []
  if (!room.mayImportTypesOf.includes(folder)) {
    const allowed = [...room.mayImport, ...room.mayImportTypesOf].join(', ') || 'no other package'
    const message = `${room.package} (ring ${room.ring}) must not import ${folder}; it may import ${allowed}.`
    return [violation(site, 'ring', message)]
  }
  // A test may build values by whatever makes them; the ring still holds for what users load.
  if (isTestSource(site.source.path)) return []
  return site.moduleImport.names.map((name) =>
    violation(
      site,
      'types-only',
      `${room.package} may import types of ${folder}, and ${name === '*' ? 'this' : name} runs; take it through a package it may import.`,
    ),
  )
}

function impurities(home: SourcePackage, source: Source): readonly Violation[] {
  if (isTestSource(source.path)) return []
  return source.parsed.impureUses.map(({ what, line }) => ({
    rule: 'impure',
    place: `packages/${home.folder}/${source.path}:${line}`,
    message: `${home.folder} is pure and must not use ${what}; take it as an argument.`,
  }))
}

function staleDependencies(home: SourcePackage, packages: readonly SourcePackage[]): readonly Violation[] {
  const used = new Set(
    home.sources.flatMap(({ path, parsed }) =>
      parsed.imports.flatMap(({ specifier }) => {
        const target = specifier === undefined ? undefined : targetOf(specifier, path)
        return target?.kind === 'package' ? [target.name, typesPackageOf(target.name)] : []
      }),
    ),
  )
  // JSX compiles to imports of React that no source file shows.
  if (home.sources.some(({ path }) => path.endsWith('.tsx'))) used.add('react').add('@types/react')

  // What users install brings along what the packages in its bundle need beside them.
  const bundled = home.file.private === true ? [] : packages
  for (const { file } of bundled) {
    if (file !== home.file) for (const name of Object.keys(file.dependencies ?? {})) used.add(name)
  }

  const strings = home.sources.flatMap(({ parsed }) => [...parsed.strings])
  // A file of a package that is read rather than imported, such as a font.
  const isRead = (name: string): boolean => strings.some((text) => text.startsWith(`${name}/`))

  const declared = [
    ...Object.keys(home.file.dependencies ?? {}),
    ...Object.keys(home.file.devDependencies ?? {}),
  ]
  return declared
    .filter((name) => !used.has(name) && !isRead(name))
    .map((name) => ({
      rule: 'stale-dependency',
      place: `packages/${home.folder}/package.json`,
      message: `${name} is declared and never imported; remove it.`,
    }))
}

function typesPackageOf(name: string): string {
  return `@types/${name.replace('@', '').replace('/', '__')}`
}

function targetOf(specifier: string, from: string): Target {
  if (isBuiltin(specifier)) return { kind: 'builtin' }
  if (specifier.startsWith('.')) return { kind: 'relative', path: posix.join(posix.dirname(from), specifier) }

  const words = specifier.split('/')
  const name = words.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
  const rest = specifier.slice(name.length)
  return { kind: 'package', name, subpath: `.${rest}` }
}

/** Dependencies of a published package are bundled into it, so they are development dependencies to npm. */
function bundlesDependencies(home: SourcePackage): boolean {
  return home.file.private !== true
}

function isDeclared(home: SourcePackage, name: string, isTest: boolean): boolean {
  const { dependencies = {}, devDependencies = {} } = home.file
  if (Object.hasOwn(dependencies, name)) return true
  return (isTest || bundlesDependencies(home)) && Object.hasOwn(devDependencies, name)
}

function exportsOf(neighbour: SourcePackage): object {
  const { exports } = neighbour.file
  return typeof exports === 'object' && exports !== null ? exports : {}
}

function violation({ home, source, moduleImport }: Site, rule: BoundaryRule, message: string): Violation {
  return { rule, place: `packages/${home.folder}/${source.path}:${moduleImport.line}`, message }
}
