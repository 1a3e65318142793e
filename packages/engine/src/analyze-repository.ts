import { analyzeFlow, type FlowFacts, type Window, type FlowAnalysis } from '@sluice/flow'
import { serviceId, type Instant } from '@sluice/model'
import type { AnalyzeOptions } from './analyze-options.ts'
import { withChangeSizes } from './change-sizes.ts'
import { windowOf } from './analysis-window.ts'
import { readClone, type CloneReading } from './clone-reading.ts'
import { factsFromGit, type GitFacts } from './git-facts.ts'
import { failuresFromHotfixes } from './hotfix-failures.ts'
import { horizonOf } from './horizon.ts'
import { noticesOf, type Pace } from './notices.ts'
import type { RepositoryAnalysis } from './repository-analysis.ts'
import { describeRepository } from './repository-description.ts'
import { narrowToService } from './service-scope.ts'

/**
 * The value stream of the clone that contains `path`, from nothing but its git history.
 *
 * Reads only: no file is written, nothing is fetched, and no code of the repository runs.
 *
 * @throws the errors of `@sluice/git` and of this package
 */
export async function analyzeRepository(path: string, options: AnalyzeOptions): Promise<RepositoryAnalysis> {
  const reading = await readClone(path, options)
  const now = options.clock.now()
  const horizon = horizonOf(reading.history, reading.line, reading.tagList.tags, now)
  const window = windowOf(options, { now, newestAt: horizon.newestAt, findTag: tagFinder(reading) })

  const scope = await narrowToService(reading, options)
  options.onProgress?.({ phase: 'analysis', done: 0 })
  const found = factsFromGit(reading, {
    window,
    newestAt: horizon.newestAt,
    ...(scope.revisions !== undefined && { only: scope.revisions }),
  })
  const facts = await withHotfixes(found, reading, window, options)
  const measured = options.size === true ? await withChangeSizes(facts, reading, window, options) : facts
  const flow = analyzeFlow(measured, {
    window,
    seed: options.seed ?? 1,
    confidence: 0.95,
    clusters: options.clusters ?? false,
    calendar: options.calendar ?? 'elapsed',
  })
  return {
    repository: describeRepository(reading, horizon),
    scope: {
      ...(options.service !== undefined && { service: serviceId(options.service) }),
      ...(scope.folder !== undefined && { serviceFolder: scope.folder }),
      ...(options.tagPattern !== undefined && { tagPattern: options.tagPattern }),
      analyzedAt: now,
    },
    flow,
    notices: noticesOf(reading, {
      window,
      horizon,
      now,
      changesInWindow: flow.changes.length,
      pace: paceOf(flow),
      isUntilAsked: options.until !== undefined,
      isServiceFolderMissing: options.service !== undefined && scope.folder === undefined,
    }),
  }
}

/** As the report counts: bots left out, and tags of one moment as one release. */
function paceOf({ changes, metrics }: FlowAnalysis): Pace {
  const frequency = metrics.find(({ id }) => id === 'deployment-frequency')
  return {
    changes: changes.filter(({ change }) => change.authorClass !== 'bot').length,
    releases: frequency?.counts['deployments'] ?? 0,
  }
}

/** Comparing files needs trees; a clone without them keeps what reverts tell. */
async function withHotfixes(
  { facts, hotfixes }: GitFacts,
  { repository }: CloneReading,
  window: Window,
  { signal }: Pick<AnalyzeOptions, 'signal'>,
): Promise<FlowFacts> {
  if (hotfixes.length === 0 || repository.partialFilter?.includes('tree:') === true) return facts
  const more = await failuresFromHotfixes(hotfixes, facts, {
    repository,
    window,
    ...(signal !== undefined && { signal }),
  })
  return { ...facts, failures: [...facts.failures, ...more] }
}

/** Tags stand for the time at which they were made, so that `--since v2.0.0` works. */
function tagFinder({ tagList }: CloneReading): (name: string) => Instant | undefined {
  return (name) => tagList.tags.find((tag) => tag.name === name)?.createdAt
}
