import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

export interface BuiltProcess {
  /** The program, in plain JavaScript. */
  readonly program: string
  readonly remove: () => Promise<void>
}

/**
 * Builds `ingesting-process.ts` with its thread, as the published program is built: it starts in a fraction of the
 * time that the source takes, so a test can end it many times.
 */
export async function builtIngestingProcess(): Promise<BuiltProcess> {
  const cache = fileURLToPath(new URL('../../.cache/', import.meta.url))
  await mkdir(cache, { recursive: true })
  // Inside the package, so that the packages it imports are found.
  const folder = await mkdtemp(join(cache, 'built-'))
  await using bundle = await rolldown({
    input: {
      'ingesting-process': fileURLToPath(new URL('./ingesting-process.ts', import.meta.url)),
      'ledger-worker': fileURLToPath(new URL('../duckdb/ledger-worker.ts', import.meta.url)),
    },
    platform: 'node',
    external: ['@duckdb/node-api'],
    logLevel: 'silent',
  })
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' })
  return {
    program: join(folder, 'ingesting-process.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
