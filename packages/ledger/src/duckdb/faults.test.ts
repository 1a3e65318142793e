import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import { fixedClock, instant } from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtIngestingProcess, type BuiltProcess } from '../testing/built-process.ts'
import { numberedBatch, numberedRepository, rowsOfNumberedBatch } from '../testing/numbered-batch.ts'
import { openLedger, type EmbeddedLedger } from './open-ledger.ts'

/** Of the system, where it has them. */
const programs = { limit: 'prlimit', mount: 'mount', unmount: 'umount' }

const clock = fixedClock(instant(0))
let root: string
let built: BuiltProcess
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sluice-faults-'))
  built = await builtIngestingProcess()
})
afterAll(async () => {
  await built.remove()
  rmSync(root, { recursive: true })
})

describe('openLedger', () => {
  it('refuses a directory that this process has open already, by whatever name', async () => {
    const directory = join(root, 'own')
    const ledger = await openLedger({ directory, clock })

    await expect(openLedger({ directory: join(directory, '.'), clock })).rejects.toMatchObject({
      code: 'LEDGER_IN_USE',
      message: expect.stringContaining('in use by this process itself') as string,
    })
    await ledger.close()
    const again = await openLedger({ directory, clock })
    await again.close()
  })

  it('names the process that has the ledger open', async () => {
    const directory = join(root, 'other')
    const child = spawn(process.execPath, [built.program, directory, '0', String(Number.MAX_SAFE_INTEGER)])
    await firstLine(child)

    await expect(openLedger({ directory, clock })).rejects.toMatchObject({
      code: 'LEDGER_IN_USE',
      kind: 'user',
      message: expect.stringContaining(`process ${child.pid} (`) as string,
    })
    await ended(child)
    const ledger = await openLedger({ directory, clock })
    await ledger.close()
  })

  it('refuses a path that is no directory, and one that nothing can be written to', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '')

    await expect(openLedger({ directory: file, clock })).rejects.toMatchObject({
      code: 'LEDGER_DIRECTORY_UNUSABLE',
    })
    await expect(openLedger({ directory: join(file, 'below'), clock })).rejects.toMatchObject({
      code: 'LEDGER_DIRECTORY_UNUSABLE',
    })
  })

  it.skipIf(process.getuid?.() === 0)('refuses a directory that this user may not write to', async () => {
    const directory = join(root, 'read-only')
    mkdirSync(directory)
    chmodSync(directory, 0o555)

    await expect(openLedger({ directory, clock })).rejects.toMatchObject({
      code: 'LEDGER_DIRECTORY_UNUSABLE',
    })
  })

  it.each([
    ['nothing', 0],
    ['its first bytes', 3_000],
    ['half', 0.5],
    ['all but the end', 0.95],
  ])('never overwrites a file of which %s is left', async (_, left) => {
    const directory = await filledDirectory(`truncated-${left}`)
    const path = join(directory, 'ledger.duckdb')
    truncateSync(path, left < 1 ? Math.floor(statSync(path).size * left) : left)
    const before = readFileSync(path)

    await expect(readAll(directory)).rejects.toMatchObject({
      code: 'LEDGER_DAMAGED',
      kind: 'operational',
      hint: 'Restore it from a backup, or move it away and sync again.',
    })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('says that a file is damaged in which some bytes changed', async () => {
    const directory = await filledDirectory('flipped')
    const path = join(directory, 'ledger.duckdb')
    // Every block, so that whatever is read first is hit.
    const file = openSync(path, 'r+')
    for (let at = 20_000; at < statSync(path).size; at += 50_000)
      writeSync(file, Buffer.alloc(500, 7), 0, 500, at)
    closeSync(file)

    await expect(readAll(directory)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' })
  })

  it('leaves a file alone that is no DuckDB file, and one that is of somebody else', async () => {
    const text = join(root, 'text')
    mkdirSync(text)
    writeFileSync(join(text, 'ledger.duckdb'), 'A letter to a friend. '.repeat(1_000))
    const foreign = join(root, 'foreign')
    mkdirSync(foreign)
    await runOn(join(foreign, 'ledger.duckdb'), 'create table recipes (name varchar)')

    await expect(openLedger({ directory: text, clock })).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' })
    await expect(openLedger({ directory: foreign, clock })).rejects.toMatchObject({
      code: 'LEDGER_FOREIGN_FILE',
      kind: 'user',
    })
    expect(readFileSync(join(text, 'ledger.duckdb'), 'utf8')).toMatch(/^A letter/)
  })

  it('refuses a ledger that a later version changed, and one made with other words', async () => {
    const newer = await filledDirectory('newer')
    await runOn(join(newer, 'ledger.duckdb'), `insert into migrations values ('ledger/999', 'x', 0)`)
    const changed = await filledDirectory('changed')
    await runOn(join(changed, 'ledger.duckdb'), `update migrations set checksum = 'x'`)

    await expect(openLedger({ directory: newer, clock })).rejects.toMatchObject({
      code: 'LEDGER_TOO_NEW',
      message: expect.stringContaining('ledger/999') as string,
    })
    await expect(openLedger({ directory: changed, clock })).rejects.toMatchObject({
      code: 'LEDGER_MIGRATION_CHANGED',
    })
  })

  it('makes a new ledger although an earlier process died while it made one', async () => {
    const directory = join(root, 'unfinished')
    mkdirSync(directory)
    writeFileSync(join(directory, 'ledger.duckdb.new'), 'torn')

    const ledger = await openLedger({ directory, clock })

    expect(await ledger.append(numberedBatch(0))).toMatchObject({ recorded: 2 * rowsOfNumberedBatch })
    await ledger.close()
  })
})

describe('a ledger on a disk without space', () => {
  it.skipIf(process.platform !== 'linux' || !has(programs.limit))(
    'loses nothing that it answered, and goes on when there is space again',
    async () => {
      const directory = join(root, 'limited')
      await filledDirectory('limited')
      // Files may grow to 6 MB and no further, as on a full disk, until the limit is lifted.
      const child = spawn(programs.limit, [
        `--fsize=6000000:unlimited`,
        process.execPath,
        built.program,
        directory,
        '1',
        String(Number.MAX_SAFE_INTEGER),
      ])
      const said = await allLines(child)

      expect(said.at(-1)).toEqual({ failed: 'LEDGER_DISK_FULL' })
      const recorded = said.flatMap((line) => ('recorded' in line ? [Number(line['recorded'])] : []))
      const after = await openLedger({ directory, clock })
      const { rows } = await after.status()
      expect(rows['events']).toBeGreaterThanOrEqual(rowsOfNumberedBatch * (Math.max(...recorded) + 1))
      expect((rows['events'] ?? 0) % rowsOfNumberedBatch).toBe(0)
      await after.close()
    },
    120_000,
  )

  it.skipIf(!canMount())(
    'says so, can be read, and records again without being opened anew',
    async () => {
      const directory = join(root, 'tmpfs')
      mkdirSync(directory)
      execFileSync(programs.mount, ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory])
      let ledger: EmbeddedLedger | undefined
      try {
        ledger = await openLedger({ directory, clock })
        writeFileSync(join(directory, 'ballast'), Buffer.alloc(12e6))
        let recorded = 0
        const failure = await (async () => {
          for (;;) {
            const tried = await ledger.append(numberedBatch(recorded)).catch((error: unknown) => error)
            if (tried instanceof Error) return tried
            recorded += 1
          }
        })()

        expect(failure).toMatchObject({ code: 'LEDGER_DISK_FULL', kind: 'operational' })
        expect((await ledger.query('changes', { repository: numberedRepository })).length).toBe(
          5 * recorded + 1,
        )

        rmSync(join(directory, 'ballast'))
        await ledger.append(numberedBatch(recorded))
        const { rows } = await ledger.status()
        expect(rows['events']).toBe((recorded + 1) * rowsOfNumberedBatch)
        expect(rows['test_results']).toBe((recorded + 1) * rowsOfNumberedBatch)
      } finally {
        await ledger?.close().catch(() => {})
        execFileSync(programs.unmount, ['-l', directory])
      }
    },
    120_000,
  )
})

/** A directory with a ledger of a few batches, closed. */
async function filledDirectory(name: string): Promise<string> {
  const directory = join(root, name)
  const ledger = await openLedger({ directory, clock })
  for (let number = 0; number < 5; number += 1) await ledger.append(numberedBatch(number))
  await ledger.close()
  return directory
}

/** Opens a ledger and reads every table of it. */
async function readAll(directory: string): Promise<void> {
  const ledger = await openLedger({ directory, clock })
  try {
    await ledger.query('changes', { repository: numberedRepository })
    await ledger.export(join(directory, 'export'))
    await ledger.rebuild()
  } finally {
    await ledger.close()
  }
}

async function runOn(path: string, statement: string): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

async function firstLine(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.stdout?.once('data', resolve))
}

async function allLines(child: ChildProcess): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  if (child.stdout === null) return lines
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line) as Record<string, unknown>)
  }
  return lines
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await closed
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-mount-'))
  const mounted = spawnSync(programs.mount, ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
  if (mounted) execFileSync(programs.unmount, [folder])
  rmSync(folder, { recursive: true })
  return mounted
}
