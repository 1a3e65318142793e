import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { revision, SluiceError, type Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import { gitFailure, gitOutcome, gitOutput, type GitContext } from './run-git.ts'

/** What HEAD stands on. `unborn`: a branch without a commit. */
export type Head =
  | { readonly kind: 'branch'; readonly branch: string; readonly revision: Revision }
  | { readonly kind: 'detached'; readonly revision: Revision }
  | { readonly kind: 'unborn'; readonly branch: string }

/** A git repository, and what about it decides how it can be read. */
export interface Repository extends GitContext {
  /** The git directory of this work tree. */
  readonly gitDirectory: string
  /** The git directory that linked work trees share; the same as `gitDirectory` in the main one. */
  readonly commonDirectory: string
  /** Such as `2.39.5`. */
  readonly gitVersion: string
  readonly objectFormat: 'sha1' | 'sha256'
  readonly isBare: boolean
  readonly isShallow: boolean
  /** Commits whose parents were left out of a shallow clone. */
  readonly shallowBoundary: readonly Revision[]
  /** Filter of a partial clone, such as `blob:none` or `tree:0`; absent in a full one. */
  readonly partialFilter?: string
  /** Address of the remote `origin`, without user name and password. */
  readonly originUrl?: string
  /** Last part of the origin address, else of the folder, such as `fastify`. */
  readonly name: string
  readonly head: Head
}

export interface OpenOptions {
  /** Defaults to `git`. */
  readonly gitCommand?: string | undefined
  readonly signal?: AbortSignal | undefined
}

const oldestGit = '2.30.0'

/**
 * Finds the repository that contains `path`: a work tree or a folder in it, a linked work tree, a bare
 * repository, or a `.git` directory.
 *
 * Fails with `PATH_NOT_FOUND`, `NOT_A_REPOSITORY`, `UNSAFE_OWNERSHIP`, `GIT_MISSING`, `GIT_TOO_OLD` or `CANCELLED`.
 * A repository without a commit is no failure here: its `head` is `unborn`.
 */
export async function openRepository(path: string, options: OpenOptions = {}): Promise<Repository> {
  const { gitCommand = 'git', signal } = options
  const context: GitContext = { gitCommand, directory: await existingDirectory(path) }

  const version = readVersion(context, signal)
  const answers = Promise.all([
    version,
    readLayout(context, signal),
    readSettings(context, signal),
    readOptionalLine(context, ['symbolic-ref', '--quiet', 'HEAD'], signal),
    readOptionalLine(context, ['rev-parse', '--quiet', '--verify', 'HEAD^{commit}'], signal),
  ]).catch(async (reason: unknown) => {
    // A git that is missing or too old explains whatever else failed, so it is told first.
    await version
    throw reason
  })
  const [gitVersion, layout, settings, branch, headRevision] = await answers

  const originUrl = settings.get('remote.origin.url')
  const partialFilter = partialFilterOf(settings)
  const publicUrl = originUrl === undefined ? undefined : withoutCredentials(originUrl)
  return {
    ...context,
    gitVersion,
    gitDirectory: layout.gitDirectory,
    commonDirectory: layout.commonDirectory,
    objectFormat: layout.objectFormat,
    isBare: layout.isBare,
    isShallow: layout.isShallow,
    shallowBoundary: layout.isShallow ? await readShallowBoundary(layout.commonDirectory) : [],
    ...(partialFilter === undefined ? {} : { partialFilter }),
    ...(publicUrl === undefined ? {} : { originUrl: publicUrl }),
    name: repositoryName(publicUrl, layout.commonDirectory),
    head: headOf(branch, headRevision, context),
  }
}

/** A remote address without user name, password and query, which may hold a token. */
export function withoutCredentials(url: string): string {
  const withoutUser = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1')
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? withoutUser.replace(/[?#].*$/, '') : withoutUser
}

async function existingDirectory(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return (await stat(absolute)).isDirectory() ? absolute : dirname(absolute)
  } catch (error) {
    throw gitError('PATH_NOT_FOUND', { path: absolute }, error)
  }
}

async function readVersion(context: GitContext, signal: AbortSignal | undefined): Promise<string> {
  const text = (await gitOutput(context, ['version'], { signal })).toString('utf8')
  const version = /\d+\.\d+(\.\d+)*/.exec(text)?.[0] ?? '0.0'
  if (isOlder(version, oldestGit)) throw gitError('GIT_TOO_OLD', { version, needed: oldestGit })
  return version
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number))
  for (const [place, wanted] of (right ?? []).entries()) {
    const given = left?.[place] ?? 0
    if (given !== wanted) return given < wanted
  }
  return false
}

interface Layout {
  readonly gitDirectory: string
  readonly commonDirectory: string
  readonly objectFormat: 'sha1' | 'sha256'
  readonly isBare: boolean
  readonly isShallow: boolean
}

async function readLayout(context: GitContext, signal: AbortSignal | undefined): Promise<Layout> {
  const questions = [
    'rev-parse',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--show-object-format',
    '--absolute-git-dir',
    '--git-common-dir',
  ]
  const text = (await gitOutput(context, questions, { signal })).toString('utf8')
  const [bare, shallow, format, gitDirectory, commonDirectory] = text.split('\n')
  if (gitDirectory === undefined || commonDirectory === undefined) {
    throw gitError('GIT_OUTPUT_UNREADABLE', { command: 'rev-parse', detail: JSON.stringify(text) })
  }
  return {
    gitDirectory,
    commonDirectory: resolve(context.directory, commonDirectory),
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    isBare: bare === 'true',
    isShallow: shallow === 'true',
  }
}

async function readSettings(
  context: GitContext,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const pattern = '^(remote\\..*\\.(url|promisor|partialclonefilter)|extensions\\.partialclone)$'
  const outcome = await gitOutcome(context, ['config', '--null', '--get-regexp', pattern], { signal })
  // Exit code 1 says that nothing matched. Other failures say the same as those of the layout, which is read too.
  const entries = outcome.stdout.toString('utf8').split('\0')
  return new Map(
    entries
      .filter((entry) => entry !== '')
      .map((entry) => {
        const newline = entry.indexOf('\n')
        return newline < 0 ? [entry, 'true'] : [entry.slice(0, newline), entry.slice(newline + 1)]
      }),
  )
}

function partialFilterOf(settings: ReadonlyMap<string, string>): string | undefined {
  for (const [key, value] of settings) {
    if (/^remote\..*\.partialclonefilter$/.test(key)) return value
  }
  const isPromisor = [...settings].some(
    ([key, value]) => key === 'extensions.partialclone' || (key.endsWith('.promisor') && value === 'true'),
  )
  return isPromisor ? 'unknown' : undefined
}

async function readOptionalLine(
  context: GitContext,
  gitArguments: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await gitOutcome(context, gitArguments, { signal })
  if (exitCode === 0) return stdout.toString('utf8').trimEnd()
  // With --quiet, git says "there is none" by silence; anything it does say is a real failure.
  if (stderr === '' || exitCode === 1) return undefined
  const failure = gitFailure(context, gitArguments, stderr, exitCode)
  if (failure instanceof SluiceError && failure.code === 'GIT_FAILED') return undefined
  throw failure
}

async function readShallowBoundary(commonDirectory: string): Promise<readonly Revision[]> {
  const text = await readFile(join(commonDirectory, 'shallow'), 'utf8')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line))
    .map(revision)
}

function headOf(branch: string | undefined, headRevision: string | undefined, context: GitContext): Head {
  const name = branch?.replace(/^refs\/heads\//, '')
  if (headRevision === undefined || headRevision === '') {
    if (name === undefined) throw gitError('EMPTY_REPOSITORY', { path: context.directory })
    return { kind: 'unborn', branch: name }
  }
  if (name === undefined) return { kind: 'detached', revision: revision(headRevision) }
  return { kind: 'branch', branch: name, revision: revision(headRevision) }
}

function repositoryName(originUrl: string | undefined, commonDirectory: string): string {
  const folder = basename(commonDirectory) === '.git' ? dirname(commonDirectory) : commonDirectory
  const source = originUrl ?? folder
  const last =
    source
      .replace(/[\\/]+$/, '')
      .split(/[\\/:]/)
      .at(-1) ?? ''
  const name = last.replace(/\.git$/, '')
  // A clone of "." has the address of a folder and not a name.
  return name === '' || /^\.+$/.test(name) ? basename(folder) : name
}
