import { instant, revision, type Instant, type Revision } from '@sluice/model'
import { gitError } from './errors.ts'
import type { Repository } from './repository.ts'
import { isFullHash } from './revisions.ts'
import { gitOutput } from './run-git.ts'

/** A tag that stands for a commit. */
export interface Tag {
  readonly name: string
  /** The commit, also where an annotated tag (or a tag of a tag) stands in between. */
  readonly revision: Revision
  readonly isAnnotated: boolean
  /** When an annotated tag was made; for a lightweight one the committer date of its commit. Absent when unreadable. */
  readonly createdAt?: Instant
  /** Committer date of the commit. Absent when unreadable, and for a tag of a tag. */
  readonly committedAt?: Instant
}

export interface TagList {
  /** In the order of their names, by bytes. */
  readonly tags: readonly Tag[]
  /** Tags that stand for a file or a folder, not for a commit. */
  readonly ignored: number
}

/** Reads all tags with one run of git, however many there are. */
export async function readTags(
  repository: Repository,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<TagList> {
  const format = tagFields.map((field) => `%(${field})`).join('%00')
  const output = await gitOutput(repository, ['for-each-ref', `--format=${format}`, 'refs/tags'], options)
  const rows = output.toString('utf8').split('\n').slice(0, -1).map(rowOf)

  const nested = rows.filter((row) => row.peeledType === 'tag').map((row) => row.object)
  const peeled = nested.length === 0 ? new Map<string, string>() : await peel(repository, nested, options)
  const tags = rows.flatMap((row) => tagOf(row, peeled))
  return { tags, ignored: rows.length - tags.length }
}

const tagFields = [
  'refname',
  'objecttype',
  'objectname',
  '*objecttype',
  '*objectname',
  'creatordate:unix',
  'committerdate:unix',
  '*committerdate:unix',
] as const

interface Row {
  readonly name: string
  readonly type: string
  readonly object: string
  readonly peeledType: string
  readonly peeledObject: string
  readonly createdAt: string
  readonly committedAt: string
}

function rowOf(line: string): Row {
  const [reference, type, object, peeledType, peeledObject, createdAt, committedAt, peeledAt] =
    line.split('\0')
  if (
    reference === undefined ||
    type === undefined ||
    object === undefined ||
    peeledType === undefined ||
    peeledObject === undefined ||
    createdAt === undefined ||
    committedAt === undefined ||
    peeledAt === undefined
  ) {
    throw gitError('GIT_OUTPUT_UNREADABLE', { command: 'for-each-ref', detail: JSON.stringify(line) })
  }
  return {
    name: reference.replace(/^refs\/tags\//, ''),
    type,
    object,
    peeledType,
    peeledObject,
    createdAt,
    committedAt: type === 'commit' ? committedAt : peeledAt,
  }
}

function tagOf(row: Row, peeled: ReadonlyMap<string, string>): readonly Tag[] {
  const commit =
    row.type === 'commit'
      ? row.object
      : row.peeledType === 'commit'
        ? row.peeledObject
        : peeled.get(row.object)
  if (commit === undefined) return []

  const createdAt = instantOf(row.createdAt)
  const committedAt = instantOf(row.committedAt)
  return [
    {
      name: row.name,
      revision: revision(commit),
      isAnnotated: row.type === 'tag',
      ...(createdAt !== undefined && { createdAt }),
      ...(committedAt !== undefined && { committedAt }),
    },
  ]
}

function instantOf(unixTime: string): Instant | undefined {
  const milliseconds = unixTime === '' ? Number.NaN : Number(unixTime) * 1_000
  return Number.isSafeInteger(milliseconds) ? instant(milliseconds) : undefined
}

/** Older versions of git peel one level only, so tags of tags are asked for once more, all in one run. */
async function peel(
  repository: Repository,
  objects: readonly string[],
  options: { readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, string>> {
  const input = objects.map((object) => `${object}^{commit}\n`).join('')
  const output = await gitOutput(repository, ['cat-file', '--batch-check=%(objectname)'], {
    ...options,
    input,
  })
  const lines = output.toString('utf8').split('\n')
  return new Map(
    objects.flatMap((object, place) => {
      const commit = lines[place] ?? ''
      return isFullHash(commit) ? [[object, commit]] : []
    }),
  )
}
