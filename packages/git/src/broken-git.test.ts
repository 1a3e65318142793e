import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readHistory } from './history.ts'
import { openRepository } from './repository.ts'
import { readTags } from './tags.ts'
import { temporaryFolder, temporaryRepository, type HistoryScript } from './testing/index.ts'

function taggedCommit(script: HistoryScript): void {
  script.tag('v1.0.0', script.commit('first'))
}

/** A program that is git, except that it runs these shell commands for one of git's commands. */
async function gitBut(folder: string, command: string, instead: string): Promise<string> {
  const program = join(folder, 'git')
  const script = [
    '#!/bin/sh',
    'for word in "$@"; do',
    `  if [ "$word" = '${command}' ]; then`,
    `    ${instead}`,
    '  fi',
    'done',
    'exec git "$@"',
    '',
  ]
  await writeFile(program, script.join('\n'))
  await chmod(program, 0o755)
  return program
}

describe('openRepository', () => {
  it.each([
    [
      'says why',
      'echo "warning: odd" >&2; echo "fatal: no memory left" >&2; echo "hint: none" >&2; exit 128',
      'no memory left',
    ],
    ['says nothing', 'exit 3', 'it ended with exit code 3'],
    ['is killed', 'kill -KILL $$', 'it was ended by signal SIGKILL'],
  ])('tells what became of a git that fails and %s', async (_, instead, detail) => {
    await using repository = await temporaryRepository(taggedCommit)
    await using folder = await temporaryFolder()
    const gitCommand = await gitBut(folder.path, '--absolute-git-dir', instead)

    await expect(openRepository(repository.path, { gitCommand })).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: `"git rev-parse" failed: ${detail}`,
    })
  })

  it('refuses a layout with lines missing', async () => {
    await using repository = await temporaryRepository(taggedCommit)
    await using folder = await temporaryFolder()
    const gitCommand = await gitBut(folder.path, '--absolute-git-dir', 'echo false; exit 0')

    await expect(openRepository(repository.path, { gitCommand })).rejects.toMatchObject({
      code: 'GIT_OUTPUT_UNREADABLE',
      message: String.raw`"git rev-parse" printed something that sluice cannot read: "false\n"`,
    })
  })
})

describe('readTags', () => {
  it('refuses a line that is no reference', async () => {
    await using repository = await temporaryRepository(taggedCommit)
    await using folder = await temporaryFolder()
    const gitCommand = await gitBut(folder.path, 'for-each-ref', 'echo refs/tags/v1.0.0; exit 0')

    const opened = await openRepository(repository.path, { gitCommand })

    await expect(readTags(opened)).rejects.toMatchObject({
      code: 'GIT_OUTPUT_UNREADABLE',
      message: '"git for-each-ref" printed something that sluice cannot read: "refs/tags/v1.0.0"',
    })
  })
})

describe('readHistory', () => {
  it.each([
    ['ends within a commit', 'git "$@" | head -c 60; exit 0', 'it ended within a commit'],
    ['starts with something else', String.raw`printf "gpg: \\0"; git "$@"; exit 0`, '"gpg: "'],
  ])('refuses a log that %s', async (_, instead, detail) => {
    await using repository = await temporaryRepository(taggedCommit)
    await using folder = await temporaryFolder()
    const gitCommand = await gitBut(folder.path, 'log', instead)
    const opened = await openRepository(repository.path, { gitCommand })

    await expect(readHistory(opened, { tips: [repository.revisionOf({ mark: 1 })] })).rejects.toMatchObject({
      code: 'GIT_OUTPUT_UNREADABLE',
      message: `"git log" printed something that sluice cannot read: ${detail}`,
    })
  })
})
