import { classifyAuthorship } from '@sluice/flow'
import { parseMessage } from '@sluice/git'
import type { Actor, Authorship, ChangeCommit, DeliveryEvent, ForgeChange, Identity } from '@sluice/model'

/**
 * Adds to an event what its marks say about who wrote the change. It is worked out when an event is recorded, and
 * again when the ledger is rebuilt, so that reading fifty thousand changes reads no message.
 */
export function withAuthorship(event: DeliveryEvent): DeliveryEvent {
  switch (event.kind) {
    case 'change':
      return { ...event, change: { ...event.change, authorship: authorshipOfRequest(event.change) } }
    case 'change-commits':
      return { ...event, authorship: authorshipOfCommits(event.commits) }
    default:
      return event
  }
}

/** What a pull request itself tells: who opened it, its branch, title and labels, and how its description is signed. */
function authorshipOfRequest(change: ForgeChange): Authorship {
  const description = parseMessage(change.title, change.description ?? '')
  const author = change.author && identityOf(change.author)
  const found = classifyAuthorship({
    authors: author === undefined ? [] : [author],
    committers: [],
    trailers: description.trailers,
    footers: description.footers,
    ...(change.headBranch !== undefined && { branch: change.headBranch }),
    title: change.title,
    labels: change.labels,
  })
  // A program that no table knows is still a program where the forge says so.
  const isUnknownBot = found.authorClass === 'unmarked' && change.author?.kind === 'bot'
  return { ...found, ...(isUnknownBot && { authorClass: 'bot' as const }), canCarryMarks: true }
}

function authorshipOfCommits(commits: readonly ChangeCommit[]): Authorship {
  const messages = commits.map(({ message }) => {
    const end = message.indexOf('\n')
    return end < 0 ? parseMessage(message, '') : parseMessage(message.slice(0, end), message.slice(end + 1))
  })
  const found = classifyAuthorship({
    authors: commits.map(({ author }) => author),
    committers: commits.map(({ committer }) => committer),
    trailers: messages.flatMap(({ trailers }) => trailers),
    footers: messages.flatMap(({ footers }) => footers),
    title: messages[0]?.subject ?? '',
    labels: [],
  })
  return { ...found, canCarryMarks: commits.length > 0 }
}

/** Forges give a login and its kind; in commits the same program signs with `[bot]` behind its name. */
function identityOf({ name, kind }: Actor): Identity {
  const isMarked = kind === 'person' || name.endsWith('[bot]')
  return { name: isMarked ? name : `${name}[bot]`, email: '' }
}
