import { sourceTexts, type SourceId } from '@sluice/flow'
import { isoDate, type Clock } from '@sluice/model'
import { readClone, type CloneReading, type ReadCloneOptions } from './clone-reading.ts'
import type { Diagnosis, DiagnosisFinding } from './diagnosis.ts'
import { counted } from './counted.ts'
import { horizonOf } from './horizon.ts'
import { hasLedger } from './ledger-facts/known-repository.ts'
import type { LedgerFindings } from './ledger-facts/ledger-findings.ts'
import type { LedgerPlaceOptions } from './ledger-facts/ledger-folder.ts'
import { noticesOf } from './notices.ts'
import { findForge, nameOf } from './repository-name.ts'
import { windowOf } from './analysis-window.ts'

export interface DiagnoseOptions extends Omit<ReadCloneOptions, 'service'> {
  /** Where a ledger may be. Without it none is looked for. */
  readonly ledger?: LedgerPlaceOptions
  readonly clock: Clock
}

/**
 * What sluice can see from here, what each blind spot costs, and what each further source would add.
 *
 * @throws what `analyzeRepository` throws, except for the window
 */
export async function diagnose(path: string, options: DiagnoseOptions): Promise<Diagnosis> {
  const reading = await readClone(path, options)
  const now = options.clock.now()
  const horizon = horizonOf(reading.history, reading.line, reading.tagList.tags, now)
  const window = windowOf({}, { now, newestAt: horizon.newestAt, findTag: () => undefined })
  const notices = noticesOf(reading, {
    window,
    horizon,
    now,
    changesInWindow: reading.line.length,
    isUntilAsked: false,
    isServiceFolderMissing: false,
  })
  const known = await ledgerFindings(reading, options)
  return {
    findings: [
      gitFinding(reading),
      cloneFinding(reading),
      mainLineFinding(reading),
      historyFinding(reading, isoDate(horizon.newestAt)),
      tagFinding(reading),
      ...(reading.selection.services.length > 1 ? [serviceFinding(reading)] : []),
      ...notices.map((notice): DiagnosisFinding => ({
        id: notice.code.toLowerCase().replaceAll('_', '-'),
        status: gravest.has(notice.code) ? 'problem' : 'note',
        title: 'Notice',
        detail: notice.message,
        hint: notice.hint,
      })),
      ...known.findings,
      ...missingSources(known.connected),
    ],
  }
}

async function ledgerFindings(
  { repository }: CloneReading,
  { ledger, clock }: DiagnoseOptions,
): Promise<LedgerFindings> {
  if (ledger === undefined || !hasLedger(ledger)) return { findings: [], connected: [] }
  const forge = repository.originUrl === undefined ? undefined : findForge(repository.originUrl)
  const { findLedgerFindings } = await import('./ledger-facts/ledger-findings.ts')
  return findLedgerFindings(forge && nameOf(forge), { ...ledger, clock })
}

/** What each kind of source would add that is not connected. */
function missingSources(connected: readonly SourceId[]): readonly DiagnosisFinding[] {
  return Object.entries(sourceTexts)
    .filter(([source]) => !connected.some((known) => known === source))
    .map(([source, text]) => ({
      id: `source-${source}`,
      status: 'note',
      title: text.label,
      detail: `Not connected. ${text.adds}`,
    }))
}

/** Notices without whose mending the headline cannot be told or is wrong. */
const gravest = new Set(['NO_RELEASE_TAGS', 'SHALLOW_CLONE', 'TAGS_OUTSIDE_HISTORY', 'CLOCK_BEHIND_HISTORY'])

function gitFinding({ repository }: CloneReading): DiagnosisFinding {
  return { id: 'git', status: 'ok', title: 'git', detail: `version ${repository.gitVersion}` }
}

function cloneFinding({ repository }: CloneReading): DiagnosisFinding {
  const kinds = [
    ...(repository.isBare ? ['bare'] : []),
    ...(repository.isShallow ? ['shallow: older changes and releases are missing'] : []),
    ...(repository.partialFilter === undefined
      ? []
      : [
          repository.partialFilter.startsWith('tree')
            ? `partial (${repository.partialFilter}): everything works but --service and --size`
            : `partial (${repository.partialFilter}): everything works but --size`,
        ]),
  ]
  return {
    id: 'clone',
    status: repository.isShallow || repository.partialFilter !== undefined ? 'note' : 'ok',
    title: 'Clone',
    detail: `${repository.directory}${kinds.length === 0 ? ', complete' : `, ${kinds.join('; ')}`}`,
  }
}

const mainLineReasons = {
  requested: 'as asked for',
  'remote-default': "the remote's default branch",
  'local-ahead': "the remote's default branch, of which the local one has more",
  'head-branch': 'the branch of HEAD, because the remote names no default branch',
  'detached-head': 'what HEAD reaches, because no branch is checked out and no default branch is known',
} as const

function mainLineFinding({ mainLine, line }: CloneReading): DiagnosisFinding {
  return {
    id: 'main-line',
    status: mainLine.reason === 'detached-head' ? 'note' : 'ok',
    title: 'Main line',
    detail: `${mainLine.name}: ${mainLineReasons[mainLine.reason]}; ${counted(line.length, 'commit')} on it`,
    ...(mainLine.reason === 'detached-head' && { hint: 'Name another with --main.' }),
  }
}

function historyFinding({ history, line }: CloneReading, newest: string): DiagnosisFinding {
  const oldest = line.at(-1)
  const since = oldest === undefined ? '' : `, main line since ${isoDate(history.committedAt(oldest))}`
  return {
    id: 'history',
    status: 'ok',
    title: 'History',
    detail: `${counted(history.size, 'commit')} read${since}, newest from ${newest} UTC`,
  }
}

function tagFinding({ tagList, selection, releases }: CloneReading): DiagnosisFinding {
  const annotated = releases.filter((release) => release.timing === 'tagged').length
  return {
    id: 'release-tags',
    status: releases.length === 0 ? 'problem' : 'ok',
    title: 'Release tags',
    detail: [
      `${counted(tagList.tags.length, 'tag')}, ${counted(releases.length, 'release')}`,
      ...(selection.prereleases > 0 ? [`${counted(selection.prereleases, 'prerelease')} left out`] : []),
      ...(selection.unrecognized > 0 ? [`${selection.unrecognized} not like a version`] : []),
      ...(releases.length > 0 ? [`${annotated} annotated, with a date of their own`] : []),
    ].join('; '),
  }
}

function serviceFinding({ selection }: CloneReading): DiagnosisFinding {
  const shown = selection.services
    .slice(0, 8)
    .map((service) => (service === '' ? '(whole repository)' : service))
  const more = selection.services.length - shown.length
  return {
    id: 'services',
    status: 'ok',
    title: 'Services',
    detail: `${selection.services.length}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    hint: 'Follow one with sluice analyze --service NAME.',
  }
}
