import type { QueryBuilder, SqlDialect } from './dialect.ts'
import { namedQuery, type NamedQuery } from './named-query.ts'
import type { RepositoryName } from '@sluice/model'

export const changeCiRuns: NamedQuery<'changeCiRuns'> = namedQuery<'changeCiRuns'>()(
  (from, dialect, { repository }) =>
    from
      .with('link', () => linksOfRuns(from, dialect, repository))
      .with('firstJob', () =>
        from
          .selectFrom('ci_jobs')
          .where('repository', '=', repository)
          .where('run', 'is not', null)
          .where('started_at', 'is not', null)
          .groupBy('run')
          .select((of) => ['run', of.fn.min('started_at').as('started_at')]),
      )
      .selectFrom('link')
      .innerJoin('ci_runs as run', 'run.id', 'link.run')
      .leftJoin('firstJob', 'firstJob.run', 'run.id')
      .where('run.repository', '=', repository)
      .select((of) => [
        'link.change as change',
        'run.pipeline as pipeline',
        'run.attempt as attempt',
        'run.revision as revision',
        'run.trigger as trigger',
        'run.created_at as createdAt',
        of.fn.coalesce('firstJob.started_at', 'run.started_at').as('startedAt'),
        'run.finished_at as finishedAt',
        'run.outcome as outcome',
      ])
      .orderBy('link.change')
      .orderBy('run.created_at')
      .orderBy('run.id'),
  (records) => records,
)

/** Each pair of a run before a merge and a change that it is for, once. */
function linksOfRuns(from: QueryBuilder, dialect: SqlDialect, repository: RepositoryName) {
  const gates = from
    .selectFrom('ci_runs')
    .where('repository', '=', repository)
    .where('trigger', 'in', ['change', 'merge-queue'])
  const named = gates.select((of) => ['id as run', dialect.each(of.ref('changes')).as('change')])
  const byRevision = from
    .selectFrom(gates.select(['id', 'revision']).as('gate'))
    .innerJoin(revisionsOfChanges(from, dialect, repository).as('head'), 'head.revision', 'gate.revision')
    .select(['gate.id as run', 'head.change as change'])
  return from.selectFrom(named.unionAll(byRevision).as('pair')).select(['run', 'change']).distinct()
}

/** Every revision that is or was the head of a change, and its commits. */
function revisionsOfChanges(from: QueryBuilder, dialect: SqlDialect, repository: RepositoryName) {
  const commits = from
    .selectFrom('change_commits')
    .where('repository', '=', repository)
    .select((of) => ['change', dialect.each(of.ref('revisions')).as('revision')])
  const pushed = from
    .selectFrom('change_events')
    .where('repository', '=', repository)
    .where('revision', 'is not', null)
    .select((of) => ['change', of.ref('revision').$notNull().as('revision')])
  const heads = from
    .selectFrom('changes')
    .where('repository', '=', repository)
    .where('head_revision', 'is not', null)
    .select((of) => ['id as change', of.ref('head_revision').$notNull().as('revision')])
  return commits.unionAll(pushed).unionAll(heads)
}
