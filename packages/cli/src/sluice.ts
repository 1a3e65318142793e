import { setMaxListeners } from 'node:events'
import { interruptionCode, runSluice } from './run-sluice.ts'
import { processTerminal } from './terminal.ts'

const interruption = new AbortController()
// Every request of a synchronisation listens for it.
setMaxListeners(0, interruption.signal)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Asked twice, somebody is in a hurry.
    if (interruption.signal.aborted) process.exit(interruptionCode(signal))
    interruption.abort(signal)
  })
}

process.exitCode = await runSluice(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: interruption.signal,
  debug: process.env['SLUICE_DEBUG'] === '1',
})
