import {
  ingestFiles,
  type IngestedFile,
  type IngestReport,
  type InputKind,
  inputKinds,
} from '@sluice/engine/sources'
import { clockFrom } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { formatInteger } from '../format/count.ts'
import { writeOutputs } from '../outputs.ts'
import { progressLine } from '../progress.ts'
import type { ingestOptions } from './ingest-command.ts'

/** Reads files into the ledger and says what became of each; 2 when one could not be read to its end. */
export async function runIngest(input: CommandInput<typeof ingestOptions>): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const [kind, ...files] = input.arguments
  if (!isInputKind(kind)) throw new TypeError('the command line lets only known kinds through')
  const clock = clockFrom(Date.now)
  const progress = progressLine(terminal.err, clock)
  let report: IngestReport
  try {
    report = await ingestFiles({
      kind,
      files,
      standardInput: process.stdin,
      repository: options.repository,
      folder: '.',
      about: options,
      data: options.data,
      environment: process.env,
      platform: process.platform,
      clock,
      signal,
      ...(options.quiet
        ? {}
        : { onProgress: ({ file, done }) => progress.show({ phase: 'sync', stream: file, done }) }),
    })
  } finally {
    progress.clear()
  }
  if (options.json !== undefined) {
    const { ingestDocument } = await import('../json/ledger-documents.ts')
    const content = `${JSON.stringify(ingestDocument(report), undefined, 2)}\n`
    await writeOutputs([{ option: '--json', file: options.json, content }], { terminal, signal, quiet: true })
  } else if (!options.quiet) {
    await terminal.out.write(`${report.files.flatMap(linesOf).join('\n')}\n`)
  }
  return report.files.some(({ failure }) => failure !== undefined) ? 2 : 0
}

function isInputKind(word: string | undefined): word is InputKind {
  return word !== undefined && Object.hasOwn(inputKinds, word)
}

function linesOf({ file, recorded, repeated, quarantined, failure }: IngestedFile): readonly string[] {
  const counts = [
    `${formatInteger(recorded)} new`,
    ...(repeated > 0 ? [`${formatInteger(repeated)} known already`] : []),
    ...(quarantined > 0 ? [`${formatInteger(quarantined)} set aside (see "sluice ledger status")`] : []),
  ]
  return [
    `${file === '-' ? 'standard input' : file}: ${counts.join(', ')}`,
    ...(failure === undefined
      ? []
      : [`  error ${failure.code}: ${failure.message}`, `  hint: ${failure.hint}`]),
  ]
}
