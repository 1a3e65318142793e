import { isForgeId, syncRepository, type SyncReport } from '@sluice/engine/sources'
import { clockFrom } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { formatInteger } from '../format/count.ts'
import { writeOutputs } from '../outputs.ts'
import { progressLine } from '../progress.ts'
import type { syncOptions } from './sync-command.ts'

/** Reads a forge into the ledger and says what came of it; 3 when a part could not be read. */
export async function runSync(input: CommandInput<typeof syncOptions>): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const [source, repository] = input.arguments
  if (!isForgeId(source)) throw new TypeError('the command line lets only known forges through')
  const clock = clockFrom(Date.now)
  const progress = progressLine(terminal.err, clock)
  let report: SyncReport
  try {
    report = await syncRepository({
      source,
      repository,
      folder: '.',
      since: options.since,
      apiUrl: options.apiUrl,
      incidentLabels: words(options.incidentLabels),
      production: options.production,
      only: words(options.only),
      again: options.again,
      data: options.data,
      environment: process.env,
      platform: process.platform,
      clock,
      signal,
      ...(options.quiet
        ? {}
        : {
            onProgress: ({ stream, ...rest }) => progress.show({ phase: 'sync', stream, ...rest }),
            onWait: ({ message }) => {
              progress.clear()
              void terminal.err.write(`${message}\n`)
            },
          }),
    })
  } finally {
    progress.clear()
  }
  if (options.json !== undefined) {
    const { syncDocument } = await import('../json/ledger-documents.ts')
    const content = `${JSON.stringify(syncDocument(report), undefined, 2)}\n`
    await writeOutputs([{ option: '--json', file: options.json, content }], { terminal, signal, quiet: true })
  } else if (!options.quiet) {
    await terminal.out.write(`${linesOf(report).join('\n')}\n`)
  }
  return report.streams.some(({ gaps }) => gaps.length > 0) ? 3 : 0
}

function words(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function linesOf(report: SyncReport): readonly string[] {
  const { streams, requests, repository, source, ledger } = report
  const width = Math.max(0, ...streams.map(({ stream }) => stream.length))
  return [
    `Read ${repository} from ${source} with ${formatInteger(requests)} requests into ${ledger}`,
    ...streams.map(({ stream, items, recorded, repeated, quarantined }) =>
      [
        `  ${stream.padEnd(width)}  ${formatInteger(items).padStart(7)} read`,
        `${formatInteger(recorded)} new events`,
        ...(repeated > 0 ? [`${formatInteger(repeated)} known`] : []),
        ...(quarantined > 0 ? [`${formatInteger(quarantined)} set aside`] : []),
      ].join(', '),
    ),
    ...streams.flatMap(({ stream, gaps }) =>
      gaps.flatMap(({ message, hint }) => [`  ${stream} has a gap: ${message}`, `  ${hint}`]),
    ),
    ...report.notices.map(({ message, hint }) => `${message} ${hint}`),
    ...(streams.some(({ gaps }) => gaps.length > 0)
      ? ['  Once that is mended, "sluice sync --again" reads what is missing.']
      : []),
    'Now run "sluice analyze" in a clone of it.',
  ]
}
