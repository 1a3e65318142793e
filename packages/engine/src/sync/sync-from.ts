import { openHttpDoor, type HttpDoorOptions, type HttpWait, type Source } from '@sluice/connect'
import type { CursorUpdate, Ledger } from '@sluice/ledger'
import { instant, type Clock, type Instant, type RepositoryName } from '@sluice/model'
import { recordPages, type RecordedStream, type StreamProgress } from '../recording/record-pages.ts'
import { openEtags } from './ledger-etags.ts'

export interface SyncFromOptions {
  readonly ledger: Ledger
  readonly repository: RepositoryName
  readonly door: Pick<
    HttpDoorOptions,
    'baseUrl' | 'secret' | 'authorize' | 'headers' | 'concurrency' | 'userAgent'
  >
  /** How far back to read. Where the ledger was read from a later instant on, everything is read again from here. */
  readonly since: Instant
  /** Read everything again, as after gaps. What is known already is not recorded twice. Defaults to false. */
  readonly again?: boolean
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: StreamProgress) => void
  readonly onWait?: (wait: HttpWait) => void
}

/** What a synchronisation did. */
export interface SyncedStreams {
  readonly streams: readonly RecordedStream[]
  readonly requests: number
  /** It went on where an earlier one had stopped. */
  readonly isContinued: boolean
}

/**
 * Reads a source into the ledger from where it was left. Interrupted at any moment it loses nothing: what was
 * recorded stays, and the next time goes on from there.
 */
export async function syncFrom<TConfig>(
  source: Source<TConfig>,
  config: TConfig,
  options: SyncFromOptions,
): Promise<SyncedStreams> {
  const { ledger, repository, since, clock, signal } = options
  const start = await readStart(source, options)
  const isContinued = options.again !== true && start !== undefined && start <= since
  if (!isContinued) await beginAnew(source, options)
  const cursors = await cursorsOf(source, options)
  const etags = await openEtags(ledger.control, `${source.id} ${repository}`, { isContinued })
  await using http = openHttpDoor({
    ...options.door,
    source: source.id,
    title: source.title,
    clock,
    etags,
    ...(signal !== undefined && { signal }),
    ...(options.onWait !== undefined && { onWait: options.onWait }),
  })
  const pages = source.read(config, {
    http,
    clock,
    cursorOf: (stream) => cursors.get(stream),
    ...(signal !== undefined && { signal }),
  })
  const streams = await recordPages(pages, {
    ledger,
    source: source.id,
    repository,
    clock,
    ...(options.onProgress !== undefined && { onProgress: options.onProgress }),
  })
  await etags.save()
  return { streams, requests: http.requestCount, isContinued }
}

/** The stream under which it is kept how far back a source was read. */
const startStream = 'start'

/** Position of a stream that is to be read from the start. */
const unread = ''

/** Cursors only go forward: what lies before the first start was never read. */
async function readStart(
  source: Named,
  { ledger, repository }: SyncFromOptions,
): Promise<Instant | undefined> {
  const key = { source: source.id, scope: repository, stream: startStream }
  const cursor = await ledger.control.readCursor(key)
  return cursor === undefined ? undefined : instant(Number(cursor.position))
}

/**
 * Forgets how far every stream was read and then keeps the new start, so that a reading that is cut off before it has
 * come to a stream, or that leaves one out, still reads that one from the new start later.
 */
async function beginAnew(source: Streams, options: SyncFromOptions): Promise<void> {
  const { ledger, since } = options
  for (const stream of (await cursorsOf(source, options)).keys()) {
    await ledger.append({ cursor: cursorAt(unread, stream, source, options) })
  }
  await ledger.append({ cursor: cursorAt(String(since), startStream, source, options) })
}

function cursorAt(
  position: string,
  stream: string,
  source: Named,
  { repository, clock }: SyncFromOptions,
): CursorUpdate {
  return { source: source.id, scope: repository, stream, position, updatedAt: clock.now() }
}

async function cursorsOf(
  source: Streams,
  { ledger, repository }: SyncFromOptions,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const stream of source.streams) {
    const cursor = await ledger.control.readCursor({ source: source.id, scope: repository, stream })
    if (cursor !== undefined && cursor.position !== unread) found.set(stream, cursor.position)
  }
  return found
}

interface Named {
  readonly id: string
}

interface Streams extends Named {
  readonly streams: readonly string[]
}
