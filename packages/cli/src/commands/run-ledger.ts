import { rebuildLedger, withLedger } from '@sluice/engine/sources'
import { clockFrom, isoDate } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { cliError } from '../errors.ts'
import { ledgerStatusDocument } from '../json/ledger-documents.ts'
import type { LedgerDocument } from '../json/ledger-schemas.ts'
import { formatInteger } from '../format/count.ts'
import { writeOutputs } from '../outputs.ts'
import { progressLine } from '../progress.ts'
import type { ledgerCommandOptions } from './ledger-command.ts'

type Input = CommandInput<typeof ledgerCommandOptions>

/** What an action did: for people, and for programs. */
interface Outcome {
  readonly lines: readonly string[]
  readonly document: LedgerDocument
}

/** Looks at the ledger or moves it. */
export async function runLedger(input: Input): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const [action = '', folder] = input.arguments
  const outcome = await act(action, folder, input)
  if (options.json !== undefined) {
    const content = `${JSON.stringify(outcome.document, undefined, 2)}\n`
    await writeOutputs([{ option: '--json', file: options.json, content }], { terminal, signal, quiet: true })
  } else if (!options.quiet) {
    await terminal.out.write(`${outcome.lines.join('\n')}\n`)
  }
  return 0
}

function act(action: string, folder: string | undefined, input: Input): Promise<Outcome> {
  switch (action) {
    case 'export':
      return moved('Wrote', folderOf(action, folder), input)
    case 'import':
      return moved('Read', folderOf(action, folder), input)
    case 'rebuild':
      return rebuilt(input)
    default:
      return status(input)
  }
}

function folderOf(action: string, folder: string | undefined): string {
  if (folder !== undefined) return folder
  throw cliError('ARGUMENTS_INVALID', { reason: `"sluice ledger ${action}" needs a folder.` })
}

function placeOf({ options }: Input): Parameters<typeof withLedger>[0] {
  return {
    data: options.data,
    environment: process.env,
    platform: process.platform,
    clock: clockFrom(Date.now),
  }
}

async function status(input: Input): Promise<Outcome> {
  const found = await withLedger(placeOf(input), (ledger) => ledger.status())
  const rows = Object.entries(found.rows).filter(([, count]) => count > 0)
  const width = Math.max(0, ...rows.map(([table]) => table.length))
  return {
    document: ledgerStatusDocument(found),
    lines: [
      `Ledger at ${found.location} (${found.engine === 'duckdb' ? 'DuckDB' : 'ClickHouse'})`,
      ...(rows.length === 0 ? ['  It is empty: fill it with "sluice sync" or "sluice ingest".'] : []),
      ...rows.map(([table, count]) => `  ${table.padEnd(width)}  ${formatInteger(count).padStart(11)}`),
      ...(found.lastEventAt === undefined ? [] : [`Newest event from ${isoDate(found.lastEventAt)}`]),
      ...(found.waiting === 0
        ? []
        : [`${formatInteger(found.waiting)} batches wait until every node is back; nothing is lost.`]),
      ...(found.quarantined.length === 0 ? [] : ['Set aside because it could not be understood:']),
      ...found.quarantined.map(
        ({ source, reason, count }) => `  ${formatInteger(count)} from ${source}: ${reason}`,
      ),
    ],
  }
}

async function moved(verb: 'Wrote' | 'Read', folder: string, input: Input): Promise<Outcome> {
  const { signal } = input
  const files = await withLedger(placeOf(input), (ledger) =>
    verb === 'Wrote' ? ledger.export(folder, { signal }) : ledger.import(folder, { signal }),
  )
  return {
    document: { schema: 'sluice.ledger/1', moved: { folder, files: files.map((file) => ({ ...file })) } },
    lines: [
      `${verb} ${folder}`,
      ...files.map(({ table, rows }) => `  ${table}: ${formatInteger(rows)} rows`),
    ],
  }
}

async function rebuilt(input: Input): Promise<Outcome> {
  const { options, terminal, signal } = input
  const progress = progressLine(terminal.err, clockFrom(Date.now))
  try {
    const { events } = await rebuildLedger({
      ...placeOf(input),
      signal,
      ...(options.quiet
        ? {}
        : { onProgress: (done) => progress.show({ phase: 'sync', stream: 'events', ...done }) }),
    })
    return {
      document: { schema: 'sluice.ledger/1', rebuilt: { events } },
      lines: [`Derived all facts again from ${formatInteger(events)} events`],
    }
  } finally {
    progress.clear()
  }
}
