import { Worker } from 'node:worker_threads'

/**
 * Starts the thread that owns the file. In the built program it is `ledger-worker.js` beside this code; in the source
 * tree the thread has to learn TypeScript first, because the hooks of the main thread do not reach it.
 */
export function startWorkerThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  return new Worker(
    new URL(isSource ? './ledger-worker-from-source.js' : './ledger-worker.js', import.meta.url),
  )
}
