import {
  changeId,
  day,
  deploymentId,
  elapsed,
  hour,
  instant,
  revision,
  seededRng,
  serviceId,
  shift,
  stages,
  week,
  type Change,
  type ChangeStart,
  type Deployment,
  type FailureLink,
  type Instant,
  type Rng,
  type ServiceId,
  type Stage,
} from '@sluice/model'
import type { ChangeRow, DeploymentRow, StageSpan, Window } from '@sluice/flow'

/** What a made-up team does. Everything else about its history follows from this and the seed. */
export interface HistoryPlan {
  readonly window: Window
  readonly seed: number
  readonly services: readonly { readonly id: ServiceId; readonly share: number }[]
  readonly changesPerWeek: number
  /** Time between two releases of a service, by week of the window. */
  readonly releaseEvery: (weekIndex: number) => number
  readonly start: ChangeStart
  /** The stages before the merge with their mean time; `unknown` is all that git can say. */
  readonly beforeMerge: readonly { readonly stage: Stage; readonly mean: number }[]
  /** The stages after the release wait, with their mean time. */
  readonly afterRelease: readonly { readonly stage: Stage; readonly mean: number }[]
}

export interface SyntheticHistory {
  readonly changes: readonly ChangeRow[]
  readonly deployments: readonly DeploymentRow[]
}

/** Writes a history week by week: changes are merged, releases carry them, and one release in eleven is reverted. */
export function syntheticHistory(plan: HistoryPlan): SyntheticHistory {
  const rng = seededRng(plan.seed)
  const deployments = plan.services.flatMap((service, index) => releasesOf(service.id, index, plan))
  const changes = mergedChanges(plan, rng)
  const shipped = changes.map(({ change, service }) => {
    const next = deployments.find(
      (deployment) => deployment.service === service && deployment.finishedAt > change.mergedAt,
    )
    return rowOf(change, next, plan, rng)
  })
  return { changes: shipped, deployments: deploymentRows(deployments, shipped) }
}

const titles = [
  'Keep the basket when the session expires',
  'Fix rounding of partial refunds',
  'Retry card capture on a gateway timeout',
  'Explain the invoice layout',
  'Bump the currency tables to 2026',
  'Move address validation to the server',
  'Show the delivery date in the local zone',
  'Stop double booking under load',
] as const

const types = ['feature', 'fix', 'feature', 'docs', 'dependencies', 'maintenance', 'feature', 'fix'] as const

function releasesOf(service: ServiceId, serviceIndex: number, plan: HistoryPlan): Deployment[] {
  const { since, until } = plan.window
  const rng = seededRng(plan.seed * 97 + serviceIndex)
  const releases: Deployment[] = []
  let at = shift(since, Math.floor((serviceIndex + 1) * 1.3 * day))
  while (at < until) {
    const name =
      service === '' ? `v2.${releases.length}.0` : `${service.split('/').at(-1)}@2.${releases.length}.0`
    releases.push({
      id: deploymentId(`git:${service}:${name}`),
      service,
      revision: revision(hex(serviceIndex * 1000 + releases.length + 7)),
      name,
      finishedAt: at,
      source: 'tag',
      timing: releases.length % 4 === 3 ? 'commit' : 'tagged',
      isBaseline: releases.length === 0,
    })
    const planned = plan.releaseEvery(Math.floor((at - since) / week))
    at = shift(at, Math.floor(planned * (0.6 + 0.8 * rng())))
  }
  return releases
}

function mergedChanges(
  plan: HistoryPlan,
  rng: Rng,
): { readonly change: Change; readonly service: ServiceId }[] {
  const { since, until } = plan.window
  const weeks = (until - since) / week
  const total = Math.round(weeks * plan.changesPerWeek)
  const stretchBefore = plan.beforeMerge.reduce((sum, stage) => sum + stage.mean, 0)

  return Array.from({ length: total }, (_, index) => {
    const progress = (index + rng()) / total
    const mergedAt = instant(Math.floor(since + progress * (until - since)))
    const isMarked = rng() < 0.08 + 0.35 * progress
    const isBot = !isMarked && rng() < 0.06
    const took = plan.start === 'merged' ? 0 : stretchBefore * skewed(rng) * (isMarked ? 1.25 : 1)
    const number = 1200 + index
    const change: Change = {
      id: changeId(`git:${hex(number)}`),
      revision: revision(hex(number)),
      title: titles[index % titles.length] ?? titles[0],
      pullRequest: number,
      startedAt: shift(mergedAt, -Math.floor(took)),
      start: index % 9 === 4 ? 'merged' : plan.start,
      mergedAt,
      shape: plan.start === 'merged' ? 'single' : 'merge',
      commits: 1 + Math.floor(rng() * 6),
      type: isBot ? 'dependencies' : (types[index % types.length] ?? 'other'),
      authorClass: isMarked ? (rng() < 0.7 ? 'ai-co-authored' : 'ai-authored') : isBot ? 'bot' : 'unmarked',
      marks: isMarked
        ? [{ tool: rng() < 0.6 ? 'Claude Code' : 'Copilot', place: 'trailer' }]
        : isBot
          ? [{ tool: 'Renovate', place: 'author' }]
          : [],
    }
    return {
      change: change.start === 'merged' ? { ...change, startedAt: mergedAt } : change,
      service: pick(plan, rng),
    }
  })
}

function rowOf(change: Change, deployment: Deployment | undefined, plan: HistoryPlan, rng: Rng): ChangeRow {
  const end = deployment?.finishedAt ?? plan.window.until
  const tail = plan.afterRelease.map(({ stage, mean }) => ({ stage, length: mean * skewed(rng) }))
  const tailLength = deployment === undefined ? 0 : tail.reduce((sum, { length }) => sum + length, 0)
  const released = instant(Math.max(change.mergedAt, Math.floor(end - tailLength)))
  const spans = [
    ...divided(change.startedAt, change.mergedAt, plan.beforeMerge, rng),
    { stage: 'release-wait', from: change.mergedAt, to: released } as const,
    ...divided(released, end, plan.afterRelease, rng),
  ].filter((span) => span.to > span.from)
  return {
    change,
    stages: spans,
    ...(deployment === undefined
      ? {}
      : { shipped: { deployment: deployment.id, at: deployment.finishedAt, how: 'reachable' } }),
  }
}

/** Cuts a span into stages in the order of the way to the customer; the parts sum to the whole exactly. */
function divided(
  from: Instant,
  to: Instant,
  parts: HistoryPlan['beforeMerge'],
  rng: Rng,
): readonly StageSpan[] {
  const ordered = stages.flatMap((stage) => parts.filter((part) => part.stage === stage))
  const weights = ordered.map((part) => part.mean * skewed(rng))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  let start = from
  return ordered.map(({ stage }, index) => {
    const isLast = index === ordered.length - 1
    const end = isLast ? to : shift(start, Math.floor(((weights[index] ?? 0) / sum) * (to - from)))
    const span = { stage, from: start, to: end }
    start = end
    return span
  })
}

function deploymentRows(
  deployments: readonly Deployment[],
  changes: readonly ChangeRow[],
): readonly DeploymentRow[] {
  const carried = new Map<string, ChangeRow[]>(deployments.map(({ id }) => [id, []]))
  for (const row of changes) {
    if (row.shipped !== undefined) carried.get(row.shipped.deployment)?.push(row)
  }
  const failures = deployments.flatMap((deployment, index): FailureLink[] => {
    if (index % 11 !== 5) return []
    const repair = deployments.find(
      (candidate) => candidate.service === deployment.service && candidate.finishedAt > deployment.finishedAt,
    )
    const culprit = carried.get(deployment.id)?.[0]?.change.id
    return [
      {
        deployment: deployment.id,
        rung: index % 2 === 0 ? 'revert' : 'hotfix',
        ...(culprit === undefined ? {} : { culprit }),
        ...(repair === undefined ? {} : { remediation: repair.id }),
        knownAt: shift(deployment.finishedAt, 5 * hour),
      },
    ]
  })
  const repairs = new Set(failures.map((failure) => failure.remediation))
  return deployments
    .toSorted((left, right) => elapsed(right.finishedAt, left.finishedAt))
    .map((deployment) => ({
      deployment,
      changes: (carried.get(deployment.id) ?? []).map((row) => row.change.id),
      failures: failures.filter((failure) => failure.deployment === deployment.id),
      isRework: repairs.has(deployment.id),
    }))
}

function pick(plan: HistoryPlan, rng: Rng): ServiceId {
  let rest = rng()
  for (const service of plan.services) {
    rest -= service.share
    if (rest <= 0) return service.id
  }
  return plan.services.at(-1)?.id ?? serviceId('')
}

/** Positive with mean 1 and a long tail, as waiting times are. */
function skewed(rng: Rng): number {
  return -Math.log(1 - rng())
}

function hex(value: number): string {
  return (value * 2_654_435_761).toString(16).padStart(12, '0').repeat(4).slice(0, 40)
}
