/**
 * Adds the platform packages that npm left out of package-lock.json.
 *
 * Where a registry does not serve the packages of other platforms, npm omits them from the lockfile, and
 * `npm ci` then refuses with "EUSAGE Missing: ...". Run this after every change of dependencies:
 * `node --import tsx tools/complete-lockfile.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

// Loose, because what is not read here must be written back as it was.
const LockEntry = z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() })
type LockEntry = z.infer<typeof LockEntry>
const Lock = z.looseObject({ packages: z.record(z.string(), LockEntry) })

const path = new URL('../package-lock.json', import.meta.url)
const lock = Lock.parse(JSON.parse(readFileSync(path, 'utf8')))
let added = 0

for (const [place, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isResolvable(place, name)) continue
    lock.packages[`node_modules/${name}`] = platformEntry(name, range)
    added += 1
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`)
process.stdout.write(`package-lock.json: ${added} platform packages added\n`)

function isResolvable(place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const prefix = folder === '' ? '' : `${folder}/`
    if (lock.packages[`${prefix}node_modules/${name}`] !== undefined) return true
    if (folder === '' || !folder.includes('/node_modules/')) {
      return lock.packages[`node_modules/${name}`] !== undefined
    }
  }
}

/** The platform is in the package's name, as in `@rolldown/binding-linux-arm64-musl`. */
function platformEntry(name: string, range: string): LockEntry {
  const words = name.split(/[^a-z0-9]+/)
  const pick = (known: readonly string[]): string[] => known.filter((word) => words.includes(word))
  const os = pick([
    'aix',
    'android',
    'darwin',
    'freebsd',
    'linux',
    'netbsd',
    'openbsd',
    'openharmony',
    'sunos',
    'win32',
  ])
  const cpu = pick([
    'arm',
    'arm64',
    'ia32',
    'loong64',
    'mips64el',
    'ppc64',
    'riscv64',
    's390x',
    'wasm32',
    'x64',
  ])
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    version: range.replace(/^[\^~]/, ''),
    optional: true,
    ...(cpu.length > 0 && { cpu }),
    ...(os.length > 0 && { os }),
    ...(libc.length > 0 && { libc }),
  }
}
