import type { Progress as AnalysisProgress } from '@sluice/engine'
import type { Clock } from '@sluice/model'
import { formatInteger } from './format/count.ts'
import { fit } from './format/text-layout.ts'
import type { OutputStream } from './terminal.ts'

/** How far long work has come: an analysis, or one stream of a source. */
export type Progress =
  | AnalysisProgress
  | {
      readonly phase: 'sync'
      readonly stream: string
      readonly done: number
      readonly total?: number
    }

/** One line on a terminal that shows how far long work has come. */
export interface ProgressLine {
  readonly show: (progress: Progress) => void
  /** Takes the line away, so that nothing of it is left in what follows. */
  readonly clear: () => void
}

/** Work shorter than this shows nothing. */
const silentMs = 1_000

/** A progress line on a stream; one that never shows where the stream is no terminal. */
export function progressLine(stream: OutputStream, clock: Clock): ProgressLine {
  const startedAt = clock.now()
  let drawnAt = 0
  return {
    show(progress) {
      const now = clock.now()
      if (!stream.isTerminal || now - startedAt < silentMs || now - drawnAt < redrawMs) return
      drawnAt = now
      void stream.write(`${eraseLine}${progressText(progress, stream.width)}`)
    },
    clear() {
      if (drawnAt !== 0) void stream.write(eraseLine)
      drawnAt = 0
    },
  }
}

/** `Reading history  12,400 of 20,000 commits  ████████░░░░`, the bar only where the total is known. */
export function progressText(progress: Progress, width: number): string {
  const { done, total } = progress
  const { label, noun } = wordsOf(progress)
  const count =
    total === undefined ? formatInteger(done) : `${formatInteger(done)} of ${formatInteger(total)}`
  if (done === 0 && total === undefined) return fit(label, width - 1)
  const bar = total === undefined || total === 0 ? '' : `  ${barText(done / total)}`
  // One column stays free: a full line would wrap on some terminals and could not be erased.
  return fit(`${label}  ${count} ${noun}${bar}`, width - 1)
}

const redrawMs = 100
/** Back to the first column, and erase to the end of the line (ECMA-48 CR, EL). */
const eraseLine = '\r\u001b[K'
const barCells = 24

const phases = {
  history: { label: 'Reading history', noun: 'commits' },
  size: { label: 'Reading change sizes', noun: 'changes' },
  analysis: { label: 'Estimating', noun: 'steps' },
} as const satisfies Record<AnalysisProgress['phase'], { readonly label: string; readonly noun: string }>

function wordsOf(progress: Progress): { readonly label: string; readonly noun: string } {
  return progress.phase === 'sync'
    ? { label: `Reading ${progress.stream}`, noun: 'read' }
    : phases[progress.phase]
}

function barText(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barCells)
  return '█'.repeat(filled) + '░'.repeat(barCells - filled)
}
