import { createHash } from 'node:crypto'

/** What names a test, as its report has it. */
export interface TestNaming {
  /** From `suiteIdentity`. */
  readonly suite: SuiteIdentity
  readonly className?: string | undefined
  readonly file?: string | undefined
  readonly name: string
  /** Folder that paths are told from, where the report comes from that very machine. */
  readonly root?: string | undefined
}

export interface SuiteNaming {
  readonly name: string
  readonly file?: string | undefined
}

/** What the enclosing suites give to the name of a test. */
export interface SuiteIdentity {
  /** Their names as one text. */
  readonly path: string
  /** Of the innermost one that names its file. */
  readonly file: string | undefined
}

export interface TestIdentity {
  /** `<suite>\u0000<class or file>\u0000<name>`. */
  readonly test: string
  readonly suite: string
  readonly name: string
  readonly file?: string
}

const longestText = 1_000
const suiteSeparator = ' > '
const absolute = /^(?:[a-z]:[\\/]|\/|\\\\|file:\/\/)/i
const fileEnding = /\.\w{1,10}(?:\.dist)?$/
const sourceFile = /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|feature)$/

/**
 * Names a test such that the same test has the same name in each report. Parameters in names are kept. Three things
 * are normalised, because they name a machine and no test: a path below `root` is told from there; any other
 * absolute path of a file that stands for a suite or class is cut to its last part; and where suites are nested,
 * those outside of the outermost suite that names its file are left out (PHPUnit puts the configuration file and the
 * way it was called there). Texts over 1,000 characters are cut and end in a hash of the whole.
 */
export function identifyTest(naming: TestNaming): TestIdentity {
  const name = bounded(naming.name)
  const suite = naming.suite.path
  const className = naming.className === undefined ? undefined : withoutMachine(naming.className, naming.root)
  const written = naming.file === undefined ? naming.suite.file : fileName(naming.file, naming.root)
  const file = written ?? (className !== undefined && isSourceFile(className) ? className : undefined)
  return {
    test: `${suite}\u0000${bounded(className ?? file ?? '')}\u0000${name}`,
    suite,
    name,
    ...(file === undefined ? {} : { file: bounded(file) }),
  }
}

/** Names nested suites, outermost first, as `identifyTest` says. */
export function suiteIdentity(suites: readonly SuiteNaming[], root: string | undefined): SuiteIdentity {
  const first = suites.findIndex(({ file }) => file !== undefined)
  const path = suites
    .slice(Math.max(0, first))
    .map(({ name }) => withoutMachine(name, root))
    .filter((name) => name !== '')
    .join(suiteSeparator)
  const file = suites.findLast((suite) => suite.file !== undefined)?.file
  return { path: bounded(path), file: file === undefined ? undefined : fileName(file, root) }
}

function fileName(path: string, root: string | undefined): string {
  return belowRoot(path, root) ?? withSlashes(path)
}

function isSourceFile(className: string): boolean {
  return sourceFile.test(className) && !className.includes(' ')
}

function withoutMachine(text: string, root: string | undefined): string {
  if (!absolute.test(text)) return text
  const relative = belowRoot(text, root)
  if (relative !== undefined) return relative
  return fileEnding.test(text)
    ? text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
    : text
}

function belowRoot(path: string, root: string | undefined): string | undefined {
  if (root === undefined) return undefined
  const folder = `${withSlashes(root).replace(/\/+$/, '')}/`
  const plain = withSlashes(path.replace(/^file:\/\//, ''))
  return plain.startsWith(folder) ? plain.slice(folder.length) : undefined
}

function withSlashes(path: string): string {
  return path.includes('\\') ? path.replaceAll('\\', '/') : path
}

function bounded(text: string): string {
  // U+0000 separates the parts of the whole; XML cannot hold it, so only a broken tool could have written it.
  const plain = text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text
  if (plain.length <= longestText) return plain
  return `${plain.slice(0, longestText)}…${createHash('sha256').update(plain).digest('hex').slice(0, 16)}`
}
