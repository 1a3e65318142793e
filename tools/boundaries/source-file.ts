import { parseSync, type ESTree } from 'rolldown/utils'

/** How a file names another module. `resolve` is `import.meta.resolve(…)`: it needs the module to be installed. */
export type ImportKind = 'static' | 'reexport' | 'dynamic' | 'type' | 'resolve'

export interface ModuleImport {
  readonly kind: ImportKind
  /** The module as it is written; `undefined` when it is computed and cannot be checked. */
  readonly specifier: string | undefined
  /** Names that exist at run time; `*` stands for all of them. Empty when only types are imported. */
  readonly names: readonly string[]
  readonly line: number
}

/** Use of something that makes a result depend on when, where or how often it is computed. */
export interface ImpureUse {
  readonly what: string
  readonly line: number
}

export interface ParsedSource {
  readonly imports: readonly ModuleImport[]
  readonly impureUses: readonly ImpureUse[]
  /** Strings that stand as the first argument of a call. */
  readonly calledWith: ReadonlySet<string>
  /** Every string in the file, and the fixed parts of templates. */
  readonly strings: ReadonlySet<string>
}

type Node = ESTree.Node
type NodeOf<TType extends Node['type']> = Extract<Node, { readonly type: TType }>

/** Reads what a TypeScript file imports and uses. Throws when it does not parse. */
export function parseSource(path: string, text: string): ParsedSource {
  const { program, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`)

  const imports: ModuleImport[] = []
  const impureUses: ImpureUse[] = []
  const calledWith = new Set<string>()
  const strings = new Set<string>()
  const lineOf = lineCounter(text)

  walk(program, (node) => {
    const moduleImport = asImport(node)
    if (moduleImport !== undefined) imports.push({ ...moduleImport, line: lineOf(node.start) })
    const impure = asImpureUse(node)
    if (impure !== undefined) impureUses.push({ what: impure, line: lineOf(node.start) })
    if (node.type === 'Literal' && typeof node.value === 'string') strings.add(node.value)
    if (node.type === 'TemplateElement') strings.add(node.value.raw)
    if (node.type === 'CallExpression') {
      const [first] = node.arguments
      if (first?.type === 'Literal' && typeof first.value === 'string') calledWith.add(first.value)
    }
  })

  return { imports, impureUses, calledWith, strings }
}

function asImport(node: Node): Omit<ModuleImport, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { kind: 'static', specifier: node.source.value, names: importedNames(node) }
    case 'ExportNamedDeclaration':
      if (node.source === null) return undefined
      return {
        kind: 'reexport',
        specifier: node.source.value,
        names: node.exportKind === 'type' ? [] : node.specifiers.flatMap(exportedName),
      }
    case 'ExportAllDeclaration':
      return {
        kind: 'reexport',
        specifier: node.source.value,
        names: node.exportKind === 'type' ? [] : ['*'],
      }
    case 'ImportExpression':
      return { kind: 'dynamic', specifier: stringValue(node.source), names: ['*'] }
    case 'TSImportType':
      return { kind: 'type', specifier: node.source.value, names: [] }
    case 'CallExpression':
      if (!isResolveCall(node)) return undefined
      return { kind: 'resolve', specifier: stringValue(node.arguments[0]), names: ['*'] }
    default:
      return undefined
  }
}

function importedNames({ importKind, specifiers }: NodeOf<'ImportDeclaration'>): readonly string[] {
  if (importKind === 'type') return []
  // `import './a.ts'` runs it, whatever it exports.
  if (specifiers.length === 0) return ['*']
  return specifiers.flatMap((specifier) => {
    if (specifier.type !== 'ImportSpecifier') return ['*']
    return specifier.importKind === 'type' ? [] : [nameOf(specifier.imported)]
  })
}

function exportedName({ exportKind, local }: NodeOf<'ExportSpecifier'>): readonly string[] {
  return exportKind === 'type' ? [] : [nameOf(local)]
}

function nameOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}

/** `import.meta.resolve(…)`, `require(…)` and `require.resolve(…)`. */
function isResolveCall({ callee }: NodeOf<'CallExpression'>): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require'
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'resolve') return false
  return (
    callee.object.type === 'MetaProperty' ||
    (callee.object.type === 'Identifier' && callee.object.name === 'require')
  )
}

function stringValue(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}

const impureGlobals = new Set([
  'Buffer',
  'console',
  'crypto',
  'fetch',
  'global',
  'globalThis',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
])
const impureMembers = new Set(['Date.now', 'Math.random'])
// These answer in the time zone or language of the machine.
const impureMethod = /^(toLocale\w*|getTimezoneOffset|[gs]et(FullYear|Month|Date|Day|Hours|Minutes))$/

function asImpureUse(node: Node): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return impureGlobals.has(node.name) ? node.name : undefined
    case 'MemberExpression': {
      const property = propertyName(node)
      if (property === undefined) return undefined
      const name = node.object.type === 'Identifier' ? `${node.object.name}.${property}` : undefined
      if (name !== undefined && impureMembers.has(name)) return name
      return impureMethod.test(property) ? `.${property}` : undefined
    }
    case 'NewExpression':
      return isDate(node.callee) && node.arguments.length === 0 ? 'new Date()' : undefined
    case 'CallExpression':
      return isDate(node.callee) ? 'Date()' : undefined
    default:
      return undefined
  }
}

function propertyName(node: NodeOf<'MemberExpression'>): string | undefined {
  if (node.computed) return stringValue(node.property)
  return node.property.type === 'Identifier' ? node.property.name : undefined
}

function isDate(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'Date'
}

/** Visits every node except names that refer to nothing: property names and the keys of objects and types. */
function walk(node: Node, visit: (node: Node) => void): void {
  visit(node)
  for (const [key, value] of Object.entries(node)) {
    if (isNameOnly(node, key)) continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit)
  }
}

function isNameOnly(node: Node, key: string): boolean {
  if (key !== 'property' && key !== 'key') return false
  return 'computed' in node && !node.computed
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const next = starts.findIndex((start) => start > offset)
    return next === -1 ? starts.length : next
  }
}
