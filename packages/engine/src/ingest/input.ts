import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { engineError } from '../errors.ts'

/** The bytes of a file, which may be read more than once. */
export interface Input extends AsyncDisposable {
  /** For people: its name, or `standard input`. */
  readonly name: string
  bytes(): AsyncIterable<Uint8Array>
}

/**
 * Opens a file, or standard input for `-`, which is kept in a temporary file until the input is disposed of.
 *
 * @throws INPUT_MISSING, INPUT_UNREADABLE
 */
export async function openInput(file: string, standardInput: AsyncIterable<Uint8Array>): Promise<Input> {
  if (file === '-') return keptInput(standardInput)
  await refuseUnreadable(file)
  return { name: file, bytes: () => createReadStream(file), [Symbol.asyncDispose]: () => Promise.resolve() }
}

async function keptInput(standardInput: AsyncIterable<Uint8Array>): Promise<Input> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-input-'))
  const file = join(folder, 'input')
  await pipeline(Readable.from(standardInput), createWriteStream(file, { mode: 0o600 }))
  return {
    name: 'standard input',
    bytes: () => createReadStream(file),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

async function refuseUnreadable(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT') || isCode(cause, 'ENOTDIR'))
      throw engineError('INPUT_MISSING', { file }, cause)
    throw engineError('INPUT_UNREADABLE', { file, reason: reasonOf(cause) }, cause)
  })
  if (found.isDirectory()) throw engineError('INPUT_UNREADABLE', { file, reason: 'it is a folder' })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
