import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../tools/build/build-package.ts'
import { readPackageFile, repositoryRoot } from '../../tools/workspace.ts'

const run = promisify(execFile)
const source = join(repositoryRoot, 'packages/cli')

describe('the published package', () => {
  let folder: string
  let clone: string
  let sluice: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice packed '))
    const tarball = await packInto(join(folder, 'package'))
    const project = join(folder, 'project')
    await mkdir(project)
    await writeFile(join(project, 'package.json'), '{ "name": "project", "version": "1.0.0" }')
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], { cwd: project })
    sluice = join(project, 'node_modules/.bin/sluice')
    clone = await smallRepository(join(folder, 'clone'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('brings the packages that it declares, and bundles the rest', async () => {
    const installed = await readdir(join(folder, 'project/node_modules'))

    const declared = ['@duckdb', 'pg', 'saxes', 'undici']
    expect(installed).toEqual(expect.arrayContaining([...declared, 'sluice']))
    expect(installed.filter((name) => ['react', 'zod', 'kysely', 'commander'].includes(name))).toEqual([])
  })

  it('says its version', async () => {
    const { stdout } = await run(sluice, ['--version'])

    expect(stdout).toBe(`${readPackageFile(join(source, 'package.json')).version}\n`)
  })

  it('analyzes the clone it stands in', async () => {
    const { stdout } = await run(sluice, ['analyze', '--json'], { cwd: clone })

    expect(JSON.parse(stdout)).toMatchObject({ schema: 'sluice.analysis/1' })
  })

  it('writes a page that carries its font', async () => {
    const page = join(folder, 'flow.html')
    await run(sluice, ['analyze', clone, '--html', page, '--quiet'])
    const { stdout } = await run('grep', ['-c', 'data:font/woff2;base64,', page])

    expect(Number(stdout)).toBeGreaterThan(0)
  })

  it('refuses a folder that is no clone with the exit code for that', async () => {
    const refusal = await run(sluice, ['analyze', folder]).catch((error: unknown) => error)

    expect(refusal).toMatchObject({ code: 2, stderr: expect.stringContaining('NOT_A_REPOSITORY') })
  })
})

/** Packs the package as `npm publish` would, from a copy, so that nothing else sees it half built. */
async function packInto(home: string): Promise<string> {
  await mkdir(home)
  await cp(join(source, 'package.json'), join(home, 'package.json'))
  await cp(join(source, 'bin'), join(home, 'bin'), { recursive: true })
  await buildPackage(home)

  const { stdout } = await run('npm', ['pack', '--silent'], { cwd: home })
  return join(home, stdout.trim())
}

/** Three releases of a few commits each, made with git at fixed times. */
async function smallRepository(clone: string): Promise<string> {
  await run('git', ['init', '--quiet', '--initial-branch=main', clone])
  for (const [index, subject] of ['Open the shop', 'Sell bread', 'Sell cheese', 'Sell wine'].entries()) {
    const date = `2026-01-0${index + 1}T12:00:00Z`
    const settings = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgsign=false']
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
    await run('git', [...settings, 'commit', '--quiet', '--allow-empty', '-m', subject], { cwd: clone, env })
    if (index > 0) {
      await run('git', [...settings, 'tag', '-a', `v1.${index}.0`, '-m', subject], { cwd: clone, env })
    }
  }
  return clone
}
