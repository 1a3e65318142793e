import type { Revision } from '@sluice/model'
import { revision } from '@sluice/model'
import { refuseWithoutTrees } from './changed-files.ts'
import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { isFullHash } from './revisions.ts'
import { gitOutput } from './run-git.ts'

/**
 * Commits of the first-parent line of `tip` that changed something in a folder, newest first. A merge counts when it
 * changed the folder as seen from the main line. Reads trees only, no file contents.
 *
 * Fails with `UNKNOWN_REVISION`, and with `MISSING_OBJECTS` in a partial clone without trees.
 */
export async function commitsTouching(
  repository: Repository,
  tip: string,
  folder: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly Revision[]> {
  refuseWithoutTrees(repository, `the list of commits that touch ${folder}`)
  if (!isFullHash(tip)) throw gitError('UNKNOWN_REVISION', { revision: tip })
  const walk = ['log', '--first-parent', '--full-history', '--diff-merges=first-parent', '--no-renames']
  const format = ['--no-patch', '--no-color', '--no-show-signature', '--format=tformat:%H']
  const output = await gitOutput(repository, [...walk, ...format, tip, '--', folder], options)
  return output.toString('latin1').split('\n').filter(isFullHash).map(revision)
}
