import {
  day,
  instant,
  milliseconds,
  seededRng,
  startOfWeek,
  week,
  type Change,
  type ChangeId,
  type ChangeType,
  type Deployment,
  type Instant,
  type Milliseconds,
  type Rng,
} from '@sluice/model'
import type { FlowFacts, FlowOptions } from '../analysis.ts'
import { factsOf, type FactsBuilder } from './builders.ts'
import { syntheticForge, trueStagesAfterMerge, withSteps, type TrueStages } from './synthetic-forge.ts'

/** What an invented organisation is like; every default is unremarkable. */
export interface SyntheticOrganisationOptions {
  /** Defaults to 1. */
  readonly seed?: number
  /** Weeks of the window. Defaults to 52. */
  readonly weeks?: number
  /** Changes merged in the window. Defaults to 1,000. */
  readonly changes?: number
  /** Median time from merge to release, when each change is released on its own. Defaults to 5 days. */
  readonly medianWait?: Milliseconds
  /** Release everything merged so far at this interval, instead of each change on its own. */
  readonly releaseEvery?: Milliseconds
  /** Share of the changes not by bots that carry an AI mark. Defaults to 0.2. */
  readonly markedShare?: number
  /** Share of changes by bots. Defaults to 0.1. */
  readonly botShare?: number
  /** Share of releases that fail. Defaults to 0.1. */
  readonly failureShare?: number
  /** Share of changes with a known first commit. Defaults to 0, as after squash merges. */
  readonly knownStartShare?: number
  /** End of the window. Defaults to Monday 2026-11-02. */
  readonly until?: Instant
  /** Give every change a life before its merge that a forge tells of, and every deployment its steps. Defaults to false. */
  readonly forge?: boolean
}

export interface SyntheticOrganisation {
  readonly facts: FlowFacts
  readonly options: FlowOptions
  /** What the analysis should find, within its uncertainty. */
  readonly truth: {
    readonly medianWait: Milliseconds
    readonly markedShare: number
    readonly failureShare: number
    /** Time of every change in each stage: before its merge, and after it where it shipped. Only with a forge. */
    readonly stages?: ReadonlyMap<ChangeId, TrueStages>
  }
}

/**
 * An organisation with known truth. By default each change is released on its own after an independent log-normal
 * wait (standard deviation 1 on the log scale), whatever its author and type; with `releaseEvery` it takes the next
 * release train, so that its wait is uniform over the period. Failed releases are repaired by one about a day later.
 */
export function syntheticOrganisation(options: SyntheticOrganisationOptions = {}): SyntheticOrganisation {
  const { seed = 1, weeks = 52, changes = 1_000, medianWait = milliseconds(5 * day), releaseEvery } = options
  const { markedShare = 0.2, failureShare = 0.1 } = options
  const { until = startOfWeek(instant(Date.UTC(2026, 10, 2))) } = options
  const window = { since: instant(until - weeks * week), until }
  const rng = seededRng(seed)
  const builder = factsOf()
  builder.deployment({ finishedAt: instant(window.since - week), isBaseline: true })

  const made = Array.from({ length: changes }, () => uniform(window.since, until, rng))
    .sort((a, b) => a - b)
    .map((mergedAt) => builder.change(drawChange(mergedAt, options, rng)))
  const releases =
    releaseEvery === undefined
      ? releaseEach(builder, made, medianWait, rng)
      : releaseTogether(builder, made, releaseEvery, window.since)
  failSome(builder, releases, failureShare, rng)

  const facts = builder.facts()
  const living = options.forge === true ? withForge(facts, seed, until) : undefined
  return {
    facts: living?.facts ?? facts,
    options: { window, seed, confidence: 0.95, clusters: false, calendar: 'elapsed' },
    truth: {
      medianWait: releaseEvery === undefined ? medianWait : milliseconds(releaseEvery / 2),
      markedShare,
      failureShare,
      ...(living !== undefined && { stages: living.stages }),
    },
  }
}

function withForge(
  facts: FlowFacts,
  seed: number,
  readUntil: Instant,
): { readonly facts: FlowFacts; readonly stages: ReadonlyMap<ChangeId, TrueStages> } {
  const { changes, forge, trueStages } = syntheticForge(facts.changes, { seed, readUntil })
  const finishes = new Map(facts.deployments.map(({ id, finishedAt }) => [id, finishedAt]))
  const shippedAt = new Map(
    facts.deploymentChanges.map(({ change, deployment }) => [change, finishes.get(deployment)]),
  )
  const stages = changes.map(({ id, mergedAt }): readonly [ChangeId, TrueStages] => {
    const end = shippedAt.get(id)
    const after = end === undefined || end >= readUntil ? {} : trueStagesAfterMerge(mergedAt, end)
    return [id, { ...trueStages.get(id), ...after }]
  })
  return {
    facts: { ...facts, changes, deployments: withSteps(facts.deployments), forge },
    stages: new Map(stages),
  }
}

const typesByFrequency: readonly ChangeType[] = ['feature', 'fix', 'fix', 'docs', 'maintenance', 'other']

function drawChange(
  mergedAt: Instant,
  options: SyntheticOrganisationOptions,
  rng: Rng,
): Partial<Change> & { readonly mergedAt: Instant } {
  const { markedShare = 0.2, botShare = 0.1, knownStartShare = 0 } = options
  const isBot = rng() < botShare
  const isMarked = !isBot && rng() < markedShare
  const isStartKnown = rng() < knownStartShare
  const coding = Math.round(day * Math.exp(normal(rng)))
  return {
    mergedAt,
    ...(isStartKnown && { startedAt: instant(mergedAt - coding), start: 'first-commit', shape: 'merge' }),
    commits: 1 + Math.floor(rng() * 4),
    type: isBot ? 'dependencies' : (typesByFrequency[Math.floor(rng() * typesByFrequency.length)] ?? 'other'),
    ...(isBot && { authorClass: 'bot', marks: [{ tool: 'Dependabot', place: 'author' }] }),
    ...(isMarked && { authorClass: 'ai-co-authored', marks: [{ tool: 'Claude Code', place: 'trailer' }] }),
  }
}

function releaseEach(
  builder: FactsBuilder,
  changes: readonly Change[],
  medianWait: Milliseconds,
  rng: Rng,
): readonly Deployment[] {
  return changes
    .map((change) => ({
      change,
      finishedAt: instant(change.mergedAt + Math.round(medianWait * Math.exp(normal(rng)))),
    }))
    .sort((a, b) => a.finishedAt - b.finishedAt)
    .map(({ change, finishedAt }) => builder.deployment({ finishedAt }, [change]))
}

function releaseTogether(
  builder: FactsBuilder,
  changes: readonly Change[],
  period: Milliseconds,
  since: Instant,
): readonly Deployment[] {
  const trains = new Map<number, Change[]>()
  for (const change of changes) {
    const train = Math.floor((change.mergedAt - since) / period) + 1
    const aboard = trains.get(train)
    if (aboard === undefined) trains.set(train, [change])
    else aboard.push(change)
  }
  return [...trains].map(([train, aboard]) =>
    builder.deployment({ finishedAt: instant(since + train * period) }, aboard),
  )
}

function failSome(builder: FactsBuilder, releases: readonly Deployment[], share: number, rng: Rng): void {
  for (const failed of releases) {
    if (rng() >= share) continue
    const knownAt = instant(failed.finishedAt + Math.round(day * Math.exp(normal(rng))))
    const remediation = releases[firstAfter(releases, knownAt)]
    builder.failure({
      deployment: failed.id,
      rung: 'incident',
      knownAt,
      ...(remediation !== undefined && { remediation: remediation.id }),
    })
  }
}

/** Place of the first release after an instant; releases are in order. */
function firstAfter(releases: readonly Deployment[], at: Instant): number {
  let low = 0
  let high = releases.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((releases[middle]?.finishedAt ?? Infinity) > at) high = middle
    else low = middle + 1
  }
  return low
}

function uniform(from: Instant, to: Instant, rng: Rng): Instant {
  return instant(from + Math.floor(rng() * (to - from)))
}

/** Standard normal. @see Box, G. E. P. and Muller, M. E. (1958), Ann. Math. Statist. 29(2), 610–611 */
function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
}
