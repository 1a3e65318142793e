import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ledgerError } from '../errors.ts'

/**
 * Batches that were accepted and wait until their ledger takes them: one file each, in order. What is in here
 * survives the end of the process and is sent again after it, so the ledger must bear to get a batch twice.
 */
export interface Outbox {
  /** Batches that wait. */
  waiting(): number
  /** Why the oldest of them waits, as the last attempt to send it told; undefined while none waits. */
  waitingBecause(): string | undefined
  /**
   * Keeps a batch; resolves when it would survive a loss of power.
   *
   * @throws LEDGER_OUTBOX_FULL
   */
  add(batch: string): Promise<void>
  /** Resolves when nothing waits any more, or after `close`. */
  empty(): Promise<void>
  /** Stops sending. What waits stays in the folder. */
  close(): Promise<void>
}

export interface OutboxOptions {
  /** Made if it is not there. */
  readonly folder: string
  /**
   * Sends batches that follow one another; rejects when the ledger did not take all of them. It is not called again
   * before it is done.
   */
  readonly send: (batches: readonly string[], signal: AbortSignal) => Promise<void>
  /** Defaults to 1 GiB. */
  readonly maximumBytes?: number
  /** Wait after a first failure; it doubles with each further one. Defaults to 250 ms. */
  readonly firstWaitMs?: number
  /** Defaults to 30 s. */
  readonly longestWaitMs?: number
}

/** Opens an outbox and goes on sending what an earlier process left in it. */
export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const { folder, send, maximumBytes = 2 ** 30, firstWaitMs = 250, longestWaitMs = 30_000 } = options
  await mkdir(folder, { recursive: true })
  const files = await waitingFiles(folder)
  let bytes = bytesOf(files)
  let next = 1 + Number(files.at(-1)?.name.slice(0, orderDigits) ?? 0)
  let because: string | undefined
  let sending: Promise<void> | undefined
  const closing = new AbortController()

  async function add(batch: string): Promise<void> {
    const size = Buffer.byteLength(batch)
    if (bytes + size > maximumBytes) {
      throw ledgerError('LEDGER_OUTBOX_FULL', {
        batches: files.length,
        bytes,
        reason: because ?? 'it is behind',
      })
    }
    // Counted before the first wait, so that batches that are added at once do not pass the limit together.
    bytes += size
    const name = `${String(next).padStart(orderDigits, '0')}-${randomUUID()}${extension}`
    next += 1
    try {
      await writeDurably(folder, name, batch)
    } catch (error) {
      bytes -= size
      throw error
    }
    // Batches may become durable in another order than they were added; they are sent in the order of their names.
    const place = files.findLastIndex((file) => file.name < name) + 1
    files.splice(place, 0, { name, bytes: size })
    start()
  }

  function start(): void {
    if (sending !== undefined || files.length === 0 || closing.signal.aborted) return
    sending = sendAll().finally(() => {
      sending = undefined
      // Something may have been added since the last look.
      start()
    })
  }

  async function sendAll(): Promise<void> {
    for (let failures = 0; files.length > 0 && !closing.signal.aborted;) {
      const group = leadingFiles(files)
      try {
        await sendGroup(group)
        files.splice(0, files.length, ...files.filter((file) => !group.includes(file)))
        bytes -= bytesOf(group)
        failures = 0
        because = undefined
      } catch (error) {
        because = error instanceof Error ? error.message : String(error)
        await pause(Math.min(longestWaitMs, firstWaitMs * 2 ** failures))
        failures += 1
      }
    }
  }

  async function sendGroup(group: readonly WaitingFile[]): Promise<void> {
    const paths = group.map(({ name }) => join(folder, name))
    const batches = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(ignoreMissing)))
    // What is missing was sent by another process that shares this folder.
    const present = batches.filter((batch) => batch !== undefined)
    if (present.length > 0) await send(present, closing.signal)
    for (const path of paths) await rm(path, { force: true })
  }

  async function pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: closing.signal }).catch(() => {})
  }

  start()
  return {
    waiting: () => files.length,
    waitingBecause: () => (files.length === 0 ? undefined : because),
    add,
    async empty() {
      // Sending ends when nothing waits, and begins anew with the next batch.
      for (let work = sending; work !== undefined; work = sending) await work
    },
    async close() {
      closing.abort()
      await sending
    },
  }
}

const extension = '.batch'
const orderDigits = 15

interface WaitingFile {
  readonly name: string
  readonly bytes: number
}

/** The oldest batches, as many as are sent together. */
function leadingFiles(files: readonly WaitingFile[]): readonly WaitingFile[] {
  const group: WaitingFile[] = []
  for (const file of files) {
    if (group.length === mostOfGroup || (group.length > 0 && bytesOf(group) + file.bytes > bytesOfGroup))
      break
    group.push(file)
  }
  return group
}

const mostOfGroup = 64
const bytesOfGroup = 16 * 2 ** 20

function bytesOf(files: readonly WaitingFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0)
}

async function waitingFiles(folder: string): Promise<WaitingFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension)).toSorted()
  const sized = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(ignoreMissing)
      return found === undefined ? [] : [{ name, bytes: found.size }]
    }),
  )
  return sized.flat()
}

/** A file appears under its name only when all of it is on the disk. */
async function writeDurably(folder: string, name: string, text: string): Promise<void> {
  const unfinished = join(folder, `${name}.unfinished`)
  try {
    const file = await open(unfinished, 'wx')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, join(folder, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** The rename itself is on the disk only after this. Windows cannot open a folder, and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
