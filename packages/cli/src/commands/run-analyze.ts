import { analyzeRepository, type AnalyzeOptions, type RepositoryAnalysis } from '@sluice/engine'
import { clockFrom } from '@sluice/model'
import type { CommandInput, ExitCode } from '../command.ts'
import { cliError } from '../errors.ts'
import { wrap } from '../format/text-layout.ts'
import { progressLine } from '../progress.ts'
import { refuseCollidingOutputs, writeOutputs, type Output } from '../outputs.ts'
import { headlineOf } from '../report/headline.ts'
import { renderTerminalReport } from '../terminal/render-terminal-report.ts'
import { sluiceVersion } from '../version.ts'
import type { analyzeOptions } from './analyze-command.ts'

/** Analyzes a clone, then writes what was asked for: files first, then standard output. */
export async function runAnalyze(input: CommandInput<typeof analyzeOptions>): Promise<ExitCode> {
  const { options, terminal, signal } = input
  const outputs = outputsOf(options)
  refuseCollidingOutputs(outputs)

  const clock = clockFrom(Date.now)
  const progress = progressLine(terminal.err, clock)
  let analysis: RepositoryAnalysis
  try {
    analysis = await analyze(input, {
      since: options.since,
      until: options.until,
      service: options.service,
      tagPattern: options.tagPattern,
      mainLine: options.main,
      seed: options.seed,
      calendar: options.calendar,
      clusters: options.clusters,
      size: options.size,
      ...(options.ledger && {
        ledger: { data: options.data, environment: process.env, platform: process.platform },
      }),
      clock,
      signal,
      ...(options.quiet ? {} : { onProgress: progress.show }),
    })
  } finally {
    progress.clear()
  }
  signal.throwIfAborted()

  const rendered = await Promise.all(
    outputs.map(({ render, ...output }) => renderedOutput(output, render, analysis)),
  )
  await writeOutputs(rendered, { terminal, signal, quiet: options.quiet })
  if (rendered.length === 0) await terminal.out.write(terminalReport(analysis, input))
  else if (!options.quiet && rendered.every((output) => output.file !== '-')) {
    const lines = wrap(headlineOf(analysis.flow).answer, terminal.out.width)
    await terminal.out.write(`${lines.join('\n')}\n`)
  }
  return 0
}

/** From the clone, or from the ledger alone where a repository is named. */
async function analyze(
  input: CommandInput<typeof analyzeOptions>,
  options: AnalyzeOptions,
): Promise<RepositoryAnalysis> {
  const { repository, ledger } = input.options
  const [path] = input.arguments
  if (repository === undefined) return analyzeRepository(path ?? '.', options)
  if (path !== undefined || !ledger) {
    const other = path === undefined ? '--no-ledger' : `the folder ${path}`
    throw cliError('ARGUMENTS_INVALID', {
      reason: `--repository asks the ledger alone, so it cannot be given with ${other}.`,
    })
  }
  const { analyzeLedger } = await import('@sluice/engine/sources')
  return analyzeLedger(repository, options)
}

interface RequestedOutput {
  readonly option: string
  readonly file: string
  readonly render: (analysis: RepositoryAnalysis) => string | Promise<string>
}

function outputsOf(options: CommandInput<typeof analyzeOptions>['options']): readonly RequestedOutput[] {
  // Each renderer is loaded only when it is asked for: the page of charts brings React with it.
  return [
    requested('--html', options.html, async (analysis) => {
      const { renderHtmlReport } = await import('../html/render-html-report.tsx')
      return renderHtmlReport(analysis, { generatedBy: `sluice ${sluiceVersion()}` })
    }),
    requested('--md', options.md, async (analysis) => {
      const { renderMarkdownReport } = await import('../markdown/render-markdown-report.ts')
      return renderMarkdownReport(analysis)
    }),
    requested('--json', options.json, async (analysis) => {
      const { analysisDocument } = await import('../json/analysis-document.ts')
      return `${JSON.stringify(analysisDocument(analysis), undefined, 2)}\n`
    }),
  ].flat()
}

function requested(
  option: string,
  file: string | undefined,
  render: RequestedOutput['render'],
): readonly RequestedOutput[] {
  return file === undefined ? [] : [{ option, file, render }]
}

async function renderedOutput(
  output: Omit<RequestedOutput, 'render'>,
  render: RequestedOutput['render'],
  analysis: RepositoryAnalysis,
): Promise<Output> {
  return { ...output, content: await render(analysis) }
}

function terminalReport(analysis: RepositoryAnalysis, input: CommandInput<typeof analyzeOptions>): string {
  const { out } = input.terminal
  return renderTerminalReport(analysis, {
    width: out.width,
    color: input.options.color ? out.colorLevel : 0,
    changes: input.options.changes ?? 0,
  })
}
