import {
  evidenceRungs,
  type Deployment,
  type EvidenceRung,
  type FailureLink,
  type Instant,
} from '@sluice/model'
import type { Metric, Window } from '../analysis.ts'
import { compareText, type FlowIndex } from '../facts/flow-index.ts'
import { releaseMoments, type ReleaseMoment } from '../facts/release-moment.ts'

/** A release moment with what came of it. */
export interface JudgedMoment extends ReleaseMoment {
  /** Strongest evidence first. */
  readonly failures: readonly FailureLink[]
  /** Finish of the first deployment that repaired it; absent while there is none. */
  readonly repairedAt?: Instant
  /** Its repair finished before it did: the evidence is at odds with the clock. */
  readonly isRepairedTooEarly: boolean
  /** Its incident was over before any deployment repaired it. */
  readonly isRecoveredWithoutDeployment: boolean
  /** It carries the repair of an earlier failed one, or its source calls it unplanned. */
  readonly isRework: boolean
  /** Nothing in it succeeded: users felt it, and got nothing by it. */
  readonly isWithoutSuccess: boolean
}

/**
 * Every release moment before the end of the window, oldest first, judged by the failure evidence. A deployment that
 * did not succeed is one where evidence says that users felt it, and is none otherwise.
 */
export function judgedMoments(index: FlowIndex): readonly JudgedMoment[] {
  const repairs = repairingDeployments(index)
  return releaseMoments(felt(index)).map((moment): JudgedMoment => ({
    ...moment,
    ...judge(moment, index),
    isRework: moment.deployments.some((deployment) => isRework(deployment, repairs)),
    isWithoutSuccess: moment.deployments.every(({ outcome }) => outcome === 'failed'),
  }))
}

/** Whether a deployment repaired users' trouble. What its source says about the plan outweighs the evidence. */
export function isRework({ id, isPlanned }: Deployment, repairs: ReadonlySet<string>): boolean {
  return isPlanned === undefined ? repairs.has(id) : !isPlanned
}

function felt({ deployments, failedDeployments, failures }: FlowIndex): readonly Deployment[] {
  const hurtful = failedDeployments.filter(({ id }) => failures.has(id))
  if (hurtful.length === 0) return deployments
  return [...deployments, ...hurtful].sort((a, b) => a.finishedAt - b.finishedAt || compareText(a.id, b.id))
}

/** Moments of the window itself. */
export function momentsIn(moments: readonly JudgedMoment[], window: Window): readonly JudgedMoment[] {
  return moments.filter(({ finishedAt }) => finishedAt >= window.since)
}

/** How many moments each rung found, every moment under its strongest rung. */
export function evidenceOf(moments: readonly JudgedMoment[]): Metric['evidence'] {
  const counts = new Map<EvidenceRung, number>()
  for (const { failures } of moments) {
    const strongest = failures[0]?.rung
    if (strongest !== undefined) counts.set(strongest, (counts.get(strongest) ?? 0) + 1)
  }
  return evidenceRungs.flatMap((rung) => {
    const count = counts.get(rung)
    return count === undefined ? [] : [{ rung, count }]
  })
}

/** Deployments that carried the repair of a deployment that finished before them. */
export function repairingDeployments(index: FlowIndex): ReadonlySet<string> {
  const repairs = new Set<string>()
  for (const [failedId, links] of index.failures) {
    const failed = index.deploymentsById.get(failedId)
    for (const { remediation } of links) {
      const repairedAt = findFinish(remediation, index)
      if (remediation === undefined || repairedAt === undefined || failed === undefined) continue
      if (remediation !== failedId && repairedAt > failed.finishedAt) repairs.add(remediation)
    }
  }
  return repairs
}

function judge(
  moment: ReleaseMoment,
  index: FlowIndex,
): Omit<JudgedMoment, keyof ReleaseMoment | 'isRework' | 'isWithoutSuccess'> {
  if (!moment.deployments.some(({ id }) => index.failures.has(id))) return sound
  const failures = moment.deployments
    .flatMap(({ id }) => index.failures.get(id) ?? [])
    .toSorted((a, b) => evidenceRungs.indexOf(a.rung) - evidenceRungs.indexOf(b.rung))
  const repairTimes = failures.flatMap(({ remediation }) => findFinish(remediation, index) ?? [])
  const repairedAt = earliest(repairTimes.filter((at) => at >= moment.finishedAt))
  return {
    failures,
    ...(repairedAt !== undefined && { repairedAt }),
    isRepairedTooEarly: repairedAt === undefined && repairTimes.length > 0,
    isRecoveredWithoutDeployment:
      repairTimes.length === 0 && failures.some(({ resolvedAt }) => resolvedAt !== undefined),
  }
}

/** The judgement on a moment that nothing speaks against: most are like this. */
const sound = { failures: [], isRepairedTooEarly: false, isRecoveredWithoutDeployment: false } as const

/** When a repair reached users; a deployment that failed repaired nothing. */
function findFinish(remediation: FailureLink['remediation'], index: FlowIndex): Instant | undefined {
  const deployment = remediation === undefined ? undefined : index.deploymentsById.get(remediation)
  return deployment?.outcome === 'failed' ? undefined : deployment?.finishedAt
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.reduce<Instant | undefined>(
    (first, at) => (first === undefined || at < first ? at : first),
    undefined,
  )
}
