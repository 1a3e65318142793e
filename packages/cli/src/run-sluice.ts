import type { ExitCode } from './command.ts'
import { commands } from './commands/commands.ts'
import { parseCommandLine } from './parse-command-line.ts'
import { reportFailure } from './report-failure.ts'
import type { Terminal } from './terminal.ts'
import { sluiceVersion } from './version.ts'

export interface RunSettings {
  readonly terminal: Terminal
  /** Aborts when the person interrupts; its reason is an `Interruption`. */
  readonly signal: AbortSignal
  readonly debug: boolean
}

/** Does what the words on the command line ask for. Never throws: every failure is told and has an exit code. */
export async function runSluice(words: readonly string[], settings: RunSettings): Promise<ExitCode> {
  const { terminal, signal, debug } = settings
  try {
    const asked = parseCommandLine(words, { commands, version: sluiceVersion(), width: terminal.out.width })
    if (asked.kind === 'print') {
      await terminal.out.write(asked.text)
      return 0
    }
    return await asked.command.run({ arguments: asked.arguments, options: asked.options, terminal, signal })
  } catch (error) {
    if (signal.aborted) return interruptionCode(signal.reason)
    const json = words.some((word) => word === '--json' || word.startsWith('--json='))
    return reportFailure(error, terminal, { json, debug })
  }
}

/** The conventional exit code of a process that a signal ended. */
export function interruptionCode(reason: unknown): ExitCode {
  return reason === 'SIGTERM' ? 143 : 130
}
