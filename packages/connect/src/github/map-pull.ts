import { createHash } from 'node:crypto'
import type { DeliveryEvent, ForgeChange } from '@sluice/model'
import { momentText } from '../kit/moment.ts'
import { present } from '../kit/present.ts'
import { withoutSecrets } from '../kit/secret.ts'
import { actorOf } from './actors.ts'
import type { ForgePlace } from '../kit/forge-place.ts'
import { changeIdOf, eventAt } from './event-factory.ts'
import { labelNames, type Pull } from './schema.ts'

/** The change as a list of pulls or a notification shows it. */
export function mapPull(place: ForgePlace, pull: Pull): DeliveryEvent {
  const change = forgeChange(place, pull)
  return eventAt(place, `pull:${pull.number}@${versionOf(pull, change)}`, pull.updated_at, {
    kind: 'change',
    change,
  })
}

/** Text of people for keeping: without tokens and not without end. */
export function keptText(text: string): string {
  return withoutSecrets(text.slice(0, 20_000))
}

function forgeChange(place: ForgePlace, pull: Pull): ForgeChange {
  return present({
    id: changeIdOf(place, pull.number),
    number: pull.number,
    title: keptText(pull.title),
    url: pull.html_url,
    description: pull.body === null || pull.body === undefined ? undefined : keptText(pull.body),
    author: actorOf(pull.user),
    state: stateOf(pull),
    isDraft: pull.draft ?? false,
    openedAt: pull.created_at,
    mergedAt: pull.merged_at,
    closedAt: pull.closed_at,
    // Of an open pull it is a trial merge that nobody will ever see.
    mergeRevision: stateOf(pull) === 'merged' ? pull.merge_commit_sha : undefined,
    headRevision: pull.head.sha,
    headBranch: pull.head.ref,
    baseBranch: pull.base.ref,
    labels: labelNames(pull.labels),
    addedLines: pull.additions,
    deletedLines: pull.deletions,
  })
}

function stateOf(pull: Pull): ForgeChange['state'] {
  if (pull.merged_at !== null && pull.merged_at !== undefined) return 'merged'
  return pull.closed_at === null || pull.closed_at === undefined ? 'open' : 'closed'
}

/**
 * The moment of the last change, and within that second what came later: a pull is often labelled or closed in the
 * second in which it was touched before. Of two states of one second the closed one is greater, then the one with
 * more labels. Lines are left out, because only some answers tell them.
 */
function versionOf(pull: Pull, forgeChange: ForgeChange): string {
  const change = { ...forgeChange, addedLines: undefined, deletedLines: undefined }
  const rank = `${change.state === 'open' ? 0 : 1}${String(Math.min(99, change.labels.length)).padStart(2, '0')}`
  const digest = createHash('sha256').update(JSON.stringify(change)).digest('hex').slice(0, 8)
  return `${momentText(pull.updated_at)}.${rank}${digest}`
}
