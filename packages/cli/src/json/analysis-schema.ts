import { methods, metricIds } from '@sluice/engine'
import { authorClasses, changeStarts, changeTypes, evidenceRungs, shippedHows, stages } from '@sluice/model'
import { z } from 'zod'

// Loaded by the documentation generator and by tests, never by a command: analyze uses the types alone.

const time = z.iso.datetime().describe('ISO 8601, UTC.')
const duration = z.number().describe('Milliseconds.')
const share = z.number().min(0).max(1)
const count = z.int().nonnegative()

const method = z.enum(methods).describe('How the number was made.')

const interval = z.strictObject({
  low: z.number().nullable().describe('null: no lower bound is known.'),
  high: z.number().nullable().describe('null: no upper bound is known.'),
  confidence: share,
})

const estimate = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('known'),
      value: z.number(),
      interval,
      n: z.number().describe('Observations it rests on, censored ones included.'),
      censored: z.number().describe('Of those, how many had not ended at the end of the window.'),
      method,
    }),
    z.strictObject({
      kind: z.literal('unknown'),
      reason: z.enum(['too-few', 'not-reached', 'no-data']).describe('Why there is no number.'),
      n: z.number(),
      censored: z.number(),
      method,
      needed: z.number().nullable().describe('About how many observations would do.'),
      atLeast: z.number().nullable().describe('The value is at least this.'),
    }),
  ])
  .describe('A number with its uncertainty, or why there is none. Missing is never zero.')
  .meta({ id: 'Estimate' })

const unit = z
  .enum(['milliseconds', 'per-week', 'share'])
  .describe('Of every value, bound and change-point of the series.')

const trend = z
  .strictObject({
    weeks: z.array(
      z.strictObject({
        weekOf: time.describe('Monday 00:00 UTC.'),
        isPartial: z.boolean().describe('The window covers only a part of this week.'),
        estimate,
      }),
    ),
    changePoints: z
      .array(
        z.strictObject({
          weekOf: time.describe('First week of the new level.'),
          before: z.number().describe('Median of the weekly values before.'),
          after: z.number().describe('Median of the weekly values after.'),
          p: z.number().describe('Permutation p value.'),
        }),
      )
      .describe('Level shifts, oldest first.'),
  })
  .meta({ id: 'WeeklyTrend' })

const metricId = z.enum(metricIds)

const metric = z
  .strictObject({
    unit,
    estimate,
    companions: z
      .partialRecord(
        z.enum([
          'p85',
          'naive-median',
          'merge-to-release-median',
          'days-with-deployment-per-week',
          'commit-weighted-median',
          'incident-resolution-median',
        ]),
        estimate,
      )
      .describe('Further readings of the same rows.'),
    proxy: z.literal('tags').nullable().describe('tags: release tags stand in for deployments.'),
    counts: z.record(z.string(), z.number()).describe('What was counted.'),
    evidence: z
      .array(
        z.strictObject({
          rung: z.enum(evidenceRungs),
          count,
        }),
      )
      .describe('How failures are known, strongest evidence first.'),
    cluster: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('inside'),
          cluster: z.enum(['elite', 'high', 'medium', 'low']),
          table: z.string(),
        }),
        z.strictObject({
          kind: z.literal('cannot-tell'),
          neededMore: z.number().nullable(),
          table: z.string(),
        }),
      ])
      .nullable()
      .describe('DORA cluster; null unless --clusters asked for it.'),
    trend,
  })
  .meta({ id: 'Metric' })

const stage = z.enum(stages)

const sourceId = z.enum(['forge', 'deployments', 'incidents', 'ci'])
const authorClass = z.enum(authorClasses)

const comparison = z.strictObject({
  verdict: z.enum(['differs', 'does-not-differ', 'cannot-tell']),
  because: z
    .enum(['no-marked-change', 'too-few-marked', 'no-overlap', 'interval-too-wide', 'nothing-shipped'])
    .nullable()
    .describe('Why it cannot tell.'),
  matched: estimate.nullable().describe('Marked minus unmarked within strata, in milliseconds.'),
  plain: estimate.nullable().describe('Difference of medians, confounded: never read it alone.'),
  minimumDetectable: duration.nullable().describe('Differences at least this large would probably show.'),
  equivalenceMargin: duration.nullable().describe('Differences smaller than this count as none.'),
  overlap: share.describe('Share of marked changes with an unmarked partner in their stratum.'),
  stratifiedBy: z.array(z.enum(['month', 'type', 'size'])),
  strata: z.array(z.strictObject({ name: z.string(), marked: count, unmarked: count })),
  leftOut: count.nullable().describe('Changes that could not be compared honestly.'),
})

const stageSpans = z.array(z.strictObject({ stage, from: time, to: time }))

const change = z
  .strictObject({
    id: z.string(),
    revision: z.string().describe('Commit on the main line that brought it in.'),
    title: z.string(),
    pullRequest: count.nullable(),
    startedAt: time.describe('Earliest known instant.'),
    start: z.enum(changeStarts).describe('What that instant is.'),
    mergedAt: time,
    shape: z.enum(['merge', 'rebase', 'single']),
    commits: count,
    type: z.enum(changeTypes),
    authorClass,
    marks: z.array(
      z.strictObject({
        tool: z.string(),
        place: z.enum(['author', 'committer', 'trailer', 'footer', 'branch', 'title', 'label']),
      }),
    ),
    changedLines: count.nullable().describe('Lines added plus removed; null unless --size asked for it.'),
    clockProblem: z.enum(['started-after-merge', 'in-the-future']).nullable(),
    problem: z
      .enum(['shipped-before-merge', 'before-first-deployment'])
      .nullable()
      .describe('Why it is left out of lead time.'),
    review: z
      .enum(['by-people', 'by-programs', 'none'])
      .nullable()
      .describe('Who reviewed it before the merge, its author left out; null: no forge tells.'),
    doubts: z
      .array(z.enum(['impossible-order', 'impossible-ci-times', 'ci-start-unknown']))
      .describe('What its forge and CI say of it that cannot be.'),
    stages: stageSpans.describe(
      'They partition the time from start to release, or to the end of the window, exactly.',
    ),
    shipped: z
      .strictObject({
        deployment: z.string().describe('Id of the first deployment that carried it.'),
        at: time,
        how: z.enum(shippedHows),
      })
      .nullable()
      .describe('null: not released yet.'),
  })
  .meta({ id: 'Change' })

const deployment = z
  .strictObject({
    id: z.string(),
    service: z.string().describe('Empty: the repository as a whole.'),
    revision: z.string(),
    name: z.string(),
    finishedAt: time,
    source: z.enum(['tag', 'recorded']),
    timing: z.enum(['tagged', 'commit', 'recorded']).describe('commit: a lower bound.'),
    environment: z.string().nullable().describe('null: a tag runs nowhere.'),
    outcome: z.enum(['succeeded', 'failed']).describe('failed: it carried nothing to users.'),
    isPlanned: z.boolean().nullable().describe('null: nobody says.'),
    isBaseline: z.boolean().describe('First of its service: it has no predecessor to differ from.'),
    isRework: z.boolean().describe('It carries the repair of an earlier failed deployment.'),
    changes: z.array(z.string()).describe('Ids of the changes it carried first.'),
    failures: z.array(
      z.strictObject({
        rung: z.enum(evidenceRungs),
        culprit: z.string().nullable(),
        repair: z.string().nullable(),
        remediation: z.string().nullable().describe('Id of the deployment that carried the repair.'),
        knownAt: time,
        incident: z.string().nullable(),
        openedAt: time.nullable().describe("When users' trouble began, by the incident."),
        resolvedAt: time.nullable().describe('When it was over, with or without a deployment.'),
      }),
    ),
  })
  .meta({ id: 'Deployment' })

const openChange = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    pullRequest: count.nullable(),
    startedAt: time,
    openedAt: time,
    stage: stage.describe('Where it stands.'),
    since: time.describe('When it came into that stage.'),
    stages: stageSpans,
  })
  .meta({ id: 'OpenChange' })

/** Shape of `sluice analyze --json`, `sluice.analysis/1`. Fields are added; none is renamed or taken away. */
export const analysisSchema = z
  .strictObject({
    schema: z.literal('sluice.analysis/1'),
    headline: z.string().describe('The answer in one sentence, as the reports print it.'),
    repository: z.strictObject({
      name: z.string(),
      head: z.string().describe('Commit at the tip of the main line.'),
      mainLine: z.string(),
      commits: count,
      isShallow: z.boolean(),
      isPartial: z.boolean(),
      isBare: z.boolean(),
      newestAt: time.nullable(),
      links: z
        .strictObject({ commit: z.string(), pullRequest: z.string(), tag: z.string() })
        .nullable()
        .describe('Addresses of forge pages with {sha}, {number} or {tag} in them.'),
    }),
    scope: z.strictObject({
      service: z.string().nullable(),
      serviceFolder: z.string().nullable().describe('Folder that the changes were narrowed to.'),
      tagPattern: z.string().nullable(),
      analyzedAt: time,
    }),
    knowledge: z
      .strictObject({
        ledger: z.string().describe('Where the ledger is.'),
        sources: z.array(z.strictObject({ source: z.string(), events: count, lastAt: time })),
        changes: count.describe('Changes of the analysis that a forge knows.'),
        deployments: count.describe('Recorded deployments; 0 when tags stand in for them.'),
      })
      .nullable()
      .describe('What the ledger added; null when git was asked alone.'),
    window: z.strictObject({
      since: time.describe('First instant in the window.'),
      until: time.describe('First instant after it.'),
    }),
    clock: z.strictObject({
      start: z.enum(['first-commit', 'merge']).describe('Where the lead-time clock starts.'),
      counts: z.record(z.enum(changeStarts), count),
    }),
    metrics: z.record(metricId, metric),
    survival: z
      .array(
        z.strictObject({
          at: duration.describe('Time since the start of the change, in milliseconds.'),
          share: share.describe('Share of changes not released just after it.'),
          low: share,
          high: share,
          atRisk: count,
        }),
      )
      .describe('Steps of the Kaplan-Meier curve of the lead time.'),
    stages: z.array(
      z.strictObject({
        stage,
        kind: z.enum(['work', 'wait', 'unknown']),
        median: estimate,
        share: share.describe('Of all the time that changes took; the stages sum to 1.'),
        total: duration,
        inProgress: count.describe('Changes in the stage at the end of the window.'),
        meanInProgress: z.number().describe('Changes in the stage, on average over the window.'),
        n: count,
        wouldTell: sourceId.nullable(),
      }),
    ),
    throughput: z.strictObject({ estimate, trend }).describe('Merged changes per week.'),
    inFlight: z.strictObject({
      changes: count,
      medianAge: estimate,
      mergedBeforeWindow: count.nullable(),
    }),
    open: z
      .strictObject({
        asOf: time.describe('The end of the window, or when the forge was last read.'),
        changes: count,
        byBots: count.describe('They take no part in the rest.'),
        byStage: z.array(z.strictObject({ stage, changes: count })),
        medianAge: estimate.describe('Time since they were opened.'),
        slowest: z.array(openChange).describe('The ten that are open longest.'),
        abandoned: count.describe('Closed in the window without a merge.'),
      })
      .nullable()
      .describe('Changes that were not merged; null without a forge.'),
    review: z
      .strictObject({
        known: count.describe('Merged changes of the window that a forge tells of.'),
        withoutReview: count.describe('Merged without a review by a person other than the author.'),
        byProgramsOnly: count.describe('Of those, reviewed by programs.'),
      })
      .nullable()
      .describe('How merged changes were reviewed; null without a forge.'),
    withBots: z.strictObject({ leadTime: estimate, changes: count }),
    cohorts: z.strictObject({
      counts: z.record(authorClass, count),
      tools: z.array(z.strictObject({ tool: z.string(), changes: count })),
      markedShare: estimate,
      markedShareTrend: trend,
      coverage: estimate.describe('Share of changes in which a mark could have been seen.'),
      leadTime: comparison,
    }),
    services: z.array(
      z.strictObject({
        service: z.string(),
        deployments: count,
        frequency: estimate,
        lastAt: time.nullable(),
      }),
    ),
    recent: z.array(
      z.strictObject({
        series: z.union([metricId, z.enum(['merges-per-week', 'ai-marked-share'])]),
        unit,
        weekOf: time,
        before: z.number(),
        after: z.number(),
        p: z.number(),
      }),
    ),
    nextSources: z.array(
      z.strictObject({ source: sourceId, explains: share.nullable(), metrics: z.array(metricId) }),
    ),
    caveats: z.array(z.strictObject({ kind: z.string(), count, of: count, text: z.string() })),
    notices: z.array(z.strictObject({ code: z.string(), message: z.string(), hint: z.string() })),
    changes: z.array(change).describe('The rows behind the numbers; those of bots are among them.'),
    deployments: z.array(deployment),
  })
  .describe('The value stream of one repository. Durations are milliseconds, times ISO 8601 in UTC.')

export type AnalysisDocument = z.infer<typeof analysisSchema>
export type EstimateDocument = z.infer<typeof estimate>
export type MetricDocument = z.infer<typeof metric>
export type TrendDocument = z.infer<typeof trend>
export type ChangeDocument = z.infer<typeof change>
export type OpenChangeDocument = z.infer<typeof openChange>
export type DeploymentDocument = z.infer<typeof deployment>
