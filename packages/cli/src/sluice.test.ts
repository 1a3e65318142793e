import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analysisSchema } from './json/analysis-schema.ts'
import { doctorSchema } from './json/doctor-schema.ts'
import { runCli } from './testing/run-cli.ts'
import { smallRepository, type SmallRepository } from './testing/small-repository.ts'

let repository: SmallRepository
beforeAll(() => {
  repository = smallRepository()
})
afterAll(() => repository.dispose())

describe('sluice', () => {
  it('prints its help and ends well when nothing is asked', async () => {
    const { exitCode, stdout, stderr } = await runCli([])

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: sluice \[options\] \[command\]/)
  })

  it('names the nearest command and ends with 2', async () => {
    expect(await runCli(['analyse'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'error COMMAND_UNKNOWN: There is no command "analyse"; the nearest is "analyze".\n' +
        'hint: Run "sluice help" for the commands; a folder is given to one: "sluice analyze FOLDER".\n',
    })
  })

  it('tells an error as one line of JSON on standard error when JSON is asked for', async () => {
    const { exitCode, stdout, stderr } = await runCli(['analyze', '/nowhere/at/all', '--json'])

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(JSON.parse(stderr)).toMatchObject({ schema: 'sluice.error/1', code: 'PATH_NOT_FOUND' })
  })

  it('says that git is missing, and ends with 3', async () => {
    const { exitCode, stderr } = await runCli(['analyze', repository.folder], { env: { PATH: '/nowhere' } })

    expect({ exitCode, stderr: stderr.split(':')[0] }).toEqual({ exitCode: 3, stderr: 'error GIT_MISSING' })
  })
})

describe('sluice analyze', () => {
  it('prints a report of 80 columns where there is no terminal', async () => {
    const { exitCode, stdout, stderr } = await runCli(['analyze'], { cwd: repository.folder })

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain('From merge to release, a change waits')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('ends quietly when the reader goes away', async () => {
    const { exitCode, stderr } = await runCli(['analyze', repository.folder, '--json'], {
      closeStdoutEarly: true,
    })

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  it('writes files whole, says so, and prints the answer alone', async () => {
    const { exitCode, stdout, stderr } = await runCli(
      ['analyze', '--html', 'flow.html', '--md', 'flow.md', '--json', 'flow.json'],
      { cwd: repository.folder },
    )

    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'Wrote flow.html\nWrote flow.md\nWrote flow.json\n',
    })
    expect(stdout).toMatch(/^From merge to release, a change waits [^\n]+\n$/)
    const document = analysisSchema.parse(
      JSON.parse(readFileSync(join(repository.folder, 'flow.json'), 'utf8')),
    )
    expect(document.changes).toHaveLength(40)
    expect(readFileSync(join(repository.folder, 'flow.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    expect(readdirSync(repository.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('leaves an older file as it was when it fails', async () => {
    const folder = join(repository.folder, 'reports')
    mkdirSync(folder)
    writeFileSync(join(folder, 'flow.md'), 'older')

    const { exitCode, stderr } = await runCli(
      ['analyze', repository.folder, '--md', 'flow.md', '--since', 'the day after never'],
      { cwd: folder },
    )

    expect({ exitCode, code: stderr.split(':')[0] }).toEqual({
      exitCode: 2,
      code: 'error TIME_NOT_UNDERSTOOD',
    })
    expect(readFileSync(join(folder, 'flow.md'), 'utf8')).toBe('older')
  })

  it('refuses two outputs for one place before it reads anything', async () => {
    const { exitCode, stderr } = await runCli(['analyze', '/nowhere/at/all', '--md', '--json'])

    expect(exitCode).toBe(2)
    expect(JSON.parse(stderr)).toMatchObject({ code: 'OUTPUTS_COLLIDE' })
  })
})

describe('sluice doctor', () => {
  it('finds nothing in the way of a clone with releases', async () => {
    const { exitCode, stdout } = await runCli(['doctor', repository.folder, '--json'])

    const document = doctorSchema.parse(JSON.parse(stdout))
    expect({ exitCode, isReady: document.isReady }).toEqual({ exitCode: 0, isReady: true })
  })
})
