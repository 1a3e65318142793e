import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { devNull } from 'node:os'

/** A chunk of standard input, or several that are made as git takes them. */
export type GitInput = string | Uint8Array | Iterable<string | Uint8Array>

/**
 * Runs git in a folder without any configuration of the user, and returns what it printed. For tests that need a
 * repository in a certain state; the product goes through `run-git.ts`.
 */
export async function git(
  directory: string,
  gitArguments: readonly string[],
  input?: GitInput,
): Promise<string> {
  const child = spawn('git', ['-C', directory, ...gitArguments], {
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      HOME: directory,
      GIT_CONFIG_GLOBAL: devNull,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
      GIT_AUTHOR_DATE: '1767225600 +0000',
      GIT_COMMITTER_DATE: '1767225600 +0000',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  child.stdin.on('error', () => undefined)
  const closed = once(child, 'close')

  const chunks = input === undefined ? [] : isChunk(input) ? [input] : input
  for (const chunk of chunks) {
    if (child.exitCode !== null) break
    if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, 'drain'), closed])
  }
  child.stdin.end()
  await closed
  if (child.exitCode !== 0) {
    throw new Error(`git ${gitArguments.join(' ')} failed: ${Buffer.concat(errors).toString('utf8')}`)
  }
  return Buffer.concat(output).toString('utf8')
}

function isChunk(input: GitInput): input is string | Uint8Array {
  return typeof input === 'string' || input instanceof Uint8Array
}
