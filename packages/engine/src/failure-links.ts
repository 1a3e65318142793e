import {
  day,
  type Change,
  type ChangeId,
  type Deployment,
  type DeploymentId,
  type FailureLink,
  type Instant,
} from '@sluice/model'

/** A change that takes another one back. */
export interface Revert {
  readonly change: Change
  /** Commits named by "This reverts commit …". */
  readonly revisions: readonly string[]
  /** Numbers named by "Reverts owner/name#12". */
  readonly pullRequests: readonly number[]
  /** Titles quoted by `Revert "…"`. */
  readonly titles: readonly string[]
}

export interface RevertContext {
  readonly changes: readonly Change[]
  /** The change that brought a commit in, be it the main-line commit or one of its branch. */
  readonly findChangeOf: (revision: string) => Change | undefined
  readonly shippedIn: ReadonlyMap<ChangeId, DeploymentId>
  readonly deployments: ReadonlyMap<DeploymentId, Deployment>
}

/**
 * A revert later than this after the release it blames is taken for a change of mind, not a failed deployment.
 */
export const longestBlame = 90 * day

/**
 * Failures of the ladder's `revert` rung: a change that users had received was taken back.
 *
 * A revert of a change that no release had carried yet hurt nobody, and a revert of documentation is no
 * failure; neither makes a link. Nor does a revert of a revert, which lands the change again.
 */
export function failuresFromReverts(reverts: readonly Revert[], context: RevertContext): FailureLink[] {
  const findByTitle = titleIndex(context.changes)
  const byNumber = new Map(context.changes.map((change) => [change.pullRequest, change]))
  return reverts.flatMap((revert) => {
    if (revert.titles.some(isRevertTitle)) return []
    const culprits = new Map<ChangeId, Change>()
    for (const revision of revert.revisions) remember(culprits, context.findChangeOf(revision), revert.change)
    for (const number of revert.pullRequests) remember(culprits, byNumber.get(number), revert.change)
    if (culprits.size === 0) {
      for (const title of revert.titles)
        remember(culprits, findByTitle(title, revert.change.mergedAt), revert.change)
    }
    return [...culprits.values()].flatMap((culprit) => failureOf(culprit, revert.change, context) ?? [])
  })
}

function failureOf(culprit: Change, repair: Change, context: RevertContext): FailureLink | undefined {
  if (culprit.type === 'docs') return undefined
  const failedId = context.shippedIn.get(culprit.id)
  const failed = failedId === undefined ? undefined : context.deployments.get(failedId)
  if (failed === undefined || failed.isBaseline) return undefined
  const sinceRelease = repair.mergedAt - failed.finishedAt
  if (sinceRelease < 0 || sinceRelease > longestBlame) return undefined
  const remediation = context.shippedIn.get(repair.id)
  return {
    deployment: failed.id,
    rung: 'revert',
    culprit: culprit.id,
    repair: repair.id,
    ...(remediation !== undefined && remediation !== failed.id && { remediation }),
    knownAt: repair.mergedAt,
  }
}

function remember(culprits: Map<ChangeId, Change>, culprit: Change | undefined, repair: Change): void {
  if (culprit !== undefined && culprit.id !== repair.id) culprits.set(culprit.id, culprit)
}

/** Finds the newest change of a title, with or without its pull request number, that was there before an instant. */
function titleIndex(changes: readonly Change[]): (title: string, before: Instant) => Change | undefined {
  const byTitle = new Map<string, Change[]>()
  for (const change of changes) {
    const key = titleKey(change.title)
    const same = byTitle.get(key)
    if (same === undefined) byTitle.set(key, [change])
    else same.push(change)
  }
  return (title, before) => {
    let newest: Change | undefined
    for (const change of byTitle.get(titleKey(title)) ?? []) {
      if (change.mergedAt >= before) continue
      if (newest === undefined || change.mergedAt > newest.mergedAt) newest = change
    }
    return newest
  }
}

function titleKey(title: string): string {
  return title.replace(/(\s*\([#!]\d+\))+\s*$/, '').trim()
}

function isRevertTitle(title: string): boolean {
  return /^(revert\b|reapply\b)/i.test(title)
}
