import {
  hour,
  instant,
  minute,
  revision,
  seededRng,
  shift,
  type Actor,
  type Change,
  type ChangeEvent,
  type ChangeEventKind,
  type ChangeId,
  type Deployment,
  type Instant,
  type Revision,
  type Rng,
  type Stage,
} from '@sluice/model'
import type { ChangeCiRun, ForgeFacts } from '../analysis.ts'
import { aiReviewer, author, bot, reviewer } from './builders.ts'

/** Time that a change truly spent in each stage before its merge, in milliseconds; stages it was never in are absent. */
export type TrueStages = Readonly<Partial<Record<Stage, number>>>

/** Changes with a life before their merge, what a forge and its CI tell of it, and what it truly was. */
export interface SyntheticForge {
  readonly changes: readonly Change[]
  readonly forge: ForgeFacts
  readonly trueStages: ReadonlyMap<ChangeId, TrueStages>
}

/**
 * Gives every change a life before its merge: drafts, rounds of review, checks beside them and after them, repairs by
 * push and by another attempt, merge queues; and among it what must not count, such as AI reviewers, reports of
 * coverage, reviews after the merge, and re-runs with the creation of the first attempt. A tenth of the changes is
 * merged without a review. The changes start when their lives begin.
 */
export function syntheticForge(
  changes: readonly Change[],
  options: { readonly seed: number; readonly readUntil: Instant },
): SyntheticForge {
  const rng = seededRng(options.seed)
  const events: ChangeEvent[] = []
  const ciRuns: ChangeCiRun[] = []
  const trueStages = new Map<ChangeId, TrueStages>()
  const living = changes.map((change, serial): Change => {
    const life = newLife(serial, rng)
    live(life, rng)
    // A life is told from its first commit on, and its end is the merge.
    const startedAt = shift(change.mergedAt, -life.at)
    for (const event of life.events) events.push(eventOf(change.id, startedAt, event))
    for (const run of life.ciRuns) ciRuns.push(runOf(change.id, startedAt, run))
    trueStages.set(change.id, life.truth)
    return { ...change, startedAt, start: 'first-commit', shape: 'merge' }
  })
  return {
    changes: living,
    forge: { events, ciRuns, open: [], abandoned: [], readUntil: options.readUntil },
    trueStages,
  }
}

// Written field by field: a ledger gives rows of one shape, and so must whatever measures the analysis of many.
function eventOf(change: ChangeId, startedAt: Instant, event: LifeEvent): ChangeEvent {
  const { kind, at, isAuthor, actor, revision: head } = event
  return {
    change,
    kind,
    at: shift(startedAt, at),
    isAuthor,
    ...(actor !== undefined && { actor: { name: actor.name, kind: actor.kind } }),
    ...(head !== undefined && { revision: head }),
  }
}

function runOf(change: ChangeId, startedAt: Instant, run: LifeRun): ChangeCiRun {
  return {
    change,
    pipeline: run.pipeline,
    attempt: run.attempt,
    revision: run.revision,
    trigger: run.trigger,
    createdAt: shift(startedAt, run.createdAt),
    startedAt: shift(startedAt, run.startedAt),
    finishedAt: shift(startedAt, run.finishedAt),
    outcome: run.outcome,
  }
}

/**
 * The same deployments with the steps that led to their end: half an hour of running after an hour and a half of
 * waiting for approval.
 */
export function withSteps(deployments: readonly Deployment[]): readonly Deployment[] {
  return deployments.map((deployment) => {
    const runningAt = shift(deployment.finishedAt, -trueRun)
    const createdAt = shift(runningAt, -trueApproval)
    return {
      ...deployment,
      source: 'recorded',
      timing: 'recorded',
      environment: 'production',
      steps: [
        { state: 'created', at: createdAt },
        { state: 'waiting', at: createdAt },
        { state: 'running', at: runningAt },
        { state: 'succeeded', at: deployment.finishedAt },
      ],
    }
  })
}

/** Time that a shipped change truly spent in each stage after its merge. */
export function trueStagesAfterMerge(mergedAt: Instant, shippedAt: Instant): TrueStages {
  const whole = shippedAt - mergedAt
  const run = Math.min(whole, trueRun)
  const approval = Math.min(whole - run, trueApproval)
  return { 'release-wait': whole - run - approval, 'deploy-approval': approval, 'deploy-run': run }
}

const trueRun = 30 * minute
const trueApproval = 90 * minute

type LifeEvent = Omit<ChangeEvent, 'change'>
type LifeRun = Required<Omit<ChangeCiRun, 'change'>>

/** A life so far; all instants are counted from its first commit. */
interface Life {
  readonly events: LifeEvent[]
  readonly ciRuns: LifeRun[]
  readonly truth: Partial<Record<Stage, number>>
  readonly serial: number
  pushes: number
  at: number
}

function newLife(serial: number, rng: Rng): Life {
  const life = { events: [], ciRuns: [], truth: {}, serial, pushes: 0, at: 0 }
  spend(life, 'coding', lasting(8 * hour, rng))
  return life
}

function live(life: Life, rng: Rng): void {
  tell(life, 'opened')
  if (rng() < 0.3) {
    tell(life, 'commented', { actor: aiReviewer, isAuthor: false })
    spend(life, 'coding', lasting(4 * hour, rng))
    tell(life, 'readied')
  }
  noise(life)
  if (rng() < 0.1) {
    check(life, rng)
  } else {
    review(life, rng)
  }
  if (rng() < 0.3) repairByPush(life, rng)
  if (rng() < 0.2) queueForMerge(life, rng)
  spend(life, 'merge-wait', lasting(hour, rng))
  tell(life, 'merged', { actor: bot, isAuthor: false })
  // A look at merged work, after all that counts.
  if (rng() < 0.2)
    life.events.push({ kind: 'approved', at: instant(life.at + hour), actor: reviewer, isAuthor: false })
}

/** Rounds of review with checks beside them that are done before the review is, or outlast its last round. */
function review(life: Life, rng: Rng): void {
  const pickup = lasting(6 * hour, rng)
  checkBeside(life, pickup)
  spend(life, 'pickup-wait', pickup)
  const rounds = Math.floor(rng() * 3)
  for (let round = 0; round < rounds; round += 1) {
    tell(life, rng() < 0.5 ? 'changes-requested' : 'reviewed')
    noise(life)
    spend(life, 'author-rework', lasting(3 * hour, rng))
    const isReply = rng() < 0.3
    if (isReply) tell(life, 'commented', { actor: author, isAuthor: true })
    else push(life)
    const wait = lasting(4 * hour, rng)
    if (!isReply && round === rounds - 1 && rng() < 0.3) {
      checkBeyond(life, wait, rng)
      return
    }
    if (!isReply) checkBeside(life, wait)
    spend(life, 'reviewer-wait', wait)
  }
  tell(life, 'approved')
}

/** Checks that are done well before `gate` is; they cost nothing. */
function checkBeside(life: Life, gate: number): void {
  addRun(life, { createdAt: life.at, startedAt: life.at + gate * 0.1, finishedAt: life.at + gate * 0.8 })
}

/** Checks that go on after the approval: all of the time is theirs, since no faster review would have helped. */
function checkBeyond(life: Life, wait: number, rng: Rng): void {
  const createdAt = life.at
  const queue = Math.round(wait / 2)
  const run = wait + lasting(hour, rng)
  life.events.push({ kind: 'approved', at: instant(createdAt + wait), actor: reviewer, isAuthor: false })
  spend(life, 'ci-queue', queue)
  spend(life, 'ci-run', run)
  addRun(life, { createdAt, startedAt: createdAt + queue, finishedAt: life.at })
}

/** A run that nothing else stands beside. */
function check(life: Life, rng: Rng): void {
  const createdAt = life.at
  spend(life, 'ci-queue', lasting(10 * minute, rng))
  const startedAt = life.at
  spend(life, 'ci-run', lasting(30 * minute, rng))
  addRun(life, { createdAt, startedAt, finishedAt: life.at })
}

/** A push after the approval whose checks fail, and are repaired by another attempt or by another push. */
function repairByPush(life: Life, rng: Rng): void {
  push(life)
  const createdAt = life.at
  spend(life, 'ci-queue', lasting(10 * minute, rng))
  const startedAt = life.at
  spend(life, 'ci-run', lasting(30 * minute, rng))
  addRun(life, { createdAt, startedAt, finishedAt: life.at, outcome: 'failed' })
  spend(life, 'ci-repair', lasting(2 * hour, rng))
  if (rng() < 0.5) {
    push(life)
    check(life, rng)
    return
  }
  const again = life.at
  spend(life, 'ci-run', lasting(30 * minute, rng))
  // The forge keeps the creation of the first attempt.
  addRun(life, { createdAt, startedAt: again, finishedAt: life.at, attempt: 2 })
}

function queueForMerge(life: Life, rng: Rng): void {
  tell(life, 'enqueued', { actor: bot, isAuthor: false })
  spend(life, 'merge-wait', lasting(20 * minute, rng))
  const createdAt = life.at
  spend(life, 'ci-run', lasting(30 * minute, rng))
  addRun(life, {
    createdAt,
    startedAt: createdAt,
    finishedAt: life.at,
    trigger: 'merge-queue',
    revision: hashOf('e', life),
  })
}

/** What programs do beside people, and must not count. */
function noise(life: Life): void {
  tell(life, 'reviewed', { actor: aiReviewer, isAuthor: false })
  tell(life, 'commented', { actor: bot, isAuthor: false })
  tell(life, 'approved', { actor: bot, isAuthor: false })
}

function push(life: Life): void {
  life.pushes += 1
  tell(life, 'pushed', { revision: hashOf('b', life) })
}

function spend(life: Life, stage: Stage, duration: number): void {
  life.truth[stage] = (life.truth[stage] ?? 0) + duration
  life.at += duration
}

const reviewKinds: ReadonlySet<ChangeEventKind> = new Set(['approved', 'changes-requested', 'reviewed'])

function tell(
  life: Life,
  kind: ChangeEventKind,
  by: { readonly actor?: Actor; readonly isAuthor?: boolean; readonly revision?: Revision } = {},
): void {
  const isAuthor = by.isAuthor ?? !reviewKinds.has(kind)
  life.events.push({ kind, at: instant(life.at), actor: isAuthor ? author : reviewer, ...by, isAuthor })
}

function addRun(
  life: Life,
  run: { readonly createdAt: number; readonly startedAt: number; readonly finishedAt: number } & Partial<
    Pick<ChangeCiRun, 'attempt' | 'outcome' | 'trigger' | 'revision'>
  >,
): void {
  life.ciRuns.push({
    pipeline: 'checks',
    attempt: 1,
    revision: hashOf('b', life),
    trigger: 'change',
    outcome: 'succeeded',
    ...run,
    createdAt: instant(Math.round(run.createdAt)),
    startedAt: instant(Math.round(run.startedAt)),
    finishedAt: instant(Math.round(run.finishedAt)),
  })
}

function hashOf(prefix: string, { serial, pushes }: Life): Revision {
  return revision(`${prefix}${serial.toString(16).padStart(30, '0')}${pushes.toString(16).padStart(9, '0')}`)
}

/** Log-normal with the given median and a standard deviation of 1 on the log scale; whole and never zero. */
function lasting(median: number, rng: Rng): number {
  const normal = Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())
  return Math.max(1_000, Math.round(median * Math.exp(normal)))
}
