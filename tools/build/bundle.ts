import { isBuiltin } from 'node:module'
import { sep } from 'node:path'
import { rolldown, type OutputChunk } from 'rolldown'

/** What the bundler made of the command line. */
export interface Bundle {
  readonly files: readonly { readonly name: string; readonly content: string }[]
  /** Absolute folders of the npm packages that have code in the bundle. */
  readonly packages: readonly string[]
}

export interface BundleOptions {
  /** Files to start from by the name that each gets, such as `sluice` for `sluice.js`. */
  readonly entries: Readonly<Record<string, string>>
  /** Packages that are installed beside the bundle: they hold machine code, or carry no licence text to pass on. */
  readonly installed: readonly string[]
}

/**
 * Bundles programs with everything they import except what Node brings and what is installed beside them.
 *
 * Code behind a dynamic import becomes a file of its own, so that `sluice --version` does not load the report.
 */
export async function bundlePrograms({ entries, installed }: BundleOptions): Promise<Bundle> {
  await using bundle = await rolldown({
    input: { ...entries },
    platform: 'node',
    external: [...installed],
    transform: {
      // Node 20 knows no `await using`.
      target: 'node20',
      // React ships a development and a production build and chooses by this variable.
      define: { 'process.env.NODE_ENV': '"production"' },
    },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  const { output } = await bundle.generate({
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  const chunks = output.filter((file) => file.type === 'chunk')
  refuseLeftOvers(chunks, installed)

  return {
    files: chunks.map((chunk) => ({ name: chunk.fileName, content: chunk.code })),
    packages: bundledPackages(chunks),
  }
}

/** What is neither in the bundle nor a dependency of the published package would fail on the user's machine. */
function refuseLeftOvers(chunks: readonly OutputChunk[], installed: readonly string[]): void {
  const own = new Set([...chunks.map((chunk) => chunk.fileName), ...installed])
  const left = chunks
    .flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports])
    .filter((name) => !isBuiltin(name) && !own.has(name))
  if (left.length > 0) throw new Error(`the bundle still imports ${[...new Set(left)].join(', ')}`)
}

function bundledPackages(chunks: readonly OutputChunk[]): readonly string[] {
  const marker = `${sep}node_modules${sep}`
  const folders = chunks
    .flatMap((chunk) => chunk.moduleIds)
    .filter((id) => id.includes(marker))
    .map((id) => {
      const start = id.lastIndexOf(marker) + marker.length
      const [first = '', second = ''] = id.slice(start).split(sep)
      return id.slice(0, start) + (first.startsWith('@') ? `${first}${sep}${second}` : first)
    })
  return [...new Set(folders)].toSorted()
}
