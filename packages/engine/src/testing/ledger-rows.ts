import type { QueryRow } from '@sluice/ledger'
import {
  changeId,
  deploymentId,
  hour,
  instant,
  revision,
  serviceId,
  shift,
  type Change,
  type ChangeId,
  type Deployment,
  type Instant,
} from '@sluice/model'
import type { MergedFact } from '../ledger-facts/forge-changes.ts'
import type { MainLineChange } from '../ledger-facts/joined-changes.ts'

const start = instant(Date.UTC(2026, 0, 5))

/** The author date of the nth commit of the made-up repository. */
export function authoredAt(nth: number): Instant {
  return shift(start, nth * hour)
}

/** The revision of the nth commit of the made-up repository. */
export function revisionOf(nth: number): Change['revision'] {
  return revision(nth.toString(16).padStart(40, '0'))
}

/** The nth commit of a main line, merged ten minutes after it was written. */
export function aMainLineChange(nth: number, part: Partial<Change> = {}): MainLineChange {
  const mergedAt = shift(authoredAt(nth), hour / 6)
  return {
    authoredAt: authoredAt(nth),
    change: {
      id: changeId(`git:${revisionOf(nth)}`),
      revision: revisionOf(nth),
      title: `Change ${nth}`,
      startedAt: mergedAt,
      start: 'merged',
      mergedAt,
      shape: 'single',
      commits: 1,
      type: 'other',
      authorClass: 'unmarked',
      marks: [],
      canCarryMarks: false,
      ...part,
    },
  }
}

/** A merged request of `acme/shop`, as the ledger gives it. */
export function aMergedFact(number: number, part: Partial<MergedFact> = {}): MergedFact {
  const mergedAt = part.mergedAt ?? shift(start, number * hour)
  return {
    id: changeId(`github.com/acme/shop#${number}`),
    number,
    title: `Request ${number}`,
    state: 'merged',
    isDraft: false,
    openedAt: shift(mergedAt, -1 * hour),
    mergedAt,
    closedAt: mergedAt,
    baseBranch: 'main',
    labels: [],
    authorClass: 'unmarked',
    marks: '[]',
    canCarryMarks: true,
    commits: 1,
    ...part,
  }
}

/** The commits of a branch, by their author dates. */
export function commitsOf(
  change: ChangeId,
  authored: readonly Instant[],
): readonly QueryRow<'changeCommits'>[] {
  return authored.map((at, place) => ({ change, revision: revisionOf(9_000 + place), authoredAt: at }))
}

/** The nth deployment of the made-up repository to production, an hour after the one before; it succeeded. */
export function aRecordedDeployment(nth: number, part: Partial<Deployment> = {}): Deployment {
  return {
    id: deploymentId(`d${nth}`),
    service: serviceId('shop'),
    revision: revisionOf(nth),
    name: `v${nth}`,
    finishedAt: shift(start, nth * hour),
    source: 'recorded',
    timing: 'recorded',
    isBaseline: nth === 1,
    environment: 'production',
    outcome: 'succeeded',
    ...part,
  }
}
