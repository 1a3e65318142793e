import { Ansis } from 'ansis'

/** Colours that a stream shows: none, 16, 256, or all of them. */
export type ColorLevel = 0 | 1 | 2 | 3

/** One of the two streams of a process, as far as commands may see it. */
export interface OutputStream {
  readonly isTerminal: boolean
  /** Columns for text: those of the terminal between 60 and 120, 80 where there is none. */
  readonly width: number
  readonly colorLevel: ColorLevel
  /** Resolves when the text is handed over; slow readers are waited for. */
  readonly write: (text: string) => Promise<void>
}

/** Where commands talk to a person. */
export interface Terminal {
  readonly out: OutputStream
  readonly err: OutputStream
}

/** The streams of this process. A reader that goes away (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  // Ansis weighs NO_COLOR, FORCE_COLOR, the kind of terminal and whether standard output is one.
  const detected = new Ansis().level
  return {
    out: streamOf(process.stdout, colorLevel(detected)),
    err: streamOf(process.stderr, process.stderr.isTTY ? colorLevel(detected) : 0),
  }
}

/** Columns to lay text out in, for a terminal of that many columns. */
function textWidth(columns: number | undefined): number {
  return columns === undefined || columns <= 0 ? 80 : Math.min(120, Math.max(60, columns))
}

function streamOf(stream: NodeJS.WriteStream, level: ColorLevel): OutputStream {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody reads any more. Files were written before, so nothing is lost.
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  return {
    isTerminal: stream.isTTY,
    width: textWidth(stream.isTTY ? stream.columns : undefined),
    colorLevel: level,
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
  }
}

function colorLevel(level: number): ColorLevel {
  return level === 1 || level === 2 || level === 3 ? level : 0
}
