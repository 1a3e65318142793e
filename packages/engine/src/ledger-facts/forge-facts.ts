import type { ChangeCiRun, ForgeFacts, OpenChange } from '@sluice/flow'
import type { ChangeEventFact, ChangeFact } from '@sluice/ledger'
import { instant, type ChangeEvent, type Instant } from '@sluice/model'
import type { LedgerReading } from './ledger-reading.ts'

/** What forges and their CI tell of changes; undefined when the ledger knows no request at all. */
export function forgeFacts(reading: LedgerReading): ForgeFacts | undefined {
  if (reading.changes.length === 0) return undefined
  return {
    events: reading.changeEvents.map(changeEvent),
    open: reading.changes.filter(({ state }) => state === 'open').map(openChange),
    ciRuns: reading.changeCiRuns.filter(isGate),
    abandoned: reading.changes.flatMap((fact) =>
      fact.state === 'closed' && fact.closedAt !== undefined
        ? [{ change: fact.id, at: fact.closedAt, was: openChange(fact) }]
        : [],
    ),
    readUntil: readUntil(reading),
  }
}

/** Only what stands between a change and its merge; a row of the ledger is what the analysis takes. */
function isGate(run: LedgerReading['changeCiRuns'][number]): run is ChangeCiRun {
  return run.trigger === 'change' || run.trigger === 'merge-queue'
}

/** There are hundreds of thousands of them, so that nothing is spread and nothing is copied twice. */
function changeEvent(fact: ChangeEventFact): ChangeEvent {
  const { actorName: name, actorKind: kind, revision } = fact
  const event: Mutable<ChangeEvent> = {
    change: fact.change,
    kind: fact.kind,
    at: fact.at,
    isAuthor: fact.isAuthor,
  }
  if (name !== undefined && kind !== undefined) event.actor = { name, kind }
  if (revision !== undefined) event.revision = revision
  return event
}

type Mutable<T> = { -readonly [TName in keyof T]: T[TName] }

function openChange(fact: ChangeFact): OpenChange {
  return {
    id: fact.id,
    title: fact.title,
    pullRequest: fact.number,
    startedAt: startOfOpen(fact),
    openedAt: fact.openedAt,
    authorClass: fact.authorClass,
    isDraft: fact.isDraft,
  }
}

/** An author date after the opening is that of a commit that was rewritten; the request is older. */
function startOfOpen({ firstAuthoredAt, openedAt }: ChangeFact): Instant {
  return firstAuthoredAt !== undefined && firstAuthoredAt < openedAt ? firstAuthoredAt : openedAt
}

/** The newest word about any request is how far its forge was read. */
function readUntil({ sources, changes }: LedgerReading): Instant {
  const told = sources.filter(({ kind }) => kind === 'change' || kind === 'change-event')
  const instants =
    told.length > 0 ? told.map(({ lastAt }) => lastAt) : changes.map(({ openedAt }) => openedAt)
  return instants.reduce((newest, at) => (at > newest ? at : newest), instant(0))
}
