import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repositoryRoot } from '../workspace.ts'

/** One fact about the repository that a machine can hold. */
export interface Check {
  readonly name: string
  /** What to do when it fails, in a few words. */
  readonly remedy: string
  /** What is wrong, one line each; empty when the fact holds. */
  readonly run: () => Promise<readonly string[]>
}

/** What a program said, and whether it was content. */
export interface ToolAnswer {
  readonly isContent: boolean
  readonly output: string
}

/** Runs a program that npm installed for the workspace and waits for it. */
export function runTool(name: string, parameters: readonly string[]): Promise<ToolAnswer> {
  return runProgram(join(repositoryRoot, 'node_modules/.bin', name), parameters)
}

/** Runs a program in the repository and waits for it; its two outputs come as one text. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  cwd: string = repositoryRoot,
): Promise<ToolAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const said: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk))
    child.on('error', (error) => resolve({ isContent: false, output: error.message }))
    child.on('close', (code) =>
      resolve({ isContent: code === 0, output: Buffer.concat(said).toString('utf8') }),
    )
  })
}

/** The lines of a discontented program, or nothing. */
export function linesOf({ isContent, output }: ToolAnswer): readonly string[] {
  if (isContent) return []
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 0 ? lines : ['It failed and said nothing.']
}
