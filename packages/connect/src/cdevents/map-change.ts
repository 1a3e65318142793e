import type { ChangeEventKind } from '@sluice/model'
import { present } from '../kit/present.ts'
import { remember } from './keep-step.ts'
import { changeOf, header, one, revisionOf, type Outcome, type Told } from './told.ts'

/** A happening in the life of a change. CDEvents do not tell enough of it for more than that. */
export function mapChange(told: Told, kind: ChangeEventKind): Outcome {
  const { event, repository, context } = told
  const change = changeOf(event, repository)
  if (change === undefined) {
    return { kind: 'rejected', reason: 'It names no change by a number or by the address of a request.' }
  }
  remember(context, `event:${event.id}`, event.kind, { at: event.at, event: event.id, changes: [change] })
  const { sluice } = event.custom
  const ownKind = changeKinds.find((known) => known === sluice.kind) ?? kind
  return one({
    ...header(told, `change-event:${event.source}:${event.id}`),
    kind: 'change-event',
    event: present({
      change,
      kind: ownKind,
      at: event.at,
      actor: sluice.actor,
      // Only the author opens and pushes; of the others nobody says.
      isAuthor: sluice.isAuthor ?? (ownKind === 'opened' || ownKind === 'pushed'),
      revision: revisionOf(event),
    }),
  })
}

const changeKinds: readonly ChangeEventKind[] = [
  'approved',
  'changes-requested',
  'commented',
  'force-pushed',
  'pushed',
  'reviewed',
]
