import type { Instant } from '@sluice/model'
import type { Commit } from './history.ts'
import type { Repository } from './repository.ts'
import { revisionList } from './revisions.ts'
import { gitOutput } from './run-git.ts'

/** What of a commit tells its copies. */
export type Original = Pick<Commit, 'revision' | 'author' | 'authoredAt' | 'committedAt'>

/**
 * Whether among the commits that some tips reach there may be a copy of one of the originals: a commit that names it as
 * its source, or that has its author and author date, as a cherry-pick keeps them.
 *
 * A copy is made after its original, so git walks no further back than to the oldest of these.
 */
export async function mayHoldCopies(
  repository: Repository,
  tips: readonly string[],
  originals: readonly Original[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<boolean> {
  if (originals.length === 0 || tips.length === 0) return false
  const log = async (since: Instant, walk: readonly string[]): Promise<readonly string[]> => {
    const all = ['log', '--stdin', '--no-patch', `--since=@${Math.floor(since / 1_000)}`, ...walk]
    const output = await gitOutput(repository, all, { ...options, input: revisionList(tips, []) })
    return output.toString('utf8').split('\n')
  }
  const writtenSince = oldest(originals.map(({ authoredAt }) => authoredAt))
  const madeSince = oldest(originals.map(({ committedAt }) => committedAt))
  const [written, naming] = await Promise.all([
    log(writtenSince, ['--no-merges', '--format=tformat:%at %ae']),
    log(madeSince, ['--grep=picked from', '--grep=ported from', '--format=tformat:%b']),
  ])
  const writtenAt = new Set(written)
  const named = new Set(naming.flatMap((line) => line.match(/\b[0-9a-f]{40,64}\b/g) ?? []))
  return originals.some(
    ({ revision, author, authoredAt }) =>
      named.has(revision) || writtenAt.has(`${authoredAt / 1_000} ${author.email}`),
  )
}

function oldest(instants: readonly Instant[]): Instant {
  return instants.reduce((least, each) => (each < least ? each : least))
}
