import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPackageFile, repositoryRoot } from '../workspace.ts'
import { bundlePrograms } from './bundle.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

/** The report is set in this font; its file stands in `dist` so that a page can carry it. */
const font = {
  folder: join(repositoryRoot, 'node_modules/@fontsource-variable/inter'),
  file: 'inter-latin-wght-normal.woff2',
}

export interface BuiltPackage {
  readonly files: number
  readonly bytes: number
}

/**
 * Writes what the published `sluice` package holds beside its own `package.json` and `bin`: the bundle, the font
 * and the licences.
 *
 * @param home Folder of the package, by default the one in the workspace.
 */
export async function buildPackage(
  home: string = join(repositoryRoot, 'packages/cli'),
): Promise<BuiltPackage> {
  const { dependencies = {} } = readPackageFile(join(repositoryRoot, 'packages/cli/package.json'))
  const bundle = await bundlePrograms({
    entries: {
      sluice: join(repositoryRoot, 'packages/cli/src/sluice.ts'),
      // The thread that owns the ledger's file; worker-thread.ts looks for it beside the code.
      'ledger-worker': join(repositoryRoot, 'packages/ledger/src/duckdb/ledger-worker.ts'),
    },
    installed: Object.keys(dependencies),
  })
  const notices = await thirdPartyNotices([...bundle.packages, font.folder])

  const next = join(home, 'dist.next')
  await rm(next, { recursive: true, force: true })
  await mkdir(next, { recursive: true })
  await Promise.all([
    ...bundle.files.map(({ name, content }) => writeFile(join(next, name), content)),
    cp(join(font.folder, 'files', font.file), join(next, font.file)),
    cp(join(repositoryRoot, 'LICENSE'), join(home, 'LICENSE')),
    writeFile(join(home, 'THIRD-PARTY-NOTICES.txt'), notices),
  ])
  // The old bundle stays whole until the new one is: a sluice that starts meanwhile never sees half of each.
  await rm(join(home, 'dist'), { recursive: true, force: true })
  await rename(next, join(home, 'dist'))

  return {
    files: bundle.files.length,
    bytes: bundle.files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0),
  }
}
