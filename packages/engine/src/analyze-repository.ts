import { analyzeFlow, type FlowAnalysis, type FlowFacts, type Window } from '@sluice/flow'
import { serviceId, type Instant } from '@sluice/model'
import type { AnalyzeOptions } from './analyze-options.ts'
import { withChangeSizes } from './change-sizes.ts'
import { countReached, outlineClone, type CloneOutline, type CloneReading } from './clone-reading.ts'
import { factsFromGit, type GitFacts } from './git-facts.ts'
import { flowOptions } from './flow-options.ts'
import { failuresFromHotfixes } from './hotfix-failures.ts'
import { knowledgeOf } from './knowledge.ts'
import { findKnownRepository, hasLedger, type KnownRepository } from './ledger-facts/known-repository.ts'
import { ledgerFolder } from './ledger-facts/ledger-folder.ts'
import type { readRecordedWindow, RecordedWindow } from './ledger-facts/recorded-window.ts'
import { noticesOf, unknownRevisionNotices, type Pace } from './notices.ts'
import type { Knowledge, Notice, RepositoryAnalysis } from './repository-analysis.ts'
import { describeRepository } from './repository-description.ts'
import { findForge, nameOf } from './repository-name.ts'
import { narrowToService, type ServiceScope } from './service-scope.ts'
import { isLikeAll, readAll, readRecent, type WindowReading } from './window-reading.ts'

/**
 * The value stream of the clone that contains `path`: from its git history, and from what the ledger knows of the
 * repository where there is one.
 *
 * Reads only: no file is written, nothing is fetched, and no code of the repository runs.
 *
 * @throws the errors of `@sluice/git`, of `@sluice/ledger` and of this package
 */
export async function analyzeRepository(path: string, options: AnalyzeOptions): Promise<RepositoryAnalysis> {
  const outline = await outlineClone(path, options)
  const now = options.clock.now()
  const scope = await narrowToService(outline, options)
  const context = { now, only: scope.revisions }
  const known = await knownOf(outline, options)
  if (known !== undefined) {
    const recorded = await readKnownWindow(outline, options, { ...context, known: known.reading })
    return analysisOf(recorded, scope, now, options, known)
  }
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
  recent: WindowReading | RecordedWindow,
  scope: ServiceScope,
  now: Instant,
  options: AnalyzeOptions,
  known?: KnownRepository,
): Promise<RepositoryAnalysis> {
  const { reading, horizon, window } = recent
  const [commits, { flow, knowledge }] = await Promise.all([
    countReached(reading, options),
    flowOf(recent, options, known),
  ])
  return {
    repository: describeRepository(reading, horizon, commits),
    scope: {
      ...(options.service !== undefined && { service: serviceId(options.service) }),
      ...(scope.folder !== undefined && { serviceFolder: scope.folder }),
      ...(options.tagPattern !== undefined && { tagPattern: options.tagPattern }),
      analyzedAt: now,
    },
    ...(knowledge !== undefined && { knowledge }),
    flow,
    notices: [
      ...missingLedgerNotices(options),
      ...('unknown' in recent ? unknownRevisionNotices(recent.unknown) : []),
      ...noticesOf(reading, {
        window,
        horizon,
        now,
        changesInWindow: flow.changes.length,
        pace: paceOf(flow),
        isUntilAsked: options.until !== undefined,
        isServiceFolderMissing: options.service !== undefined && scope.folder === undefined,
        isRecorded: 'deployments' in recent,
      }),
    ],
  }
}

/** Whoever names a folder expects a ledger there; where none is named, none need be. */
function missingLedgerNotices({ ledger }: AnalyzeOptions): readonly Notice[] {
  if (ledger?.data === undefined || hasLedger(ledger)) return []
  return [
    {
      code: 'LEDGER_NOT_FOUND',
      message: `There is no ledger in ${ledgerFolder(ledger)}, so git was asked alone.`,
      hint: 'Check --data, or fill a ledger there with "sluice sync".',
    },
  ]
}

/** Most clones have no ledger, and pay nothing for what reads one. */
async function knownOf(
  { repository }: CloneOutline,
  { ledger, clock }: AnalyzeOptions,
): Promise<KnownRepository | undefined> {
  const forge = repository.originUrl === undefined ? undefined : findForge(repository.originUrl)
  if (ledger === undefined || forge === undefined) return undefined
  return findKnownRepository(nameOf(forge), { ...ledger, clock })
}

async function readKnownWindow(...given: Parameters<typeof readRecordedWindow>): Promise<RecordedWindow> {
  return (await import('./ledger-facts/recorded-window.ts')).readRecordedWindow(...given)
}

async function flowOf(
  recent: WindowReading | RecordedWindow,
  options: AnalyzeOptions,
  known: KnownRepository | undefined,
): Promise<{ readonly flow: FlowAnalysis; readonly knowledge?: Knowledge }> {
  const { reading, horizon, window, changes } = recent
  const { carriers, deployments } = 'unknown' in recent ? recent : noneRecorded
  options.onProgress?.({ phase: 'analysis', done: 0 })
  const found = factsFromGit(reading, changes, horizon.newestAt, carriers)
  const facts = await withHotfixes(found, reading, window, options)
  const measured = options.size === true ? await withChangeSizes(facts, reading, window, options) : facts
  if (known === undefined) return { flow: analyzeFlow(measured, flowOptions(window, options)) }

  const [{ joinFacts }, { ancestryOf }] = await Promise.all([
    import('./ledger-facts/joined-facts.ts'),
    import('./ledger-facts/ancestry.ts'),
  ])
  const deployed = { ...measured, deployments: deployments ?? measured.deployments }
  const joined = joinFacts(deployed, mainLineOf(measured, found), known.reading, ancestryOf(reading.history))
  return {
    flow: analyzeFlow(joined.facts, flowOptions(window, options)),
    knowledge: knowledgeOf(known, { changes: joined.known, deployments: deployments?.length ?? 0 }),
  }
}

const noneRecorded = { carriers: undefined, deployments: undefined }

/** The changes of the facts may have been given their sizes since they were made. */
function mainLineOf({ changes }: FlowFacts, { mainLine }: GitFacts): GitFacts['mainLine'] {
  return mainLine.map(({ change, authoredAt }, place) => ({ change: changes[place] ?? change, authoredAt }))
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
