import { parseSync, Visitor, type ESTree } from 'rolldown/utils'
import { isTestSource, readSourcePackages, type Source } from './boundaries/source-tree.ts'

interface Sized {
  readonly name: string
  readonly lines: number
}

/**
 * How long files and functions are, with their tail. A question for the review, never a verdict: a clear function
 * is not split to satisfy a number.
 */
export function shapeReport(): string {
  const packages = readSourcePackages().map(({ folder, sources }) => ({
    folder,
    production: sources.filter(({ path }) => !isTestSource(path)),
    tests: sources.filter(({ path }) => isTestSource(path)),
  }))
  const rows = packages.map(({ folder, production, tests }) => row(folder, production, tests))
  const all = packages.flatMap(({ folder, production }) =>
    production.map((source) => ({ ...source, path: `${folder}/${source.path}` })),
  )
  const total = row(
    'all',
    all,
    packages.flatMap(({ tests }) => tests),
  )

  return [
    'package   files  file lines med/p90/max   function lines med/p90/p99/max   test:source',
    ...rows,
    total,
    '',
    'longest files',
    ...longest(all.map(fileSize)),
    '',
    'longest functions',
    ...longest(all.flatMap(functionSizes)),
    '',
  ].join('\n')
}

function row(name: string, production: readonly Source[], tests: readonly Source[]): string {
  const files = production.map(fileSize)
  const functions = production.flatMap(functionSizes)
  const ratio = sum(tests.map(fileSize)) / Math.max(1, sum(files))
  return [
    name.padEnd(9),
    String(files.length).padStart(5),
    ` ${spread(files, [0.5, 0.9, 1])}`.padEnd(24),
    ` ${spread(functions, [0.5, 0.9, 0.99, 1])}`.padEnd(32),
    ratio.toFixed(1),
  ].join(' ')
}

function fileSize({ path, text }: Source): Sized {
  return { name: path, lines: text.trimEnd().split('\n').length }
}

function functionSizes({ path, text }: Source): readonly Sized[] {
  const sizes: Sized[] = []
  const add = (name: string, { start, end }: ESTree.Span): void => {
    sizes.push({ name: `${path} ${name}`, lines: text.slice(start, end).split('\n').length })
  }
  new Visitor({
    FunctionDeclaration: (node) => add(node.id?.name ?? 'default', node),
    MethodDefinition: (node) => add(node.key.type === 'Identifier' ? node.key.name : 'method', node),
  }).visit(parseSync(path, text).program)
  return sizes
}

function spread(sizes: readonly Sized[], shares: readonly number[]): string {
  const sorted = sizes.map(({ lines }) => lines).toSorted((a, b) => a - b)
  return shares.map((share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0).join(' / ')
}

function longest(sizes: readonly Sized[]): readonly string[] {
  return sizes
    .toSorted((a, b) => b.lines - a.lines)
    .slice(0, 8)
    .map(({ name, lines }) => `${String(lines).padStart(5)}  ${name}`)
}

function sum(sizes: readonly Sized[]): number {
  return sizes.reduce((total, { lines }) => total + lines, 0)
}
