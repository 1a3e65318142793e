import type { CiOutcome, Instant, Stage } from '@sluice/model'
import type { ChangeCiRun, ChangeDoubt, StageSpan } from '../analysis.ts'
import type { ChangeLife } from './change-life.ts'
import type { Gate } from './gate.ts'

/** The checks of a change as gates, and what their times say that cannot be. */
export interface CiGates {
  readonly gates: readonly Gate[]
  readonly doubts: readonly ChangeDoubt[]
}

/**
 * Every pipeline on every revision is a gate of its own: asked for → started is `ci-queue`, started → finished is
 * `ci-run`. A newer revision of the change ends it, whatever state it is in.
 *
 * From a failure on the change is in `ci-repair`: until another attempt is asked for, or until something is pushed.
 * A check that was red at the merge, or still ran, was not required and held nothing back. The runs of a merge queue
 * are checks like any other; what else happens in the queue is merge wait.
 *
 * A forge may keep the creation of the first attempt for all of them, and of re-run jobs the old start. An instant
 * before the end of the attempt before says nothing of this one: no queue is told from it, and where no start is
 * left either, all of the time until the end of the attempt is repair.
 */
export function ciGates(life: ChangeLife): CiGates {
  if (life.ciRuns.length === 0) return noGates
  const doubts: ChangeDoubt[] = []
  const chains = chainsOf(life.ciRuns)
  const gates: Gate[] = []
  for (const chain of chains) {
    const gate = gateOf(chain, chains, life, doubts)
    if (gate !== undefined) gates.push(gate)
  }
  return { gates, doubts: doubts.sort() }
}

const noGates: CiGates = { gates: [], doubts: [] }

/** The attempts of one run of one pipeline on one revision, in order. */
interface Chain {
  readonly first: ChangeCiRun
  readonly attempts: ChangeCiRun[]
  readonly generation: Generation
}

/** A revision that checks ran on. */
interface Generation {
  /** First run on the next revision; `undefined` for the newest. */
  supersededAt: Instant | undefined
}

/**
 * Runs are oldest first. One that counts its attempts anew is another run of the same pipeline, and one on a revision
 * that was met before is a late one of that revision.
 */
function chainsOf(runs: readonly ChangeCiRun[]): readonly Chain[] {
  const chains: Chain[] = []
  const newest: Partial<Record<ChangeCiRun['trigger'], Generation>> = {}
  for (const run of runs) {
    const known = chains.findLast(
      ({ first }) => isSameRevision(first, run) && first.pipeline === run.pipeline,
    )
    if (known !== undefined && run.attempt > (known.attempts.at(-1)?.attempt ?? 0)) {
      known.attempts.push(run)
      continue
    }
    let generation = (known ?? chains.find(({ first }) => isSameRevision(first, run)))?.generation
    if (generation === undefined) {
      generation = { supersededAt: undefined }
      const before = newest[run.trigger]
      if (before !== undefined) before.supersededAt = run.createdAt
      newest[run.trigger] = generation
    }
    chains.push({ first: run, attempts: [run], generation })
  }
  return chains
}

function isSameRevision(one: ChangeCiRun, other: ChangeCiRun): boolean {
  return one.revision === other.revision && one.trigger === other.trigger
}

function gateOf(
  chain: Chain,
  chains: readonly Chain[],
  life: ChangeLife,
  doubts: ChangeDoubt[],
): Gate | undefined {
  const { spans, freeAt, isRed, isRunning } = attemptSpans(chain, life, doubts)
  if (isRed && freeAt !== undefined) {
    const resumedAt = findResumption(chain, chains, freeAt, life)
    if (resumedAt !== undefined || !life.isMerged) {
      addSpan(spans, 'ci-repair', freeAt, resumedAt ?? life.endsAt)
      return { kind: 'red-checks', spans, satisfiedAt: resumedAt }
    }
  }
  if (spans.length === 0) return undefined
  return { kind: 'checks', spans, satisfiedAt: isRunning ? undefined : freeAt }
}

interface AttemptSpans {
  readonly spans: StageSpan[]
  /** When the last attempt that held the change back let go of it. */
  readonly freeAt: Instant | undefined
  readonly isRed: boolean
  readonly isRunning: boolean
}

function attemptSpans(chain: Chain, life: ChangeLife, doubts: ChangeDoubt[]): AttemptSpans {
  const { supersededAt } = chain.generation
  const limit = supersededAt ?? life.endsAt
  const spans: StageSpan[] = []
  let freeAt: Instant | undefined
  let isRed = false
  for (const run of chain.attempts) {
    const times = timesOf(run, freeAt, doubts)
    const endedAt = earliest(times.finishedAt, supersededAt)
    const isRunning = endedAt === undefined || endedAt > life.endsAt
    // The merge did not wait for it.
    if (isRunning && life.isMerged) break
    const until = isRunning ? life.endsAt : endedAt
    if (isRed && freeAt !== undefined) {
      addSpan(spans, 'ci-repair', freeAt, earliest(times.askedAt ?? times.startedAt, until))
    }
    const from = times.askedAt ?? times.startedAt ?? (isRed ? until : (freeAt ?? until))
    if (times.startedAt === undefined) {
      addSpan(spans, times.finishedAt === undefined ? 'ci-queue' : 'ci-run', from, until)
    } else {
      addSpan(spans, 'ci-queue', from, earliest(times.startedAt, until))
      addSpan(spans, 'ci-run', times.startedAt, until)
    }
    freeAt = until
    isRed = isFailure(run.outcome) && times.finishedAt !== undefined && times.finishedAt <= limit
    if (isRunning) return { spans, freeAt, isRed: false, isRunning }
  }
  return { spans, freeAt, isRed, isRunning: false }
}

interface Times {
  readonly askedAt: Instant | undefined
  readonly startedAt: Instant | undefined
  readonly finishedAt: Instant | undefined
}

/** What can be believed of the times of an attempt, given when the attempt before it ended. */
function timesOf(run: ChangeCiRun, freeAt: Instant | undefined, doubts: ChangeDoubt[]): Times {
  const { createdAt, startedAt, finishedAt } = run
  const askedAt = freeAt === undefined || createdAt >= freeAt ? createdAt : undefined
  const bound = askedAt ?? freeAt ?? createdAt
  const isStartPossible = startedAt !== undefined && startedAt >= bound
  const begin = isStartPossible ? startedAt : bound
  const isFinishPossible = finishedAt === undefined || finishedAt >= begin
  if (!isFinishPossible || (startedAt !== undefined && startedAt < createdAt))
    doubt(doubts, 'impossible-ci-times')
  if (startedAt === undefined && finishedAt !== undefined) doubt(doubts, 'ci-start-unknown')
  // A run that started before it was asked for had no queue that anybody can tell.
  const started = isStartPossible
    ? startedAt
    : startedAt !== undefined && askedAt !== undefined
      ? askedAt
      : undefined
  return { askedAt, startedAt: started, finishedAt: isFinishPossible ? finishedAt : begin }
}

function doubt(doubts: ChangeDoubt[], kind: ChangeDoubt): void {
  if (!doubts.includes(kind)) doubts.push(kind)
}

/**
 * What ended the repair of a failure: another run of the pipeline, a newer revision, or a push; in a merge queue also
 * to be put into it again. Nothing did for a change that was merged as it was.
 */
function findResumption(
  { first, generation }: Chain,
  chains: readonly Chain[],
  failedAt: Instant,
  life: ChangeLife,
): Instant | undefined {
  let rerunAt = generation.supersededAt
  for (const other of chains) {
    const { pipeline, trigger, createdAt } = other.first
    if (pipeline !== first.pipeline || trigger !== first.trigger) continue
    if (other.first === first || createdAt < failedAt) continue
    rerunAt = earliest(rerunAt, createdAt)
    break
  }
  if (rerunAt !== undefined) return rerunAt
  return life.events.find(
    ({ at, kind }) =>
      at > failedAt &&
      (kind === 'pushed' ||
        kind === 'force-pushed' ||
        (kind === 'enqueued' && first.trigger === 'merge-queue')),
  )?.at
}

function isFailure(outcome: CiOutcome | undefined): boolean {
  return outcome !== undefined && outcome !== 'succeeded' && outcome !== 'skipped'
}

function addSpan(spans: StageSpan[], stage: Stage, from: Instant, to: Instant): void {
  if (from < to) spans.push({ stage, from, to })
}

function earliest(a: Instant | undefined, b: Instant): Instant
function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined
function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}
