import { revision, type Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { gitOutcome, gitOutput } from './run-git.ts'

/** The commit that a name stands for: a branch, tag, abbreviated hash or any expression of git. */
export async function resolveRevision(
  repository: Repository,
  name: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Revision> {
  const found = await findRevision(repository, name, options)
  if (found === undefined) throw gitError('UNKNOWN_REVISION', { revision: name })
  return found
}

/** Like `resolveRevision`, but undefined when the name stands for no commit. */
export async function findRevision(
  repository: Repository,
  name: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Revision | undefined> {
  // Standard input cannot carry these, and no name of git holds them.
  if (name === '' || /[\0\n]/.test(name)) return undefined
  const outcome = await gitOutcome(
    repository,
    ['rev-parse', '--quiet', '--verify', '--end-of-options', `${name}^{commit}`],
    options,
  )
  const text = outcome.stdout.toString('utf8').trim()
  return outcome.exitCode === 0 && isFullHash(text) ? revision(text) : undefined
}

/** How many commits some tips reach; with `without`, only those that these do not reach. */
export async function countCommits(
  repository: Repository,
  tips: readonly string[],
  options: { readonly without?: readonly string[]; readonly signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const { without = [], signal } = options
  const input = revisionList(tips, without)
  const output = await gitOutput(repository, ['rev-list', '--count', '--stdin'], { input, signal })
  return Number(output.toString('latin1'))
}

/** What `--stdin` of `git log` and `git rev-list` takes: commits to start from, and commits to leave out. */
export function revisionList(tips: readonly string[], without: readonly string[]): string {
  const left = without.map((hash) => `^${hash}`)
  return [...new Set(tips), ...new Set(left)].map((line) => `${line}\n`).join('')
}

/** Whether a text is a full commit hash, in lower case. */
export function isFullHash(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}
