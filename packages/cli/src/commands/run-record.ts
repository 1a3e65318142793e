import { recordDelivery, recordKinds, type RecordKind } from '@sluice/engine/sources'
import { clockFrom } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { writeOutputs } from '../outputs.ts'
import type { recordOptions } from './record-command.ts'

/** Records one deployment or incident. */
export async function runRecord(input: CommandInput<typeof recordOptions>): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const [kind] = input.arguments
  if (!isRecordKind(kind)) throw new TypeError('the command line lets only known kinds through')
  const report = await recordDelivery({
    kind,
    repository: options.repository,
    folder: '.',
    said: options,
    data: options.data,
    environment: process.env,
    platform: process.platform,
    clock: clockFrom(Date.now),
    signal,
  })
  if (options.json !== undefined) {
    const { recordDocument } = await import('../json/ledger-documents.ts')
    const content = `${JSON.stringify(recordDocument(report), undefined, 2)}\n`
    await writeOutputs([{ option: '--json', file: options.json, content }], { terminal, signal, quiet: true })
  } else if (!options.quiet) {
    const did = report.recorded > 0 ? 'Recorded' : 'Knew already'
    await terminal.out.write(`${did}: ${kind} of ${report.repository}, ${report.id}\n`)
  }
  return 0
}

function isRecordKind(word: string | undefined): word is RecordKind {
  return recordKinds.some((kind) => kind === word)
}
