import { open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { cliError } from './errors.ts'

/**
 * Writes a whole file or nothing: into a temporary file beside it, then renamed over it. A reader never sees
 * half a file, and an interrupted or failed write leaves an older file as it was. Symbolic links are followed;
 * devices and pipes, which cannot be replaced, are written to directly.
 *
 * @throws OUTPUT_IS_DIRECTORY, OUTPUT_FOLDER_MISSING, OUTPUT_NOT_WRITABLE, OUTPUT_DISK_FULL
 */
export async function writeFileAtomically(
  file: string,
  content: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const existing = await stat(file).catch(() => undefined)
    if (existing?.isDirectory() === true) throw cliError('OUTPUT_IS_DIRECTORY', { file })
    if (existing === undefined) await replaceFile(resolve(file), content, signal)
    else if (existing.isFile()) await replaceFile(await realpath(file), content, signal)
    else await writeFile(file, content)
  } catch (error) {
    throw outputError(error, file)
  }
}

async function replaceFile(target: string, content: string, signal: AbortSignal | undefined): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    await writeDurably(temporary, content)
    // The last moment at which an interruption leaves everything as it was.
    signal?.throwIfAborted()
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

async function writeDurably(file: string, content: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(content, 'utf8')
    // Without this a full disk or a crash may show only after the rename.
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function outputError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return cliError('OUTPUT_FOLDER_MISSING', { file, folder: dirname(file) }, error)
    case 'EISDIR':
      return cliError('OUTPUT_IS_DIRECTORY', { file }, error)
    case 'ENOSPC':
    case 'EDQUOT':
      return cliError('OUTPUT_DISK_FULL', { file }, error)
    case 'EACCES':
    case 'EPERM':
      return cliError('OUTPUT_NOT_WRITABLE', { file, reason: 'permission denied' }, error)
    case 'EROFS':
      return cliError('OUTPUT_NOT_WRITABLE', { file, reason: 'the file system is read-only' }, error)
    default:
      return cliError('OUTPUT_NOT_WRITABLE', { file, reason: error.message }, error)
  }
}
