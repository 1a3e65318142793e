import type { AppendResult, ControlStore, Ledger, LedgerBatch } from '@sluice/ledger'
import { SluiceError, type Clock, type Instant, type RepositoryName } from '@sluice/model'
import { findReference } from '../repository-reference.ts'
import { withAuthorship } from '../recording/with-authorship.ts'
import { withLedger, type WithLedgerOptions } from '../with-ledger.ts'
import { openInput, refuseMissing, type Input } from './input.ts'
import { inputKinds, type InputKind } from './input-kinds.ts'

export interface IngestOptions extends WithLedgerOptions {
  readonly kind: InputKind
  /** Files, or `-` for standard input. */
  readonly files: readonly string[]
  readonly standardInput: AsyncIterable<Uint8Array>
  /** See `findReference`. */
  readonly repository?: string | undefined
  readonly folder: string
  readonly about: InputDefaults
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { readonly file: string; readonly done: number }) => void
}

/** What the files themselves do not say. */
export interface InputDefaults {
  readonly service?: string | undefined
  readonly environment?: string | undefined
  readonly sha?: string | undefined
  readonly run?: string | undefined
  /** Of times that name none. */
  readonly zone?: string | undefined
}

export interface IngestReport {
  readonly kind: InputKind
  readonly repository: RepositoryName
  readonly ledger: string
  readonly files: readonly IngestedFile[]
}

/** What became of one file. */
export interface IngestedFile extends AppendResult {
  readonly file: string
  /** Why it could not be read to its end; what came before is kept. */
  readonly failure?: { readonly code: string; readonly message: string; readonly hint: string }
}

/** What a reader of files may use. */
export interface InputContext {
  /** What earlier files told is remembered there. */
  readonly control: ControlStore
  readonly repository: RepositoryName
  readonly receivedAt: Instant
  readonly about: InputDefaults
}

/** Reads the pieces of one file; each is recorded in one transaction. */
export type InputReader = (input: Input, context: InputContext) => AsyncIterable<LedgerBatch>

/**
 * Reads files into the ledger. What arrives twice counts once; what cannot be understood is set aside and counted. A
 * file that breaks off keeps what came before, and the next files are still read.
 *
 * @throws INPUT_MISSING and INPUT_UNREADABLE before anything is read, the errors of `findReference` and of
 * `@sluice/ledger`
 */
export async function ingestFiles(options: IngestOptions): Promise<IngestReport> {
  const { kind, clock, signal } = options
  for (const file of options.files) await refuseMissing(file)
  const { name: repository } = await findReference({
    folder: options.folder,
    repository: options.repository,
    ...(signal !== undefined && { signal }),
  })
  return withLedger(options, async (ledger) => {
    const { control } = ledger
    const context = { control, repository, receivedAt: clock.now(), about: options.about }
    const files: IngestedFile[] = []
    for (const file of options.files) {
      await using input = await openInput(file, options.standardInput)
      files.push(await ingestOne(input, { ...options, ledger, context, file }))
      signal?.throwIfAborted()
    }
    return { kind, repository, ledger: ledger.location, files }
  })
}

interface OneFile {
  readonly kind: InputKind
  readonly file: string
  readonly ledger: Pick<Ledger, 'append'>
  readonly context: InputContext
  readonly clock: Clock
  readonly signal?: AbortSignal
  readonly onProgress?: IngestOptions['onProgress']
}

async function ingestOne(input: Input, task: OneFile): Promise<IngestedFile> {
  const { file, ledger, onProgress } = task
  const read: InputReader = inputKinds[task.kind]
  const total = { recorded: 0, repeated: 0, quarantined: 0 }
  try {
    for await (const batch of read(input, task.context)) {
      const result = await ledger.append({ ...batch, events: (batch.events ?? []).map(withAuthorship) })
      total.recorded += result.recorded
      total.repeated += result.repeated
      total.quarantined += result.quarantined
      onProgress?.({ file, done: total.recorded + total.repeated })
      task.signal?.throwIfAborted()
    }
  } catch (error) {
    if (!(error instanceof SluiceError) || error.kind === 'bug') throw error
    const { code, message, hint } = error
    return { file, ...total, failure: { code, message, hint } }
  }
  return { file, ...total }
}
