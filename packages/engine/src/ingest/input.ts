import { createReadStream, createWriteStream } from 'node:fs'
import { access, constants, mkdtemp, rm, stat } from 'node:fs/promises'
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

/** Opens a file, or standard input for `-`, which is kept in a temporary file until the input is disposed of. */
export async function openInput(file: string, standardInput: AsyncIterable<Uint8Array>): Promise<Input> {
  if (file === '-') return keptInput(standardInput)
  return { name: file, bytes: () => createReadStream(file), [Symbol.asyncDispose]: () => Promise.resolve() }
}

/**
 * Refuses a file that is not there or not to be read, so that a slip of the pen is told before anything is done.
 *
 * @throws INPUT_MISSING, INPUT_UNREADABLE
 */
export async function refuseMissing(file: string): Promise<void> {
  if (file === '-') return
  let isFolder: boolean
  try {
    isFolder = (await stat(file)).isDirectory()
    await access(file, constants.R_OK)
  } catch (cause) {
    if (isCode(cause, 'ENOENT') || isCode(cause, 'ENOTDIR'))
      throw engineError('INPUT_MISSING', { file }, cause)
    throw engineError('INPUT_UNREADABLE', { file, reason: reasonOf(cause) }, cause)
  }
  if (isFolder) throw engineError('INPUT_UNREADABLE', { file, reason: 'it is a folder' })
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

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
