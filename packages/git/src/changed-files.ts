import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { isFullHash } from './revisions.ts'
import { gitOutput } from './run-git.ts'

/**
 * Paths that differ between the trees of two commits, in git's order. Renames count as a removal and an addition, so
 * that no content is read: it works in a clone without file contents.
 *
 * Fails with `UNKNOWN_REVISION`, and with `MISSING_OBJECTS` in a partial clone without trees.
 */
export async function changedFiles(
  repository: Repository,
  from: string,
  to: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly string[]> {
  refuseWithoutTrees(repository, 'the list of changed files')
  for (const name of [from, to]) if (!isFullHash(name)) throw gitError('UNKNOWN_REVISION', { revision: name })
  const diff = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', '--no-ext-diff', from, to, '--']
  const output = await gitOutput(repository, diff, options)
  return output.toString('utf8').split('\0').slice(0, -1)
}

/** Fails with `MISSING_OBJECTS` where a partial clone left trees out. */
export function refuseWithoutTrees(repository: Repository, wanted: string): void {
  const { partialFilter } = repository
  if (partialFilter === undefined || !/(?:^|[:+])tree:/.test(partialFilter)) return
  throw gitError('MISSING_OBJECTS', { filter: partialFilter, wanted })
}
