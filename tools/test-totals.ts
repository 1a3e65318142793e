/** Prints the totals of vitest's JSON result in one line: `node --import tsx tools/test-totals.ts FILE`. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Result = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Give the file that vitest wrote with --reporter=json.')

const result = Result.parse(JSON.parse(readFileSync(file, 'utf8')))
// A file that does not even load has no tests that could fail, and yet it failed.
const unloaded = result.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
)
const failed = result.numFailedTests + unloaded.length
const skipped = result.numPendingTests + result.numTodoTests

process.stdout.write(`${result.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`)
if (failed > 0) process.exitCode = 1
