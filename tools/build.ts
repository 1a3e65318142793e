/**
 * Builds the published `sluice` package: `npm run build`, and by itself after `npm ci`.
 *
 * The packages run from TypeScript source in development. Only what users install is bundled: one folder of
 * JavaScript without runtime dependencies, see docs/decisions/0002-source-without-build.md.
 */
import { stripVTControlCharacters } from 'node:util'
import { buildPackage } from './build/build-package.ts'

const startedAt = performance.now()
try {
  const { files, bytes } = await buildPackage()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`packages/cli/dist: ${files} files, ${Math.round(bytes / 1024)} kB, ${seconds} s\n`)
} catch (error) {
  const reason = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).trim()
  process.stderr.write(`sluice could not be built: ${reason}\n`)
  process.stderr.write(
    'If the checkout is complete, run "npm ci" again; otherwise this is a fault of the source.\n',
  )
  process.exitCode = 1
}
