import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { cpus, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { writeSyntheticHistory } from '@sluice/git/testing'
import { logFields } from '../packages/git/src/log-parser.ts'
import { runProcess, type ProcessRun } from './run-process.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const peakMemory = pathToFileURL(join(root, 'benchmarks/report-peak-memory.js')).href

/** The built program, as users run it. */
export const sluiceProgram = join(root, 'packages/cli/bin/sluice.js')

/** The whole terminal report of a clone. */
export function runSluice(clone: string): Promise<ProcessRun> {
  return runSluiceCommand(['analyze', clone, '--quiet'])
}

/** Any command of the built program. */
export function runSluiceCommand(words: readonly string[]): Promise<ProcessRun> {
  return runProcess(process.execPath, ['--import', peakMemory, sluiceProgram, ...words])
}

/** git itself, printing the fields that sluice reads, of the commits that sluice reads. */
export function runPlainGitLog(clone: string): Promise<ProcessRun> {
  const format = `--format=tformat:${logFields.join('%x00')}`
  return runProcess('git', ['-C', clone, 'log', '-z', format, 'HEAD', '--branches', '--remotes', '--tags'])
}

/** Commits that HEAD, branches and tags reach. */
export function commitCount(clone: string): number {
  return Number(
    execFileSync('git', ['-C', clone, 'rev-list', '--count', 'HEAD', '--branches', '--remotes', '--tags'], {
      encoding: 'utf8',
    }),
  )
}

/** A packed clone of a made-up history; kept, because making a million commits takes a while. */
export async function syntheticClone(commits: number): Promise<string> {
  const clone = join(root, '.cache/benchmarks', `synthetic-${commits}`)
  if (existsSync(clone)) return clone

  const unfinished = `${clone}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', unfinished])
  await writeSyntheticHistory(unfinished, { commits })
  execFileSync('git', ['-C', unfinished, 'gc', '--quiet'])
  renameSync(unfinished, clone)
  return clone
}

/** The machine in general words, for the head of a table. */
export function machineDescription(): string {
  const git = execFileSync('git', ['--version'], { encoding: 'utf8' }).trim()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores, ${memory} GB of memory, ${type()}, Node ${process.versions.node}, ${git}.`
}
