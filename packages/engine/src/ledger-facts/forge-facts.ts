import type { ForgeFacts, OpenChange } from '@sluice/flow'
import type { ChangeEventFact, ChangeFact } from '@sluice/ledger'
import { instant, type ChangeEvent, type Instant } from '@sluice/model'
import type { LedgerReading } from './ledger-reading.ts'

/** What forges and their CI tell of changes; undefined when the ledger knows no request at all. */
export function forgeFacts(reading: LedgerReading): ForgeFacts | undefined {
  if (reading.changes.length === 0) return undefined
  return {
    events: reading.changeEvents.map(changeEvent),
    open: reading.changes.filter(({ state }) => state === 'open').map(openChange),
    ciRuns: reading.changeCiRuns.flatMap(({ trigger, ...run }) =>
      trigger === 'change' || trigger === 'merge-queue' ? [{ ...run, trigger }] : [],
    ),
    abandoned: reading.changes.flatMap((fact) =>
      fact.state === 'closed' && fact.closedAt !== undefined
        ? [{ change: fact.id, at: fact.closedAt, was: openChange(fact) }]
        : [],
    ),
    readUntil: readUntil(reading),
  }
}

function changeEvent(fact: ChangeEventFact): ChangeEvent {
  const { change, kind, at, isAuthor, actorName, actorKind, revision } = fact
  return {
    change,
    kind,
    at,
    isAuthor,
    ...(actorName !== undefined &&
      actorKind !== undefined && { actor: { name: actorName, kind: actorKind } }),
    ...(revision !== undefined && { revision }),
  }
}

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
