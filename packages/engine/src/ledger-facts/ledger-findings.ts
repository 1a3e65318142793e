import type { SourceId } from '@sluice/flow'
import type { LedgerStatus } from '@sluice/ledger'
import { instant, isoDate, SluiceError, type Clock, type RepositoryName } from '@sluice/model'
import { counted } from '../counted.ts'
import type { DiagnosisFinding } from '../diagnosis.ts'
import { withLedger } from '../with-ledger.ts'
import { connectedSources } from './connected-sources.ts'
import type { LedgerPlaceOptions } from './ledger-folder.ts'
import { readSources, type SourceReading } from './ledger-reading.ts'

/** What a ledger holds of a repository, and which kinds of source it has. */
export interface LedgerFindings {
  readonly findings: readonly DiagnosisFinding[]
  readonly connected: readonly SourceId[]
}

/** Looks into the ledger. One that cannot be opened is a finding like any other, and the rest of the look goes on. */
export async function findLedgerFindings(
  repository: RepositoryName | undefined,
  place: LedgerPlaceOptions & { readonly clock: Clock },
): Promise<LedgerFindings> {
  try {
    return await withLedger(place, async (ledger) => {
      const status = await ledger.status()
      const sources = repository === undefined ? undefined : await readSources(ledger, repository)
      return {
        findings: [
          ledgerFinding(status),
          ...(sources === undefined ? [unknownFinding(repository)] : sourceFindings(sources)),
          ...quarantineFindings(status),
        ],
        connected: sources === undefined ? [] : connectedSources(sources),
      }
    })
  } catch (error) {
    if (!(error instanceof SluiceError) || error.kind === 'bug') throw error
    const finding = { id: 'ledger', status: 'problem', title: 'Ledger' } as const
    return { findings: [{ ...finding, detail: error.message, hint: error.hint }], connected: [] }
  }
}

function ledgerFinding({ location, rows, waiting }: LedgerStatus): DiagnosisFinding {
  const events = counted(rows['events'] ?? 0, 'event')
  const waits =
    waiting === 0 ? '' : `; ${counted(waiting, 'batch waits', 'batches wait')} for a node to come back`
  return {
    id: 'ledger',
    status: waiting === 0 ? 'ok' : 'note',
    title: 'Ledger',
    detail: `${location}, ${events}${waits}`,
  }
}

function unknownFinding(repository: RepositoryName | undefined): DiagnosisFinding {
  return {
    id: 'ledger-repository',
    status: 'note',
    title: 'Repository in the ledger',
    detail:
      repository === undefined
        ? 'This clone has no origin on a server, so the ledger cannot be asked about it.'
        : `The ledger knows nothing of ${repository}.`,
    hint: 'Read its forge with "sluice sync github" or "sluice sync gitlab".',
  }
}

function sourceFindings({ sources }: SourceReading): readonly DiagnosisFinding[] {
  const names = [...new Set(sources.map(({ source }) => source))]
  return names.map((source): DiagnosisFinding => {
    const rows = sources.filter((row) => row.source === source)
    const lastAt = instant(Math.max(...rows.map((row) => row.lastAt)))
    const kinds = rows.map(({ kind, events }) => counted(events, kind))
    return {
      id: `source-${source}`,
      status: 'ok',
      title: `Read from ${source}`,
      detail: `until ${isoDate(lastAt)}: ${kinds.join(', ')}`,
    }
  })
}

/** Shown by reason, so that one broken sender is one line. */
function quarantineFindings({ quarantined }: LedgerStatus): readonly DiagnosisFinding[] {
  return quarantined.slice(0, mostReasons).map(({ source, reason, count }, place): DiagnosisFinding => ({
    id: `quarantine-${place + 1}`,
    status: 'note',
    title: 'Set aside',
    detail: `${counted(count, 'record')} from ${source}: ${reason}`,
    hint: 'Mend the sender and send it again; what is right then is recorded, and what was right is not doubled.',
  }))
}

const mostReasons = 10
