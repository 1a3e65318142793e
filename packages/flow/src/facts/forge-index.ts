import type { Change, ChangeEvent, ChangeEventKind, ChangeId, Instant } from '@sluice/model'
import type { ChangeCiRun, ForgeFacts, OpenChange, Window } from '../analysis.ts'

/** What the forge and its CI tell, as it was known at the end of the window, looked up in constant time. */
export interface ForgeIndex {
  /** The end of the window, or when the forge was last read if that is earlier. */
  readonly asOf: Instant
  readonly histories: ReadonlyMap<ChangeId, ChangeHistory>
  /** Known to have been open at `asOf`, whatever became of them; merged ones that are known otherwise not among them. */
  readonly open: readonly OpenChange[]
  /** Changes that were closed in the window without a merge. */
  readonly abandoned: number
  /** Some run is known. */
  readonly hasCi: boolean
}

/** All that happened to one change, in one order. */
export interface ChangeHistory {
  readonly events: readonly ChangeEvent[]
  /** By creation, then by attempt. */
  readonly ciRuns: readonly ChangeCiRun[]
}

/** Reads the facts of a forge once. What happened at or after the end of the window is dropped here. */
export function indexForge(forge: ForgeFacts, changes: readonly Change[], window: Window): ForgeIndex {
  const { until } = window
  const histories = new Map<ChangeId, GrowingHistory>()
  let last: { readonly id: ChangeId; readonly history: GrowingHistory } | undefined
  // Sources tell of one change after the other, so the last one asked for is mostly the next one too.
  const historyOf = (id: ChangeId): GrowingHistory => {
    if (last?.id === id) return last.history
    const history = histories.get(id) ?? { events: [], ciRuns: [] }
    histories.set(id, history)
    last = { id, history }
    return history
  }
  for (const event of forge.events) if (event.at < until) historyOf(event.change).events.push(event)
  for (const run of forge.ciRuns) {
    if (run.createdAt < until) historyOf(run.change).ciRuns.push(asKnownAt(run, until))
  }
  for (const { events, ciRuns } of histories.values()) {
    sortUnlessInOrder(events, compareEvents)
    sortUnlessInOrder(ciRuns, compareRuns)
  }
  return {
    asOf: forge.readUntil < until ? forge.readUntil : until,
    histories,
    open: openAt(until, forge, changes, histories),
    abandoned: forge.abandoned.filter(({ at }) => at >= window.since && at < until).length,
    hasCi: forge.ciRuns.length > 0,
  }
}

interface GrowingHistory {
  readonly events: ChangeEvent[]
  readonly ciRuns: ChangeCiRun[]
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
  const mergedLater = changes.flatMap((change): readonly OpenChange[] => {
    if (change.mergedAt < until) return []
    const opened = histories.get(change.id)?.events.find(({ kind }) => kind === 'opened')
    return opened === undefined ? [] : [openedChange(change, opened.at)]
  })
  const abandonedLater = forge.abandoned.flatMap(({ at, was }) =>
    at >= until && was !== undefined ? [was] : [],
  )
  const merged = new Set(changes.map(({ id }) => id))
  const stillOpen = forge.open.filter(({ id }) => !merged.has(id))
  return [...stillOpen, ...mergedLater, ...abandonedLater]
    .filter(({ openedAt }) => openedAt < until)
    .sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
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
  const { startedAt = 0, finishedAt = 0 } = run
  if (startedAt < until && finishedAt < until) return run
  const { startedAt: _, finishedAt: __, outcome: ___, ...known } = run
  return run.startedAt !== undefined && run.startedAt < until ? { ...known, startedAt: run.startedAt } : known
}

/**
 * Which of two events of one instant comes first: what must precede the other. A push and the approval of what was
 * pushed may carry the same second, a review and its comment the same millisecond.
 */
const precedence: Readonly<Record<ChangeEventKind, number>> = {
  opened: 0,
  reopened: 1,
  drafted: 2,
  pushed: 3,
  'force-pushed': 4,
  readied: 5,
  'review-requested': 6,
  commented: 7,
  reviewed: 8,
  'changes-requested': 9,
  approved: 10,
  dequeued: 11,
  enqueued: 12,
  closed: 13,
  merged: 14,
}

function compareEvents(a: ChangeEvent, b: ChangeEvent): number {
  return a.at - b.at || precedence[a.kind] - precedence[b.kind] || Number(b.isAuthor) - Number(a.isAuthor)
}

function compareRuns(a: ChangeCiRun, b: ChangeCiRun): number {
  return (
    a.createdAt - b.createdAt ||
    a.attempt - b.attempt ||
    compareNames(a, b) ||
    (a.startedAt ?? Infinity) - (b.startedAt ?? Infinity) ||
    (a.finishedAt ?? Infinity) - (b.finishedAt ?? Infinity) ||
    0
  )
}

function compareNames(a: ChangeCiRun, b: ChangeCiRun): number {
  if (a.pipeline !== b.pipeline) return a.pipeline < b.pipeline ? -1 : 1
  if (a.revision !== b.revision) return a.revision < b.revision ? -1 : 1
  if (a.trigger !== b.trigger) return a.trigger < b.trigger ? -1 : 1
  return 0
}

/** A ledger gives its rows in order already. */
function sortUnlessInOrder<TItem>(items: TItem[], compare: (a: TItem, b: TItem) => number): void {
  for (let place = 1; place < items.length; place += 1) {
    const before = items[place - 1]
    const after = items[place]
    if (before !== undefined && after !== undefined && compare(before, after) > 0) {
      items.sort(compare)
      return
    }
  }
}
