import { analyzeFlow, type FlowAnalysis } from '@sluice/flow'
import { instant, serviceId, type Change, type RepositoryName } from '@sluice/model'
import { windowOf } from '../analysis-window.ts'
import type { AnalyzeOptions } from '../analyze-options.ts'
import { counted } from '../counted.ts'
import { engineError } from '../errors.ts'
import { flowOptions } from '../flow-options.ts'
import { knowledgeOf } from '../knowledge.ts'
import { unknownRevisionNotices } from '../notices.ts'
import type { Notice, RepositoryAnalysis } from '../repository-analysis.ts'
import { findForgeLinks } from '../repository-name.ts'
import { parseReference, type RepositoryReference } from '../repository-reference.ts'
import { factsFromLedger, type LedgerFacts } from './facts-from-ledger.ts'
import { findKnownRepository, type KnownRepository } from './known-repository.ts'
import { newestOf } from './recorded-window.ts'

/**
 * The value stream of a repository from the ledger alone, where there is no clone of it. Reverts and backports are
 * not seen then, and what a deployment carried is told by the order of merges.
 *
 * @throws REPOSITORY_NAME_INVALID, REPOSITORY_NOT_KNOWN, the errors of the window and of `@sluice/ledger`
 */
export async function analyzeLedger(
  repository: string,
  options: AnalyzeOptions,
): Promise<RepositoryAnalysis> {
  const reference = parseReference(repository)
  const { ledger, clock } = options
  const known = ledger && (await findKnownRepository(reference.name, { ...ledger, clock }))
  if (known === undefined) throw engineError('REPOSITORY_NOT_KNOWN', { repository: reference.name })
  return analyzeKnown(reference, known, options)
}

/** The same from what was already read. */
function analyzeKnown(
  reference: RepositoryReference,
  known: KnownRepository,
  options: AnalyzeOptions,
): RepositoryAnalysis {
  const now = options.clock.now()
  const newestAt = newestOf(instant(0), known.reading, now)
  const window = windowOf(options, { now, newestAt, findTag: () => undefined })
  options.onProgress?.({ phase: 'analysis', done: 0 })
  const found = factsFromLedger(known.reading, { mainLine: options.mainLine, service: options.service })
  const flow = analyzeFlow(found.facts, flowOptions(window, options))
  const links = findForgeLinks(reference)
  return {
    repository: {
      name: reference.path,
      head: newestRevision(found.facts.changes),
      mainLine: found.mainLine,
      commits: found.facts.changes.reduce((sum, { commits }) => sum + commits, 0),
      isShallow: false,
      isPartial: false,
      isBare: false,
      newestAt,
      ...(links !== undefined && { links }),
    },
    scope: {
      ...(options.service !== undefined && { service: serviceId(options.service) }),
      analyzedAt: now,
    },
    knowledge: knowledgeOf(known, {
      changes: flow.changes.length,
      deployments: found.facts.deployments.length,
    }),
    flow,
    notices: noticesOf(found, flow, reference.name),
  }
}

/** What was merged last; changes are in the order of their opening. */
function newestRevision(changes: readonly Change[]): string {
  let newest: Change | undefined
  for (const change of changes) if (newest === undefined || change.mergedAt > newest.mergedAt) newest = change
  return newest?.revision ?? ''
}

function noticesOf(
  { unknownDeployments, mergedElsewhere, mainLine }: LedgerFacts,
  flow: FlowAnalysis,
  repository: RepositoryName,
): readonly Notice[] {
  return [
    {
      code: 'WITHOUT_CLONE',
      message:
        'No clone was read: reverts, hotfixes and backports are not seen, and merges tell what was deployed.',
      hint: `Run "sluice analyze" in a clone of ${repository} for the whole picture.`,
    },
    ...unknownRevisionNotices(unknownDeployments),
    ...(mergedElsewhere === 0
      ? []
      : [
          {
            code: 'MERGED_ELSEWHERE',
            message: `${counted(mergedElsewhere, 'change was', 'changes were')} merged into other branches than ${mainLine} and left out.`,
            hint: 'Choose another main line with --main.',
          },
        ]),
    ...(flow.changes.length === 0
      ? [
          {
            code: 'NO_CHANGE_IN_WINDOW',
            message: `No change was merged into ${mainLine} in the window.`,
            hint: 'Choose an earlier window with --since and --until, or run "sluice sync" again.',
          },
        ]
      : []),
  ]
}
