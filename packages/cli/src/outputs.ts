import { resolve } from 'node:path'
import { cliError } from './errors.ts'
import type { Terminal } from './terminal.ts'
import { writeFileAtomically } from './write-file-atomically.ts'

/** A text and where it goes: a file, or `-` for standard output. */
export interface Output {
  /** The option that asked for it. */
  readonly option: string
  readonly file: string
  readonly content: string
}

export interface OutputSettings {
  readonly terminal: Terminal
  readonly signal: AbortSignal
  /** Do not say what was written. */
  readonly quiet: boolean
}

/**
 * Refuses two outputs for one place, before any work is done.
 *
 * @throws OUTPUTS_COLLIDE
 */
export function refuseCollidingOutputs(outputs: readonly Pick<Output, 'option' | 'file'>[]): void {
  const taken = new Map<string, string>()
  for (const { option, file } of outputs) {
    const place = file === '-' ? 'standard output' : resolve(file)
    const first = taken.get(place)
    if (first !== undefined) throw cliError('OUTPUTS_COLLIDE', { first, second: option, target: place })
    taken.set(place, option)
  }
}

/** Writes the files, each whole, and only then standard output: a reader that goes away loses no file. */
export async function writeOutputs(outputs: readonly Output[], settings: OutputSettings): Promise<void> {
  const { terminal, signal, quiet } = settings
  for (const { file, content } of outputs.filter((output) => output.file !== '-')) {
    await writeFileAtomically(file, content, signal)
    if (!quiet) await terminal.err.write(`Wrote ${file}\n`)
  }
  for (const { content } of outputs.filter((output) => output.file === '-')) await terminal.out.write(content)
}
