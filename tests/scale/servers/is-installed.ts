import { existsSync } from 'node:fs'
import process from 'node:process'

/** Whether `npm ci` ran in `tests/scale`. */
const isInstalled = existsSync(new URL('../node_modules/ffi-rs/package.json', import.meta.url))

/** The tests of real servers are left out where they are not installed, but never in continuous integration. */
export const canSkip = !isInstalled && process.env['CI'] === undefined

if (canSkip) {
  process.stderr.write('The tests on real servers are skipped: run `npm ci` in tests/scale to have them.\n')
}
