import type { Change, ChangeEvent, ChangeId, Instant } from '@sluice/model'
import type { ChangeCiRun, ForgeFacts, OpenChange, Window } from '../analysis.ts'
import { compareEvents, isReviewByProgram, takesPart } from './change-events.ts'

/** What the forge and its CI tell, as it was known at the end of the window, looked up in constant time. */
export interface ForgeIndex {
  /** The end of the window, or when the forge was last read if that is earlier. */
  readonly asOf: Instant
  readonly histories: ReadonlyMap<ChangeId, ChangeHistory>
  /** Open at the end of the window, whatever became of them; in order of their opening. */
  readonly open: readonly OpenChange[]
  /** Changes that were closed in the window without a merge. */
  readonly abandoned: number
  /** Some run is known. */
  readonly hasCi: boolean
}

/** All that happened to one change, in one order. */
export interface ChangeHistory {
  /** Those that take part in its life, oldest first. */
  readonly events: readonly ChangeEvent[]
  /** By creation, then by attempt. */
  readonly ciRuns: readonly ChangeCiRun[]
  readonly openedAt: Instant | undefined
  /** First review by a program, which takes no part. */
  readonly reviewedByProgramAt: Instant | undefined
}

/** Reads the facts of a forge once. What happened at or after the end of the window is dropped here. */
export function indexForge(forge: ForgeFacts, changes: readonly Change[], window: Window): ForgeIndex {
  const { until } = window
  const histories = new Map<ChangeId, GrowingHistory>()
  for (const event of forge.events) {
    if (event.at < until) addEvent(historyOf(event.change, histories), event)
  }
  for (const run of forge.ciRuns) {
    if (run.createdAt < until) addRun(historyOf(run.change, histories), asKnownAt(run, until))
  }
  for (const history of histories.values()) {
    if (history.isUnsorted) {
      history.events.sort(compareEvents)
      history.ciRuns.sort(compareRuns)
    }
  }
  return {
    asOf: forge.readUntil < until ? forge.readUntil : until,
    histories,
    open: openAt(until, forge, changes, histories),
    abandoned: forge.abandoned.filter(({ at }) => at >= window.since && at < until).length,
    hasCi: forge.ciRuns.length > 0,
  }
}

interface GrowingHistory extends ChangeHistory {
  readonly events: ChangeEvent[]
  readonly ciRuns: ChangeCiRun[]
  openedAt: Instant | undefined
  reviewedByProgramAt: Instant | undefined
  /** Something was told out of order; a ledger tells in order. */
  isUnsorted: boolean
}

function historyOf(id: ChangeId, histories: Map<ChangeId, GrowingHistory>): GrowingHistory {
  const known = histories.get(id)
  if (known !== undefined) return known
  const history: GrowingHistory = {
    events: [],
    ciRuns: [],
    openedAt: undefined,
    reviewedByProgramAt: undefined,
    isUnsorted: false,
  }
  histories.set(id, history)
  return history
}

function addEvent(history: GrowingHistory, event: ChangeEvent): void {
  const { events } = history
  if (!takesPart(event)) {
    if (isReviewByProgram(event)) {
      history.reviewedByProgramAt = earlier(history.reviewedByProgramAt, event.at)
    }
    return
  }
  if (event.kind === 'opened') history.openedAt = earlier(history.openedAt, event.at)
  const last = events[events.length - 1]
  if (last !== undefined && compareEvents(last, event) > 0) history.isUnsorted = true
  events.push(event)
}

function addRun(history: GrowingHistory, run: ChangeCiRun): void {
  const { ciRuns } = history
  const last = ciRuns[ciRuns.length - 1]
  if (last !== undefined && compareRuns(last, run) > 0) history.isUnsorted = true
  ciRuns.push(run)
}

function earlier(known: Instant | undefined, at: Instant): Instant {
  return known === undefined || at < known ? at : known
}

/**
 * What was merged or abandoned only after the window was open at its end. To leave it out would make a report about
 * the past look better the later it is made.
 */
function openAt(
  until: Instant,
  forge: ForgeFacts,
  changes: readonly Change[],
  histories: ReadonlyMap<ChangeId, ChangeHistory>,
): readonly OpenChange[] {
  const open: OpenChange[] = []
  for (const change of changes) {
    if (change.mergedAt < until) continue
    const openedAt = histories.get(change.id)?.openedAt
    if (openedAt !== undefined) open.push(openedChange(change, openedAt))
  }
  for (const { at, was } of forge.abandoned) {
    if (at >= until && was !== undefined && was.openedAt < until) open.push(was)
  }
  if (forge.open.length > 0) {
    const merged = new Set(changes.map(({ id }) => id))
    for (const change of forge.open) {
      if (change.openedAt < until && !merged.has(change.id)) open.push(change)
    }
  }
  return open.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
}

function openedChange(change: Change, openedAt: Instant): OpenChange {
  const { id, title, pullRequest, startedAt, authorClass } = change
  return {
    id,
    title,
    ...(pullRequest !== undefined && { pullRequest }),
    startedAt: startedAt < openedAt ? startedAt : openedAt,
    openedAt,
    authorClass,
  }
}

/** A run that ended after the window was going on at its end. */
function asKnownAt(run: ChangeCiRun, until: Instant): ChangeCiRun {
  if ((run.startedAt ?? 0) < until && (run.finishedAt ?? 0) < until) return run
  const { startedAt, finishedAt: _, outcome: __, ...known } = run
  return startedAt !== undefined && startedAt < until ? { ...known, startedAt } : known
}

function compareRuns(a: ChangeCiRun, b: ChangeCiRun): number {
  return (
    a.createdAt - b.createdAt ||
    a.attempt - b.attempt ||
    compareNames(a, b) ||
    (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) ||
    (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity) ||
    compareOutcomes(a, b)
  )
}

function compareNames(a: ChangeCiRun, b: ChangeCiRun): number {
  if (a.pipeline !== b.pipeline) return a.pipeline < b.pipeline ? -1 : 1
  if (a.revision !== b.revision) return a.revision < b.revision ? -1 : 1
  if (a.trigger !== b.trigger) return a.trigger < b.trigger ? -1 : 1
  return 0
}

function compareOutcomes(a: ChangeCiRun, b: ChangeCiRun): number {
  if (a.outcome === b.outcome) return 0
  return (a.outcome ?? '') < (b.outcome ?? '') ? -1 : 1
}
