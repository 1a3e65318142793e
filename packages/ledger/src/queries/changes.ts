import { authorClasses, type AuthorClass } from '@sluice/model'
import { namedQuery, type NamedQuery } from './named-query.ts'

export const changes: NamedQuery<'changes'> = namedQuery<'changes'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('changes as change')
      .leftJoin('change_commits as list', (join) =>
        join.onRef('list.repository', '=', 'change.repository').onRef('list.change', '=', 'change.id'),
      )
      .where('change.repository', '=', repository)
      .select([
        'change.id as id',
        'change.number as number',
        'change.title as title',
        'change.url as url',
        'change.state as state',
        'change.is_draft as isDraft',
        'change.opened_at as openedAt',
        'change.merged_at as mergedAt',
        'change.closed_at as closedAt',
        'change.merge_revision as mergeRevision',
        'change.head_revision as headRevision',
        'change.head_branch as headBranch',
        'change.base_branch as baseBranch',
        'change.author_name as authorName',
        'change.author_kind as authorKind',
        'change.labels as labels',
        'change.changed_lines as changedLines',
        'change.author_class as ownClass',
        'change.marks as ownMarks',
        'change.can_carry_marks as ownCanCarry',
        'list.author_class as commitsClass',
        'list.marks as commitsMarks',
        'list.can_carry_marks as commitsCanCarry',
        'list.commits as commits',
        'list.first_authored_at as firstAuthoredAt',
      ])
      .orderBy('change.opened_at')
      .orderBy('change.id'),
  // A copy by spread takes ten times as long, and there may be many.
  (records) =>
    records.map((record) =>
      Object.assign(record, {
        authorClass: stronger(record.ownClass, record.commitsClass),
        marks: bothMarks(record.ownMarks, record.commitsMarks),
        canCarryMarks: (record.ownCanCarry ?? false) || (record.commitsCanCarry ?? false),
      }),
    ),
)

export const changeEvents: NamedQuery<'changeEvents'> = namedQuery<'changeEvents'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('change_events')
      .where('repository', '=', repository)
      .select([
        'change',
        'kind',
        'at',
        'actor_name as actorName',
        'actor_kind as actorKind',
        'is_author as isAuthor',
        'revision',
      ])
      .orderBy('at')
      .orderBy('event_id'),
  (records) => records,
)

export const changeCommits: NamedQuery<'changeCommits'> = namedQuery<'changeCommits'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('change_commits')
      .where('repository', '=', repository)
      .select(['change', 'revisions', 'authored_at as authoredAt'])
      .orderBy('change'),
  (records) =>
    records.flatMap(({ change, revisions, authoredAt }) =>
      revisions.flatMap((revision, place) => {
        const at = authoredAt[place]
        return at === undefined ? [] : [{ change, revision, authoredAt: at }]
      }),
    ),
)

/** The classes stand in order of strength; nothing said means unmarked. */
function stronger(one: AuthorClass | undefined, other: AuthorClass | undefined): AuthorClass {
  return authorClasses.find((candidate) => candidate === one || candidate === other) ?? 'unmarked'
}

/** Both lists as one, each mark once. Most changes carry no mark at all, so no text is parsed for them. */
function bothMarks(one = '[]', other = '[]'): string {
  if (other === '[]' || other === one) return one
  if (one === '[]') return other
  const marks: readonly unknown[] = [...listOf(one), ...listOf(other)]
  return `[${[...new Set(marks.map((mark) => JSON.stringify(mark)))].join(',')}]`
}

function listOf(text: string): readonly unknown[] {
  const parsed: unknown = JSON.parse(text)
  return Array.isArray(parsed) ? parsed : []
}
