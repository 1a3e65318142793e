import { day, week, type ChangeId, type DeploymentId, type Instant } from '@sluice/model'
import { sql, type Expression, type RawBuilder } from 'kysely'
import type { SqlDialect } from './dialect.ts'
import { namedQuery, type NamedQuery } from './named-query.ts'

export const stageDurationsByWeek: NamedQuery<'stageDurationsByWeek'> = namedQuery<'stageDurationsByWeek'>()(
  (from, dialect, { since, until }) =>
    from
      .selectFrom(
        from
          .selectFrom('change_stages')
          .where('ended_at', '>=', since)
          .where('ended_at', '<', until)
          .select((of) => [
            'repository',
            'stage',
            startOfWeek(of.ref('ended_at'), dialect).as('week_of'),
            sql<number>`${of.ref('ended_at')} - ${of.ref('started_at')}`.as('duration'),
          ])
          .as('span'),
      )
      .groupBy(['repository', 'stage', 'week_of'])
      .select((of) => [
        'repository',
        'stage',
        'week_of as weekOf',
        of.fn.countAll<number>().as('n'),
        dialect.quantile(0.5, of.ref('duration')).as('p50'),
        dialect.quantile(0.9, of.ref('duration')).as('p90'),
      ])
      .orderBy('repository')
      .orderBy('stage')
      .orderBy('week_of'),
  (records) => records,
)

export const testReliability: NamedQuery<'testReliability'> = namedQuery<'testReliability'>()(
  (from, _, { repository, since, until }) =>
    from
      .selectFrom('test_results')
      .where('repository', '=', repository)
      .where('at', '>=', since)
      .where('at', '<', until)
      // A skipped test did not run.
      .where('outcome', '<>', 'skipped')
      .groupBy('test')
      .select((of) => [
        'test',
        of.fn.countAll<number>().as('runs'),
        countWhere(sql`outcome in ('failed', 'errored')`).as('failed'),
        countWhere(sql`outcome = 'flaky'`).as('flaky'),
        of.fn.avg('duration').$castTo<number | null>().as('duration'),
      ])
      .orderBy('test'),
  (records) => records,
)

export const firstDeploymentAfterMerge: NamedQuery<'firstDeploymentAfterMerge'> =
  namedQuery<'firstDeploymentAfterMerge'>()(
    (from, _, { repository, since, until }) => {
      const merged = from
        .selectFrom('changes')
        .where('repository', '=', repository)
        .where('merged_at', '>=', since)
        .where('merged_at', '<', until)
        .select((of) => ['id as change', 'repository', of.ref('merged_at').$notNull().as('merged_at')])
      const successes = from
        .selectFrom('deployment_events')
        .where('repository', '=', repository)
        .where('state', '=', 'succeeded')
        .groupBy('deployment')
        .select((of) => ['deployment', of.fn.min('at').as('finished_at')])
      const deployed = from
        .selectFrom('deployments as deployment')
        .innerJoin(successes.as('success'), 'success.deployment', 'deployment.id')
        .where('deployment.repository', '=', repository)
        .where('deployment.is_production', '=', sql.lit(true))
        .groupBy(['deployment.repository', 'success.finished_at'])
        .select((of) => [
          'deployment.repository as repository',
          'success.finished_at as finished_at',
          // Of several that finished in the same moment the first by name, so that the answer does not depend on luck.
          of.fn.min('deployment.id').as('deployment'),
        ])
      // Kysely has no as-of join; both engines spell it alike.
      const joined = sql<FirstDeployment>`(
      select merged.change as change, merged.merged_at as merged_at,
        deployed.deployment as deployment, deployed.finished_at as finished_at
      from (${merged}) as merged asof left join (${deployed}) as deployed
      on merged.repository = deployed.repository and merged.merged_at <= deployed.finished_at
    )`
      return from
        .selectFrom(joined.as('first'))
        .select(['change', 'merged_at as mergedAt', 'deployment', 'finished_at as deployedAt'])
        .orderBy('merged_at')
        .orderBy('change')
    },
    (records) => records,
  )

export const variantSums: NamedQuery<'variantSums'> = namedQuery<'variantSums'>()(
  (from, dialect, { flag, metric, since, until }) => {
    const first = from
      .selectFrom('exposures')
      .where('flag', '=', flag)
      .where('at', '>=', since)
      .where('at', '<', until)
      .groupBy('unit')
      .select((of) => [
        'unit',
        of.fn.min('at').as('met_at'),
        dialect.valueAtLeast(of.ref('variant'), of.ref('at'), of.ref('variant')).as('variant'),
      ])
    const sums = from
      .selectFrom(first.as('first'))
      .leftJoin(
        from
          .selectFrom('metric_samples')
          .where('metric', '=', metric)
          .where('at', '>=', since)
          .where('at', '<', until)
          .select(['unit', 'value', 'at'])
          .as('sample'),
        (join) => join.onRef('sample.unit', '=', 'first.unit').onRef('sample.at', '>=', 'first.met_at'),
      )
      .groupBy(['first.unit', 'first.variant'])
      .select((of) => [
        'first.variant as variant',
        of.fn.coalesce(of.fn.sum<number>('sample.value'), sql.lit(0)).as('total'),
      ])
    return from
      .selectFrom(sums.as('unit_sum'))
      .groupBy('variant')
      .select((of) => [
        'variant',
        of.fn.countAll<number>().as('units'),
        of.fn.avg<number>('total').as('mean'),
        of
          .case()
          .when(of.fn.countAll(), '>', 1)
          .then(dialect.sampleVariance(of.ref('total')))
          .else(sql.lit(0))
          .end()
          .as('variance'),
      ])
      .orderBy('variant')
  },
  (records) => records,
)

interface FirstDeployment {
  readonly change: ChangeId
  readonly merged_at: Instant
  readonly deployment: DeploymentId | null
  readonly finished_at: Instant | null
}

/** Monday 00:00 UTC, as whole milliseconds: 1970-01-01 was a Thursday, so the first Monday is four days later. */
function startOfWeek(at: Expression<Instant>, dialect: SqlDialect): RawBuilder<Instant> {
  const weeks = dialect.wholeQuotient(sql<number>`(${at} - ${sql.lit(4 * day)})`, week)
  return sql<Instant>`(${weeks} * ${sql.lit(week)} + ${sql.lit(4 * day)})`
}

function countWhere(condition: Expression<unknown>): RawBuilder<number> {
  return sql<number>`sum(case when ${condition} then 1 else 0 end)`
}
