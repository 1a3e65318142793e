import { spawn } from 'node:child_process'

export interface ProcessRun {
  readonly milliseconds: number
  /** Peak resident memory, only of programs that write it to the fourth pipe; see report-peak-memory.js. */
  readonly peakBytes: number | undefined
}

/** Runs a program with its output thrown away and measures it from start to end. Throws when it fails. */
export function runProcess(
  program: string,
  parameters: readonly string[],
  cwd?: string,
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const child = spawn(program, parameters, { cwd, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    let said = ''
    let peak = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    child.stdio[3]?.on('data', (chunk: Buffer) => (peak += chunk.toString('utf8')))
    child.on('error', reject)
    child.on('close', (code) => {
      const milliseconds = performance.now() - startedAt
      if (code === 0) resolve({ milliseconds, peakBytes: peak === '' ? undefined : Number(peak) * 1024 })
      else reject(new Error(`${program} ${parameters.join(' ')} failed:\n${said}`))
    })
  })
}
