// Only for development: see worker-thread.ts.
import { register } from 'tsx/esm/api'

register()
await import('./ledger-worker.ts')
