import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFileAtomically } from './write-file-atomically.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-write-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('writeFileAtomically', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    const file = join(folder, 'report.md')
    writeFileSync(file, 'older')

    await writeFileAtomically(file, 'newer')

    expect(readFileSync(file, 'utf8')).toBe('newer')
    expect(readdirSync(folder)).toEqual(['report.md'])
  })

  it('follows a symbolic link instead of replacing it', async () => {
    writeFileSync(join(folder, 'real.md'), 'older')
    symlinkSync('real.md', join(folder, 'link.md'))

    await writeFileAtomically(join(folder, 'link.md'), 'newer')

    expect(readFileSync(join(folder, 'real.md'), 'utf8')).toBe('newer')
    expect(lstatSync(join(folder, 'link.md')).isSymbolicLink()).toBe(true)
  })

  it('refuses a folder', async () => {
    mkdirSync(join(folder, 'reports'))

    await expect(writeFileAtomically(join(folder, 'reports'), 'text')).rejects.toMatchObject({
      code: 'OUTPUT_IS_DIRECTORY',
    })
  })

  it('says which folder is missing', async () => {
    await expect(writeFileAtomically(join(folder, 'none', 'report.md'), 'text')).rejects.toMatchObject({
      code: 'OUTPUT_FOLDER_MISSING',
    })
  })

  it('passes on why else a file cannot be written', async () => {
    const file = join(folder, `${'long'.repeat(64)}.md`)

    await expect(writeFileAtomically(file, 'text')).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITABLE',
      message: expect.stringMatching(/cannot be written: ENAMETOOLONG/),
    })
  })

  it.skipIf(!existsSync('/sys/kernel'))('says that a file may not be written', async () => {
    // Not even root may make a file there; in a container that file system may be read-only as well.
    const denied = writeFileAtomically('/sys/kernel/report.md', 'text')

    await expect(denied).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITABLE',
      message: expect.stringMatching(/: (permission denied|the file system is read-only)\.$/),
    })
  })

  it('writes to a device, which cannot be replaced', async () => {
    await writeFileAtomically('/dev/null', 'text')

    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
    await expect(writeFileAtomically('/dev/full', 'text')).rejects.toMatchObject({ code: 'OUTPUT_DISK_FULL' })
  })

  it('leaves everything as it was when it is interrupted', async () => {
    const file = join(folder, 'report.md')
    writeFileSync(file, 'older')

    await expect(writeFileAtomically(file, 'newer', AbortSignal.abort('SIGINT'))).rejects.toBe('SIGINT')

    expect(readFileSync(file, 'utf8')).toBe('older')
    expect(readdirSync(folder)).toEqual(['report.md'])
  })
})
