import { spawn, type ChildProcess } from 'node:child_process'
import { devNull } from 'node:os'
import type { SluiceError } from '@sluice/model'
import { gitError } from './errors.ts'

/** Where and with which program git runs. */
export interface GitContext {
  /** Program to run, a name on the PATH or a path. */
  readonly gitCommand: string
  /** Folder in which git looks for the repository. */
  readonly directory: string
}

export interface GitRunOptions {
  /** Text for git's standard input. */
  readonly input?: string | undefined
  /** Ends the git process when aborted; the run then fails with `CANCELLED`. */
  readonly signal?: AbortSignal | undefined
}

/** What a finished run of git left. */
export interface GitOutcome {
  readonly exitCode: number
  readonly stdout: Buffer
  /** The first and last part of what git said on standard error, at most 64 kB each. */
  readonly stderr: string
}

/**
 * Runs git and returns all it printed. Fails with a coded error unless git exits with 0.
 *
 * This file is the only door to git. Every run is read-only and runs no code of the repository: no shell,
 * no hooks, no file-system monitor, no external diff or text conversion, no pager, no signature program,
 * no prompt, and no download of missing objects from a promisor remote.
 */
export async function gitOutput(
  context: GitContext,
  gitArguments: readonly string[],
  options: GitRunOptions = {},
): Promise<Buffer> {
  const outcome = await gitOutcome(context, gitArguments, options)
  if (outcome.exitCode !== 0) throw gitFailure(context, gitArguments, outcome.stderr, outcome.exitCode)
  return outcome.stdout
}

/** Runs git like `gitOutput`, but leaves the judgement of the exit code to the caller. */
export async function gitOutcome(
  context: GitContext,
  gitArguments: readonly string[],
  options: GitRunOptions = {},
): Promise<GitOutcome> {
  const chunks: Buffer[] = []
  const ended = await run(context, gitArguments, options, (chunk) => {
    chunks.push(chunk)
  })
  return { ...ended, stdout: Buffer.concat(chunks) }
}

/**
 * Runs git and hands over its output while it is being written. A chunk is valid only during the call.
 * An error thrown by `onChunk` ends git and is passed on.
 */
export async function streamGit(
  context: GitContext,
  gitArguments: readonly string[],
  onChunk: (chunk: Buffer) => void,
  options: GitRunOptions = {},
): Promise<void> {
  const { exitCode, stderr } = await run(context, gitArguments, options, onChunk)
  if (exitCode !== 0) throw gitFailure(context, gitArguments, stderr, exitCode)
}

/** The coded error for a run of git that failed, from what it said on standard error. */
export function gitFailure(
  context: GitContext,
  gitArguments: readonly string[],
  stderr: string,
  exitCode: number,
): SluiceError {
  const lines = stderr.split('\n').map((line) => line.trim())
  const said = lines.filter((line) => line !== '')
  const detail = said.findLast((line) => /^(fatal|error|usage):/.test(line)) ?? said.at(-1)
  const command = gitArguments.find((argument) => !argument.startsWith('-')) ?? ''
  const object = /\b[0-9a-f]{64}\b|\b[0-9a-f]{40}\b/.exec(stderr)?.[0]

  if (/detected dubious ownership/.test(stderr)) {
    const path = /safe\.directory (?:'([^']+)'|(\S+))/.exec(stderr)
    return gitError('UNSAFE_OWNERSHIP', { path: path?.[1] ?? path?.[2] ?? context.directory })
  }
  if (/not a git repository/i.test(stderr)) return gitError('NOT_A_REPOSITORY', { path: context.directory })
  if (object !== undefined && damage.test(stderr)) {
    return gitError('CORRUPT_REPOSITORY', { object, detail: bare(detail ?? '') })
  }
  return gitError('GIT_FAILED', {
    command,
    detail: detail === undefined ? `it ended with exit code ${exitCode}` : bare(detail),
  })
}

const damage =
  /bad object|is corrupt|is missing|missing object|unable to (read|parse|unpack|find)|could not (read|parse)|Could not read|failed to (read|parse)|inflate|bad tree|cannot be accessed|revision walk setup failed|loose object|garbage at end/

/** Options for every run: nothing of the repository's configuration may start a program or change the output. */
const hardening = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...configuration({
    'core.fsmonitor': 'false',
    'core.hooksPath': devNull,
    'core.pager': 'cat',
    'core.quotePath': 'false',
    'core.attributesFile': devNull,
    'log.showSignature': 'false',
    'log.follow': 'false',
    'log.mailmap': 'false',
    'i18n.logOutputEncoding': 'UTF-8',
    'gpg.program': 'false',
    'protocol.allow': 'never',
    'submodule.recurse': 'false',
    'color.ui': 'false',
    'advice.graftFileDeprecated': 'false',
  }),
]

// Which repository to read is said by the path alone, so that sluice works inside a hook, where git sets GIT_DIR.
const inheritedGitVariables = new Set([
  'GIT_CEILING_DIRECTORIES',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_SYSTEM',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
])

const maximumStderrBytes = 65_536

function run(
  context: GitContext,
  gitArguments: readonly string[],
  options: GitRunOptions,
  onChunk: (chunk: Buffer) => void,
): Promise<{ readonly exitCode: number; readonly stderr: string }> {
  const { input, signal } = options
  const command = gitArguments[0] ?? ''
  if (signal?.aborted === true) return Promise.reject(gitError('CANCELLED', { command }, signal.reason))

  return new Promise((resolve, reject) => {
    const child = spawn(context.gitCommand, ['-C', context.directory, ...hardening, ...gitArguments], {
      env: environment(process.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const stderr = boundedText()
    let thrown: { readonly error: unknown } | undefined

    const stop = (): void => {
      child.kill('SIGKILL')
    }
    signal?.addEventListener('abort', stop, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      if (thrown !== undefined) return
      try {
        onChunk(chunk)
      } catch (error) {
        thrown = { error }
        stop()
      }
    })
    child.stderr.on('data', stderr.add)
    child.once('error', (error) => {
      signal?.removeEventListener('abort', stop)
      reject(gitError('GIT_MISSING', { command: context.gitCommand }, error))
    })
    child.once('close', (exitCode, killedBy) => {
      signal?.removeEventListener('abort', stop)
      if (thrown !== undefined) reject(thrown.error)
      else if (signal?.aborted === true) reject(gitError('CANCELLED', { command }, signal.reason))
      else if (killedBy !== null) {
        reject(gitError('GIT_FAILED', { command, detail: `it was ended by signal ${killedBy}` }))
      } else resolve({ exitCode: exitCode ?? 0, stderr: stderr.text() })
    })
    feed(child, input)
  })
}

function feed(child: ChildProcess, input: string | undefined): void {
  // git may end before it has read everything; its exit code and message then say why, not the broken pipe.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input ?? '')
}

function environment(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(
    ([name]) =>
      !name.startsWith('GIT_') ||
      inheritedGitVariables.has(name) ||
      /^GIT_CONFIG_(KEY|VALUE)_\d+$/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Written in large pieces and not commit by commit, which costs git and its reader a call each.
    GIT_FLUSH: '0',
    GIT_NO_LAZY_FETCH: '1',
    // Older versions do not know the variable above: with no transport allowed, the download fails at once.
    GIT_ALLOW_PROTOCOL: 'none',
    // The history as it was committed, without local rewriting by the deprecated grafts file.
    GIT_GRAFT_FILE: devNull,
    GIT_ATTR_NOSYSTEM: '1',
  }
}

function configuration(settings: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
}

function boundedText(): { readonly add: (chunk: Buffer) => void; readonly text: () => string } {
  let first = ''
  let last = ''
  return {
    add: (chunk) => {
      const text = chunk.toString('utf8')
      if (first.length < maximumStderrBytes) first += text.slice(0, maximumStderrBytes)
      else last = (last + text).slice(-maximumStderrBytes)
    },
    text: () => first + last,
  }
}

function bare(line: string): string {
  return line.replace(/^(fatal|error): /, '')
}
