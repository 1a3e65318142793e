import { SluiceError, type ErrorKind } from '@sluice/model'
import type { ExitCode } from './command.ts'
import { printable } from './format/printable.ts'
import type { Terminal } from './terminal.ts'

export interface FailureSettings {
  /** Print the error as one line of JSON, `sluice.error/1`. */
  readonly json: boolean
  /** Print where in the code it happened. */
  readonly debug: boolean
}

/** Tells on standard error what went wrong and what to do about it; the exit code says who can do it. */
export async function reportFailure(
  error: unknown,
  terminal: Terminal,
  settings: FailureSettings,
): Promise<ExitCode> {
  const failure = failureOf(error)
  if (settings.json) {
    const { code, message, hint } = failure
    await terminal.err.write(`${JSON.stringify({ schema: 'sluice.error/1', code, message, hint })}\n`)
  } else {
    await terminal.err.write(
      `error ${failure.code}: ${printable(failure.message)}\nhint: ${printable(failure.hint)}\n`,
    )
  }
  if (settings.debug && error instanceof Error) await terminal.err.write(`${stackOf(error)}\n`)
  return exitCodes[failure.kind]
}

const exitCodes = { user: 2, operational: 3, bug: 70 } as const satisfies Record<ErrorKind, ExitCode>

interface Failure {
  readonly kind: ErrorKind
  readonly code: string
  readonly message: string
  readonly hint: string
}

function failureOf(error: unknown): Failure {
  if (error instanceof SluiceError) return error
  return {
    kind: 'bug',
    code: 'UNEXPECTED',
    message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    hint: 'This is a bug in sluice: please report it, with the output of the same command under SLUICE_DEBUG=1.',
  }
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
