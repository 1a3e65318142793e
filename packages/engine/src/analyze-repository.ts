import { analyzeFlow, type FlowFacts, type Window, type FlowAnalysis } from '@sluice/flow'
import { serviceId, type Instant } from '@sluice/model'
import type { AnalyzeOptions } from './analyze-options.ts'
import { withChangeSizes } from './change-sizes.ts'
import { countReached, outlineClone, type CloneReading } from './clone-reading.ts'
import { factsFromGit, type GitFacts } from './git-facts.ts'
import { failuresFromHotfixes } from './hotfix-failures.ts'
import { noticesOf, type Pace } from './notices.ts'
import type { RepositoryAnalysis } from './repository-analysis.ts'
import { describeRepository } from './repository-description.ts'
import { narrowToService, type ServiceScope } from './service-scope.ts'
import { isLikeAll, readAll, readRecent, type WindowReading } from './window-reading.ts'

/**
 * The value stream of the clone that contains `path`, from nothing but its git history.
 *
 * Reads only: no file is written, nothing is fetched, and no code of the repository runs.
 *
 * @throws the errors of `@sluice/git` and of this package
 */
export async function analyzeRepository(path: string, options: AnalyzeOptions): Promise<RepositoryAnalysis> {
  const outline = await outlineClone(path, options)
  const now = options.clock.now()
  const scope = await narrowToService(outline, options)
  const context = { now, only: scope.revisions }
  const recent = await readRecent(outline, options, context)
  if (recent !== undefined) {
    // git looks at what was left out while this process computes.
    const [isExact, analysis] = await Promise.all([
      isLikeAll(recent, options),
      analysisOf(recent, scope, now, options),
    ])
    if (isExact) return analysis
  }
  return analysisOf(await readAll(outline, options, context), scope, now, options)
}

async function analysisOf(
  recent: WindowReading,
  scope: ServiceScope,
  now: Instant,
  options: AnalyzeOptions,
): Promise<RepositoryAnalysis> {
  const { reading, horizon, window } = recent
  const [commits, flow] = await Promise.all([countReached(reading, options), flowOf(recent, options)])
  return {
    repository: describeRepository(reading, horizon, commits),
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

async function flowOf(
  { reading, horizon, window, changes }: WindowReading,
  options: AnalyzeOptions,
): Promise<FlowAnalysis> {
  options.onProgress?.({ phase: 'analysis', done: 0 })
  const found = factsFromGit(reading, changes, horizon.newestAt)
  const facts = await withHotfixes(found, reading, window, options)
  const measured = options.size === true ? await withChangeSizes(facts, reading, window, options) : facts
  return analyzeFlow(measured, {
    window,
    seed: options.seed ?? 1,
    confidence: 0.95,
    clusters: options.clusters ?? false,
    calendar: options.calendar ?? 'elapsed',
  })
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
