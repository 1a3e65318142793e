import {
  deploymentStates,
  type DeploymentId,
  type DeploymentState,
  type Instant,
  type RepositoryName,
} from '@sluice/model'
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import type { LedgerDatabase } from '../tables/tables.ts'
import type { QueryBuilder, SqlDialect } from './dialect.ts'
import { namedQuery, type NamedQuery } from './named-query.ts'

export const deployments: NamedQuery<'deployments'> = namedQuery<'deployments'>()(
  (from, dialect, { repository }) =>
    from
      .selectFrom('deployments as deployment')
      .leftJoin(outcomesOf(from, dialect, repository).as('outcome'), 'outcome.deployment', 'deployment.id')
      .where('deployment.repository', '=', repository)
      .where('deployment.is_production', '=', sql.lit(true))
      .select((of) => [
        'deployment.id as id',
        'deployment.service as service',
        'deployment.environment as environment',
        'deployment.revision as revision',
        'deployment.name as name',
        'deployment.created_at as createdAt',
        'outcome.state as state',
        of.fn.coalesce('outcome.succeeded_at', 'outcome.failed_at').as('finishedAt'),
        'deployment.is_rollback as isRollback',
        'deployment.is_planned as isPlanned',
        'deployment.url as url',
      ])
      .orderBy('deployment.created_at')
      .orderBy('deployment.id'),
  // A deployment of which no step was told was created, and that is all that is known.
  (records) => records.map((deployment) => ({ ...deployment, state: deployment.state ?? 'created' })),
)

export const deploymentSteps: NamedQuery<'deploymentSteps'> = namedQuery<'deploymentSteps'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('deployment_events')
      .where('repository', '=', repository)
      .select(['deployment', 'state', 'at'])
      .orderBy('at')
      .orderBy('event_id'),
  (records) => records,
)

export const deploymentChanges: NamedQuery<'deploymentChanges'> = namedQuery<'deploymentChanges'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('deployment_changes')
      .where('repository', '=', repository)
      .select(['deployment', 'how', 'changes', 'revisions'])
      .orderBy('deployment')
      .orderBy('how'),
  (records) =>
    records.flatMap(({ deployment, how, changes, revisions }) => [
      ...changes.map((change) => ({ deployment, how, change })),
      ...revisions.map((revision) => ({ deployment, how, revision })),
    ]),
)

interface Outcome {
  readonly deployment: DeploymentId
  readonly state: DeploymentState
  readonly succeeded_at: Instant | null
  readonly failed_at: Instant | null
}

/** Of every deployment with a known step: its last state, its first success and its last failure. */
function outcomesOf(
  from: QueryBuilder,
  dialect: SqlDialect,
  repository: RepositoryName,
): SelectQueryBuilder<LedgerDatabase, 'deployment_events', Outcome> {
  return from
    .selectFrom('deployment_events')
    .where('repository', '=', repository)
    .groupBy('deployment')
    .select((of) => [
      'deployment',
      dialect.valueAtGreatest(of.ref('state'), of.ref('at'), rankOf('state')).as('state'),
      of.fn.min(of.case().when('state', '=', 'succeeded').then(of.ref('at')).end()).as('succeeded_at'),
      of.fn.max(of.case().when('state', '=', 'failed').then(of.ref('at')).end()).as('failed_at'),
    ])
}

/** Sources tell steps of the same moment; then the one that comes later in the life of a deployment is the last. */
function rankOf(column: string): RawBuilder<number> {
  const ranks = deploymentStates.map((state, rank) => sql`when ${sql.lit(state)} then ${sql.lit(rank)}`)
  return sql<number>`case ${sql.ref(column)} ${sql.join(ranks, sql` `)} end`
}
