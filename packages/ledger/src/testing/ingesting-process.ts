/**
 * A process for tests that ends at a bad moment: `ingesting-process.js DIRECTORY FROM TO`. It says what it finds,
 * then records batches FROM to TO, two at a time, and writes the number of each to its output once it is durable.
 */
import { writeSync } from 'node:fs'
import { clockFrom } from '@sluice/model'
import { openLedger } from '../duckdb/open-ledger.ts'
import { numberedBatch, numberedRepository, numberedStream } from './numbered-batch.ts'

const [directory = '', from = '', to = ''] = process.argv.slice(2)
// A limit of file size, set from outside, is to be an error of writing and not the end of the process.
process.on('SIGXFSZ', () => {})
process.on('message', () => void run())
if (process.send === undefined) void run()

async function run(): Promise<void> {
  try {
    const ledger = await openLedger({ directory, clock: clockFrom(Date.now) })
    const { rows } = await ledger.status()
    const cursor = await ledger.control.readCursor(numberedStream)
    const changes = await ledger.query('changes', { repository: numberedRepository })
    say({
      found: {
        events: rows['events'],
        results: rows['test_results'],
        changes: changes.length,
        cursor: Number(cursor?.position ?? -1),
      },
    })

    let next = Number(from)
    async function recordInTurn(): Promise<void> {
      while (next <= Number(to)) {
        const number = next
        next += 1
        await ledger.append(numberedBatch(number))
        say({ recorded: number })
      }
    }
    await Promise.all([recordInTurn(), recordInTurn()])
    await ledger.close()
  } catch (error) {
    say({ failed: error instanceof Error && 'code' in error ? String(error.code) : String(error) })
    process.exitCode = 3
  }
}

/** Written at once: what was said is said, whatever happens to the process. */
function say(what: object): void {
  writeSync(1, `${JSON.stringify(what)}\n`)
}
