import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What a process of sluice left behind. */
export interface CliResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What stands on its standard input; nothing by default. */
  readonly input?: string
  /** Close standard output after its first characters, as `| head -c 1` does. */
  readonly closeStdoutEarly?: boolean
}

/** Runs the program from its sources in a process of its own, as a person would, without a terminal. */
export function runCli(words: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = spawn(process.execPath, ['--import', typeScriptLoader, entry, ...words], {
    cwd: options.cwd ?? packageFolder,
    env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', TSX_TSCONFIG_PATH: tsconfig, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A program that ends without reading closes its end first.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => {
      stdout.push(part)
      if (options.closeStdoutEarly === true) child.stdout.destroy()
    })
    child.stderr.on('data', (part: Buffer) => stderr.push(part))
    child.on('error', reject)
    child.on('close', (exitCode) =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    )
  })
}

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
// Named by its place, because the process may stand in a folder that knows no packages.
const typeScriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const tsconfig = fileURLToPath(new URL('../../../../tsconfig.json', import.meta.url))
const entry = fileURLToPath(new URL('../sluice.ts', import.meta.url))
