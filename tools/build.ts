/**
 * Builds the published `sluice` package: `npm run build`, and by itself after `npm ci`.
 *
 * The packages run from TypeScript source in development. Only what users install is bundled: one folder of
 * JavaScript without runtime dependencies, see docs/decisions/0002-source-without-build.md.
 */
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { bundleCommandLine } from './build/bundle.ts'
import { thirdPartyNotices } from './build/third-party-notices.ts'
import { repositoryRoot } from './workspace.ts'

const home = join(repositoryRoot, 'packages/cli')
/** The report is set in this font; its file stands in `dist` so that a page can carry it. */
const font = {
  folder: join(repositoryRoot, 'node_modules/@fontsource-variable/inter'),
  file: 'inter-latin-wght-normal.woff2',
}

try {
  await build()
} catch (error) {
  const reason = stripVTControlCharacters(error instanceof Error ? error.message : String(error)).trim()
  process.stderr.write(`sluice could not be built: ${reason}\n`)
  process.stderr.write('The checkout may be incomplete: run "npm ci" and then "npm run build".\n')
  process.exitCode = 1
}

async function build(): Promise<void> {
  const startedAt = performance.now()
  const next = join(home, 'dist.next')
  const bundle = await bundleCommandLine(join(home, 'src/sluice.ts'))

  await rm(next, { recursive: true, force: true })
  await mkdir(next, { recursive: true })
  await Promise.all([
    ...bundle.files.map(({ name, content }) => writeFile(join(next, name), content)),
    cp(join(font.folder, 'files', font.file), join(next, font.file)),
    cp(join(repositoryRoot, 'LICENSE'), join(home, 'LICENSE')),
    writeFile(
      join(home, 'THIRD-PARTY-NOTICES.txt'),
      await thirdPartyNotices([...bundle.packages, font.folder]),
    ),
  ])
  // The old bundle stays whole until the new one is: a sluice that runs meanwhile never sees half of each.
  await rm(join(home, 'dist'), { recursive: true, force: true })
  await rename(next, join(home, 'dist'))

  const size = bundle.files.reduce((sum, { content }) => sum + content.length, 0)
  const elapsed = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(
    `packages/cli/dist: ${bundle.files.length} files, ${Math.round(size / 1024)} kB, ${elapsed} s\n`,
  )
}
