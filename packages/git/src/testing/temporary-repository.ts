import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { revision, type Revision } from '@sluice/model'
import { git, type GitInput } from './git-for-tests.ts'
import { HistoryScript, type ScriptedCommit } from './history-script.ts'

/** A folder that goes away with its scope: `await using folder = await temporaryFolder()`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** A real repository in a temporary folder. */
export interface TemporaryRepository extends TemporaryFolder {
  /** The hash that a commit of the script was given. */
  revisionOf(commit: ScriptedCommit): Revision
  /** Runs git in it. */
  git(gitArguments: readonly string[], input?: GitInput): Promise<string>
  /** Clones it by the `file:` transport, for example with `--depth=1`, `--filter=blob:none` or `--bare`. */
  clone(cloneArguments?: readonly string[]): Promise<TemporaryClone>
}

export interface TemporaryClone extends TemporaryFolder {
  git(gitArguments: readonly string[], input?: GitInput): Promise<string>
}

export interface TemporaryRepositoryOptions {
  /** Without a work tree. Defaults to false. */
  readonly isBare?: boolean
  /** Defaults to `sha1`. */
  readonly objectFormat?: 'sha1' | 'sha256'
  /** Writes the files of the branch `main` into the work tree. Defaults to false, which is faster. */
  readonly isCheckedOut?: boolean
}

/** An empty temporary folder. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/**
 * Makes a repository from a script: deterministic, and one process however long the history is. HEAD is on `main`.
 * Without a script it has no commit.
 */
export async function temporaryRepository(
  write: (script: HistoryScript) => void = () => undefined,
  options: TemporaryRepositoryOptions = {},
): Promise<TemporaryRepository> {
  const { isBare = false, objectFormat = 'sha1', isCheckedOut = false } = options
  const folder = await temporaryFolder()
  const { path } = folder
  const run = (gitArguments: readonly string[], input?: GitInput): Promise<string> =>
    git(path, gitArguments, input)

  const form = [`--object-format=${objectFormat}`, ...(isBare ? ['--bare'] : [])]
  await run(['init', '--quiet', '--initial-branch=main', ...form])
  const script = new HistoryScript()
  write(script)
  const marks = await importHistory(path, script.commands())
  if (isCheckedOut) await run(['reset', '--quiet', '--hard'])
  await run(['config', 'uploadpack.allowFilter', 'true'])
  await run(['config', 'uploadpack.allowAnySHA1InWant', 'true'])

  return {
    ...folder,
    git: run,
    revisionOf: ({ mark }) => {
      const hash = marks.get(mark)
      if (hash === undefined) throw new RangeError(`The script has no commit ${mark}.`)
      return revision(hash)
    },
    clone: (cloneArguments = []) => cloneOf(path, cloneArguments),
  }
}

/** Feeds commands to `git fast-import` and returns the hash of each mark. */
export async function importHistory(
  path: string,
  commands: Iterable<string | Uint8Array>,
): Promise<ReadonlyMap<number, string>> {
  const directory = (await git(path, ['rev-parse', '--absolute-git-dir'])).trim()
  const marksFile = join(directory, 'sluice-marks')
  const flags = ['--quiet', '--force', '--date-format=raw-permissive', `--export-marks=${marksFile}`]
  await git(path, ['fast-import', ...flags], commands)
  const lines = (await readFile(marksFile, 'utf8')).split('\n').filter((line) => line !== '')
  await rm(marksFile)
  return new Map(
    lines.map((line) => {
      const [mark = '', hash = ''] = line.split(' ')
      return [Number(mark.slice(1)), hash]
    }),
  )
}

async function cloneOf(source: string, cloneArguments: readonly string[]): Promise<TemporaryClone> {
  const folder = await temporaryFolder()
  await git(folder.path, ['clone', '--quiet', ...cloneArguments, pathToFileURL(source).href, '.'])
  return { ...folder, git: (gitArguments, input) => git(folder.path, gitArguments, input) }
}
