import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { isFullHash } from './revisions.ts'
import { streamGit } from './run-git.ts'

/** How much a commit changed against its first parent. */
export interface ChangedLines {
  readonly added: number
  readonly removed: number
  readonly files: number
}

export interface ChangedLinesOptions {
  /** Told now and then how many commits have been measured. */
  readonly onProgress?: ((commits: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Measures commits against their first parents, in one run of git. Slow, because git reads every changed file: ask
 * only for the commits that count. Binary files count as files without lines; a root counts all its lines as added.
 *
 * Fails with `UNKNOWN_REVISION`, and with `MISSING_OBJECTS` in every partial clone.
 */
export async function changedLines(
  repository: Repository,
  revisions: readonly string[],
  options: ChangedLinesOptions = {},
): Promise<ReadonlyMap<string, ChangedLines>> {
  const { partialFilter } = repository
  if (partialFilter !== undefined) {
    throw gitError('MISSING_OBJECTS', { filter: partialFilter, wanted: 'the number of changed lines' })
  }
  const unusable = revisions.find((name) => !isFullHash(name))
  if (unusable !== undefined) throw gitError('UNKNOWN_REVISION', { revision: unusable })

  if (revisions.length === 0) return new Map()
  const table = lineTable()
  const read = (chunk: Buffer): void => {
    table.add(chunk)
    options.onProgress?.(table.measured.size)
  }
  const input = `${[...new Set(revisions)].join('\n')}\n`
  await streamGit(repository, logArguments, read, { input, signal: options.signal })
  return table.measured
}

// The plumbing command `diff-tree --stdin` leaves merges out unless asked to compare with every parent.
const logArguments = [
  'log',
  '--stdin',
  '--no-walk=unsorted',
  '--diff-merges=first-parent',
  '--root',
  '--numstat',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-show-signature',
  '--format=tformat:%H',
]

/** Sums the output: a line with a hash, then a line of counts for each file of that commit. */
function lineTable(): {
  readonly measured: ReadonlyMap<string, ChangedLines>
  readonly add: (chunk: Buffer) => void
} {
  const measured = new Map<string, ChangedLines>()
  let unfinished = ''
  let current = ''
  return {
    measured,
    add: (chunk) => {
      // Only digits, tabs and hashes are read; a character cut in two is in a path, which is not.
      const rows = (unfinished + chunk.toString('latin1')).split('\n')
      unfinished = rows.pop() ?? ''
      for (const row of rows) {
        if (isFullHash(row)) current = row
        const sum = measured.get(current) ?? { added: 0, removed: 0, files: 0 }
        if (current !== '') measured.set(current, plusRow(sum, row))
      }
    },
  }
}

function plusRow(sum: ChangedLines, row: string): ChangedLines {
  const [, added, removed] = /^(\d+|-)\t(\d+|-)\t/.exec(row) ?? []
  if (added === undefined || removed === undefined) return sum
  // A binary file prints a dash for its lines.
  return {
    added: sum.added + (added === '-' ? 0 : Number(added)),
    removed: sum.removed + (removed === '-' ? 0 : Number(removed)),
    files: sum.files + 1,
  }
}
