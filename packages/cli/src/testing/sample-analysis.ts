import type { RepositoryAnalysis } from '@sluice/engine'
import type {
  ChangeRow,
  Cohorts,
  DeploymentRow,
  FlowAnalysis,
  Metric,
  StageSummary,
  WeeklyTrend,
  Window,
} from '@sluice/flow'
import {
  authorClasses,
  day,
  elapsed,
  hour,
  instant,
  milliseconds,
  minute,
  serviceId,
  shift,
  stageDescriptions,
  stages,
  startOfWeek,
  week,
  wholeRepository,
  type AuthorClass,
  type Instant,
} from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import { roughMedian, roughRate, roughShare, roughSurvival, weekly } from './rough-estimates.ts'
import { syntheticHistory, type HistoryPlan } from './synthetic-history.ts'

/** Monday 00:00 UTC, the end of the window of every sample. */
const until = instant(Date.UTC(2026, 10, 16))
const yearWindow: Window = { since: shift(until, -52 * week), until }

const monorepoPlan: HistoryPlan = {
  window: yearWindow,
  seed: 4,
  services: [
    { id: serviceId('checkout'), share: 0.5 },
    { id: serviceId('@shop/ledger-api'), share: 0.3 },
    { id: serviceId('storefront'), share: 0.2 },
  ],
  changesPerWeek: 8,
  releaseEvery: (weekIndex) => (weekIndex < 43 ? 8 * day : 15 * day),
  start: 'first-commit',
  beforeMerge: [{ stage: 'unknown', mean: 2.4 * day }],
  afterRelease: [],
}

/** A year of a monorepo that merges with merge commits: three services, about 400 changes, releases by tag. */
export function sampleAnalysis(overrides: Partial<RepositoryAnalysis> = {}): RepositoryAnalysis {
  return { ...analysisOf(monorepoPlan), ...overrides }
}

/** The same year in a repository that squashes: the clock can only start at the merge. */
export function squashAnalysis(): RepositoryAnalysis {
  return analysisOf({
    ...monorepoPlan,
    seed: 11,
    services: [{ id: wholeRepository, share: 1 }],
    start: 'merged',
    beforeMerge: [],
  })
}

/** With a forge, CI and deployments connected: every stage has time in it. */
export function allStagesAnalysis(): RepositoryAnalysis {
  return analysisOf({
    ...monorepoPlan,
    seed: 21,
    beforeMerge: [
      { stage: 'coding', mean: 9 * hour },
      { stage: 'pickup-wait', mean: 14.6 * hour },
      { stage: 'reviewer-wait', mean: 21.3 * hour },
      { stage: 'author-rework', mean: 6.2 * hour },
      { stage: 'ci-queue', mean: 1.9 * hour },
      { stage: 'ci-run', mean: 2.4 * hour },
      { stage: 'ci-repair', mean: 66 * minute },
      { stage: 'merge-wait', mean: 80 * minute },
      { stage: 'unknown', mean: 30 * minute },
    ],
    afterRelease: [
      { stage: 'deploy-approval', mean: 3.1 * hour },
      { stage: 'deploy-run', mean: 18 * minute },
    ],
  })
}

/** Eight weeks, nine changes: nearly every answer is "cannot tell yet". */
export function tinyAnalysis(): RepositoryAnalysis {
  return analysisOf({
    ...monorepoPlan,
    window: { since: shift(until, -8 * week), until },
    seed: 3,
    services: [{ id: wholeRepository, share: 1 }],
    changesPerWeek: 1.1,
    releaseEvery: () => 20 * day,
  })
}

/** A year of changes and not one tag. */
export function noDeploymentsAnalysis(): RepositoryAnalysis {
  return analysisOf({
    ...monorepoPlan,
    seed: 5,
    services: [{ id: wholeRepository, share: 1 }],
    releaseEvery: () => 0,
  })
}

/** A repository with commits, but none in the window. */
export function emptyAnalysis(): RepositoryAnalysis {
  return analysisOf({
    ...monorepoPlan,
    services: [{ id: wholeRepository, share: 1 }],
    changesPerWeek: 0,
    releaseEvery: () => 0,
  })
}

function analysisOf(plan: HistoryPlan): RepositoryAnalysis {
  const { until: end } = plan.window
  const history =
    plan.releaseEvery(0) === 0 ? syntheticHistory({ ...plan, services: [] }) : syntheticHistory(plan)
  const name = plan.services.length > 1 ? 'example/shop' : 'example/parcel'
  return {
    repository: {
      name,
      head: 'b7c1d0e5a94f62380d1b5c7e9f02a4683bd51c07',
      mainLine: 'main',
      commits: 6_214,
      isShallow: false,
      isPartial: false,
      isBare: false,
      newestAt: shift(end, -3 * hour),
      links: {
        commit: `https://github.com/${name}/commit/{sha}`,
        pullRequest: `https://github.com/${name}/pull/{number}`,
        tag: `https://github.com/${name}/releases/tag/{tag}`,
      },
    },
    scope: { analyzedAt: end },
    flow: flowOf(plan, history.changes, history.deployments),
    notices: [],
  }
}

function flowOf(
  plan: HistoryPlan,
  changes: readonly ChangeRow[],
  deployments: readonly DeploymentRow[],
): FlowAnalysis {
  const { window } = plan
  const weeks = (window.until - window.since) / week
  const people = changes.filter((row) => row.change.authorClass !== 'bot')
  const clockStart = plan.start === 'merged' ? 'merge' : 'first-commit'
  const metrics = metricsOf(window, people, deployments, clockStart)
  const inFlight = people.filter((row) => row.shipped === undefined)
  const marked = people.filter((row) => isMarked(row))
  const lead = metrics[0]?.trend
  return {
    window,
    clock: {
      start: clockStart,
      counts: {
        'first-commit': people.filter((row) => row.change.start === 'first-commit').length,
        authored: 0,
        opened: 0,
        merged: people.filter((row) => row.change.start === 'merged').length,
      },
    },
    metrics,
    survival: deployments.length === 0 ? [] : roughSurvival(leadTimes(people, clockStart), inFlight.length),
    stages: stageSummaries(window, people),
    throughput: {
      estimate: roughRate(people.length, weeks),
      trend: {
        weeks: weekly(
          window,
          people,
          (row) => row.change.mergedAt,
          (rows) => roughRate(rows.length, 1),
        ),
        changePoints: [],
      },
    },
    inFlight: {
      changes: inFlight.length,
      medianAge: roughMedian(inFlight.map((row) => window.until - row.change.mergedAt)),
    },
    withBots: {
      leadTime: roughMedian(
        leadTimes(changes, clockStart),
        changes.length - leadTimes(changes, clockStart).length,
      ),
      changes: changes.length,
    },
    cohorts: cohortsOf(window, changes, marked),
    services: plan.services.length > 1 ? serviceSummaries(plan, deployments, weeks) : [],
    recent: (lead?.changePoints ?? []).map((changePoint) => ({
      series: 'change-lead-time',
      unit: 'milliseconds',
      changePoint,
    })),
    nextSources: [
      { source: 'deployments', metrics: ['change-lead-time', 'deployment-frequency', 'change-fail-rate'] },
      {
        source: 'forge',
        ...(plan.start === 'merged' || people.length === 0 ? {} : { explains: shareOf('unknown', people) }),
        metrics: ['change-lead-time'],
      },
      { source: 'incidents', metrics: ['change-fail-rate', 'failed-deployment-recovery-time'] },
    ],
    caveats: caveatsOf(changes, deployments),
    changes,
    deployments,
  }
}

function metricsOf(
  window: Window,
  people: readonly ChangeRow[],
  deployments: readonly DeploymentRow[],
  clockStart: 'first-commit' | 'merge',
): readonly Metric[] {
  const weeks = (window.until - window.since) / week
  const shipped = people.filter((row) => row.shipped !== undefined)
  const open = people.length - shipped.length
  const lead = leadTimes(people, clockStart)
  const naive = roughMedian(lead)
  const failed = deployments.filter((row) => row.failures.length > 0)
  const recoveries = failed.flatMap((row) => recoveryOf(row, deployments))
  const rework = deployments.filter((row) => row.isRework)
  const none = deployments.length === 0
  const proxy = none ? {} : ({ proxy: 'tags' } as const)
  const leadWeeks = weekly(
    window,
    shipped,
    (row) => row.shipped?.at ?? row.change.mergedAt,
    (rows) => roughMedian(leadTimes(rows, clockStart)),
  )
  return [
    {
      id: 'change-lead-time',
      unit: 'milliseconds',
      estimate: none ? noData('kaplan-meier', people.length) : roughMedian(lead, open),
      companions: none
        ? []
        : [
            { id: 'p85', estimate: scaled(naive, 2.4) },
            { id: 'naive-median', estimate: naive },
            {
              id: 'merge-to-release-median',
              estimate: roughMedian(leadTimes(people, 'merge'), open),
            },
          ],
      ...proxy,
      counts: { changes: people.length, shipped: shipped.length, inFlight: open },
      evidence: [],
      trend: { weeks: leadWeeks, changePoints: none || weeks < 20 ? [] : [releaseShift(window, lead)] },
    },
    {
      id: 'deployment-frequency',
      unit: 'per-week',
      estimate: none ? noData('poisson-exact', 0) : roughRate(deployments.length, weeks),
      companions: none
        ? []
        : [{ id: 'days-with-deployment-per-week', estimate: roughRate(Math.round(weeks), weeks) }],
      ...proxy,
      counts: { deployments: deployments.length },
      evidence: [],
      trend: deploymentTrend(window, deployments, (rows) => roughRate(rows.length, 1)),
    },
    {
      id: 'change-fail-rate',
      unit: 'share',
      estimate: roughShare(failed.length, deployments.length),
      companions: [],
      ...proxy,
      counts: { failed: failed.length, deployments: deployments.length },
      evidence: (['revert', 'hotfix'] as const).map((rung) => ({
        rung,
        count: failed.filter((row) => row.failures.some((failure) => failure.rung === rung)).length,
      })),
      trend: deploymentTrend(window, deployments, (rows) =>
        roughShare(rows.filter((row) => row.failures.length > 0).length, rows.length),
      ),
    },
    {
      id: 'failed-deployment-recovery-time',
      unit: 'milliseconds',
      estimate: none ? noData('kaplan-meier', 0) : roughMedian(recoveries, failed.length - recoveries.length),
      companions: [],
      ...proxy,
      counts: { failed: failed.length, recovered: recoveries.length },
      evidence: [],
      trend: deploymentTrend(window, failed, (rows) =>
        roughMedian(rows.flatMap((row) => recoveryOf(row, deployments))),
      ),
    },
    {
      id: 'deployment-rework-rate',
      unit: 'share',
      estimate: roughShare(rework.length, deployments.length),
      companions: [],
      ...proxy,
      counts: { rework: rework.length, deployments: deployments.length },
      evidence: [],
      trend: deploymentTrend(window, deployments, (rows) =>
        roughShare(rows.filter((row) => row.isRework).length, rows.length),
      ),
    },
  ]
}

function stageSummaries(window: Window, people: readonly ChangeRow[]): readonly StageSummary[] {
  const spans = people.flatMap((row) => row.stages.map((span) => ({ row, span })))
  const all = spans.reduce((sum, { span }) => sum + elapsed(span.from, span.to), 0)
  return stages.flatMap((stage): readonly StageSummary[] => {
    const own = spans.filter(({ span }) => span.stage === stage)
    if (own.length === 0) return []
    const total = own.reduce((sum, { span }) => sum + elapsed(span.from, span.to), 0)
    const waiting = own.filter(({ row, span }) => row.shipped === undefined && span.to === window.until)
    const ended = own.filter((entry) => !waiting.includes(entry))
    return [
      {
        stage,
        median: roughMedian(
          ended.map(({ span }) => elapsed(span.from, span.to)),
          waiting.length,
        ),
        share: total / all,
        total: milliseconds(total),
        inProgress: waiting.length,
        meanInProgress: total / (window.until - window.since),
        n: own.length,
        ...(stageDescriptions[stage].kind === 'unknown' ? { wouldTell: 'forge' } : {}),
      },
    ]
  })
}

function cohortsOf(window: Window, changes: readonly ChangeRow[], marked: readonly ChangeRow[]): Cohorts {
  const people = changes.filter((row) => row.change.authorClass !== 'bot')
  const tools = new Map<string, number>()
  for (const mark of marked.flatMap((row) => row.change.marks)) {
    tools.set(mark.tool, (tools.get(mark.tool) ?? 0) + 1)
  }
  const enough = marked.length >= 30 && people.some((row) => row.shipped !== undefined)
  return {
    counts: countClasses(changes),
    tools: [...tools].map(([tool, count]) => ({ tool, changes: count })),
    markedShare: roughShare(marked.length, people.length),
    markedShareTrend: {
      weeks: weekly(
        window,
        people,
        (row) => row.change.mergedAt,
        (rows) => roughShare(rows.filter((row) => isMarked(row)).length, rows.length),
      ),
      changePoints: [],
    },
    coverage: roughShare(Math.round(people.length * 0.9), people.length),
    leadTime: enough
      ? {
          verdict: 'differs',
          matched: difference(6.3 * hour, 2.1 * hour, 10.8 * hour, marked.length),
          plain: difference(15.8 * hour, 8.1 * hour, 22.7 * hour, marked.length),
          minimumDetectable: milliseconds(4.2 * hour),
          equivalenceMargin: milliseconds(6 * hour),
          overlap: 0.91,
          strata: monthStrata(people),
          stratifiedBy: ['month', 'type'],
        }
      : {
          verdict: 'cannot-tell',
          because:
            marked.length === 0
              ? 'no-marked-change'
              : marked.length < 30
                ? 'too-few-marked'
                : 'nothing-shipped',
          overlap: 0,
          strata: [],
          stratifiedBy: ['month', 'type'],
        },
  }
}

function serviceSummaries(
  plan: HistoryPlan,
  deployments: readonly DeploymentRow[],
  weeks: number,
): FlowAnalysis['services'] {
  return plan.services.map(({ id }) => {
    const own = deployments.filter((row) => row.deployment.service === id)
    const last = own.at(-1)?.deployment.finishedAt
    return {
      service: id,
      deployments: own.length,
      frequency: roughRate(own.length, weeks),
      ...(last === undefined ? {} : { lastAt: last }),
    }
  })
}

function caveatsOf(
  changes: readonly ChangeRow[],
  deployments: readonly DeploymentRow[],
): FlowAnalysis['caveats'] {
  const lightweight = deployments.filter((row) => row.deployment.timing === 'commit').length
  if (deployments.length === 0) return [{ kind: 'no-deployments', count: 0, of: changes.length }]
  return [
    { kind: 'tags-are-a-proxy', count: deployments.length, of: deployments.length },
    ...(lightweight === 0
      ? []
      : [{ kind: 'lightweight-tags', count: lightweight, of: deployments.length } as const]),
    {
      kind: 'failures-are-a-lower-bound',
      count: deployments.filter((row) => row.failures.length > 0).length,
      of: deployments.length,
    },
    ...(changes.length < 30 ? [{ kind: 'few-changes', count: changes.length, of: 30 } as const] : []),
  ]
}

function releaseShift(window: Window, lead: readonly number[]): WeeklyTrend['changePoints'][number] {
  const middle = roughMedian(lead)
  const before = middle.kind === 'known' ? middle.value * 0.9 : 5 * day
  return { weekOf: startOfWeek(shift(window.until, -8 * week)), before, after: before * 1.8, p: 0.004 }
}

function deploymentTrend(
  window: Window,
  rows: readonly DeploymentRow[],
  estimate: (rows: readonly DeploymentRow[]) => Estimate,
): WeeklyTrend {
  if (rows.length === 0) return { weeks: [], changePoints: [] }
  return { weeks: weekly(window, rows, (row) => row.deployment.finishedAt, estimate), changePoints: [] }
}

function leadTimes(rows: readonly ChangeRow[], clockStart: 'first-commit' | 'merge'): readonly number[] {
  return rows.flatMap(({ change, shipped }) => {
    if (shipped === undefined) return []
    return [elapsed(clockStart === 'merge' ? change.mergedAt : change.startedAt, shipped.at)]
  })
}

function recoveryOf(row: DeploymentRow, deployments: readonly DeploymentRow[]): readonly number[] {
  return row.failures.flatMap(({ remediation }) => {
    const repair = deployments.find((candidate) => candidate.deployment.id === remediation)
    return repair === undefined ? [] : [elapsed(row.deployment.finishedAt, repair.deployment.finishedAt)]
  })
}

function monthStrata(people: readonly ChangeRow[]): Cohorts['leadTime']['strata'] {
  const months = new Map<string, { marked: number; unmarked: number }>()
  for (const row of people) {
    const month = monthOf(row.change.mergedAt)
    const counts = months.get(month) ?? { marked: 0, unmarked: 0 }
    counts[isMarked(row) ? 'marked' : 'unmarked'] += 1
    months.set(month, counts)
  }
  return [...months].map(([name, counts]) => ({ name, ...counts }))
}

function countClasses(changes: readonly ChangeRow[]): Readonly<Record<AuthorClass, number>> {
  const counts: Record<AuthorClass, number> = {
    'ai-authored': 0,
    'ai-co-authored': 0,
    'ai-hinted': 0,
    bot: 0,
    unmarked: 0,
  }
  for (const name of authorClasses) {
    counts[name] = changes.filter((row) => row.change.authorClass === name).length
  }
  return counts
}

function shareOf(stage: string, people: readonly ChangeRow[]): number {
  const spans = people.flatMap((row) => row.stages)
  const total = spans.reduce((sum, span) => sum + (span.to - span.from), 0)
  const own = spans
    .filter((span) => span.stage === stage)
    .reduce((sum, span) => sum + (span.to - span.from), 0)
  return own / total
}

function difference(value: number, low: number, high: number, n: number): Estimate {
  return {
    kind: 'known',
    value,
    interval: { low, high, confidence: 0.95 },
    n,
    censored: 0,
    method: 'hodges-lehmann-stratified',
  }
}

function scaled(estimate: Estimate, factor: number): Estimate {
  if (estimate.kind === 'unknown') return estimate
  const { low, high, confidence } = estimate.interval
  return {
    ...estimate,
    value: estimate.value * factor,
    interval: { low: low * factor, high: high * factor, confidence },
  }
}

function noData(method: 'kaplan-meier' | 'poisson-exact', n: number): Estimate {
  return { kind: 'unknown', reason: 'no-data', n, censored: n, method }
}

function isMarked(row: ChangeRow): boolean {
  return row.change.authorClass.startsWith('ai-')
}

function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7)
}
