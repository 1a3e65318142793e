import type { Deployment, Instant } from '@sluice/model'
import { windowOf } from '../analysis-window.ts'
import type { AnalyzeOptions } from '../analyze-options.ts'
import { readCommits, type CloneOutline } from '../clone-reading.ts'
import { changesThatCount } from '../git-facts.ts'
import { horizonOf } from '../horizon.ts'
import type { ServiceScope } from '../service-scope.ts'
import type { WindowReading } from '../window-reading.ts'
import type { LedgerReading } from './ledger-reading.ts'
import { deploymentsOfService, recordedDeployments } from './recorded-deployments.ts'
import { recordedShipping } from './recorded-shipping.ts'

/** A window of a clone whose deployments are recorded. */
export interface RecordedWindow extends WindowReading {
  /** All that came to an end, also those that carried nothing; absent when none is recorded and tags stand in. */
  readonly deployments?: readonly Deployment[]
  /** Of those, the ones that carried something, in the order of the reading's releases. */
  readonly carriers?: readonly Deployment[]
  /** Of those, the ones of a revision that the clone does not hold. */
  readonly unknown: readonly Deployment[]
}

/**
 * Reads the whole history of a clone and finds what the recorded deployments carried. Where none is recorded the
 * release tags stand in for them, as without a ledger.
 *
 * @throws the errors of `@sluice/git`, SERVICE_UNKNOWN, TIME_NOT_UNDERSTOOD, WINDOW_IS_EMPTY
 */
export async function readRecordedWindow(
  outline: CloneOutline,
  options: AnalyzeOptions,
  context: {
    readonly now: Instant
    readonly only: ServiceScope['revisions']
    readonly known: LedgerReading
  },
): Promise<RecordedWindow> {
  const { now, only, known } = context
  const all = recordedDeployments(known.deployments, known.deploymentSteps)
  const deployments = options.service === undefined ? all : deploymentsOfService(all, options.service)
  const isRecorded = all.length > 0
  const tagged = await readCommits(outline, isRecorded ? { ...options, service: undefined } : options)
  const recorded = isRecorded ? recordedShipping(tagged.history, deployments) : undefined
  const reading =
    recorded === undefined
      ? tagged
      : { ...tagged, releases: recorded.shipping.releases, shipping: recorded.shipping }

  const horizon = horizonOf(reading.history, reading.line, reading.tagList.tags, now)
  const newestAt = newestOf(horizon.newestAt, known, now)
  const window = windowOf(options, {
    now,
    newestAt,
    findTag: (name) => reading.tagList.tags.find((tag) => tag.name === name)?.createdAt,
  })
  return {
    reading,
    releasedSince: undefined,
    horizon: { ...horizon, newestAt },
    window,
    changes: changesThatCount(reading, window, only),
    unknown: recorded?.unknown ?? [],
    ...(recorded !== undefined && { deployments, carriers: recorded.carriers }),
  }
}

/** What sources have told is as new as the history, unless their clocks are ahead of this machine's. */
export function newestOf(historyAt: Instant, { sources }: LedgerReading, now: Instant): Instant {
  return sources
    .filter(({ lastAt }) => lastAt <= now)
    .reduce((newest, { lastAt }) => (lastAt > newest ? lastAt : newest), historyAt)
}
