/**
 * Adds the platform packages that npm left out of package-lock.json.
 *
 * Where a registry does not serve the packages of other platforms, npm omits them from the lockfile, and
 * `npm ci` then refuses with "EUSAGE Missing: ...". Run this after every change of dependencies:
 * `node --import tsx tools/complete-lockfile.ts [folder]`, where the folder is the root unless another is named.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

// Records keep the order of their keys, so that what is not read here is written back as it was.
const LockEntry = z.record(z.string(), z.unknown())
type LockEntry = z.infer<typeof LockEntry>
const Packages = z.record(z.string(), LockEntry)
const OptionalDependencies = z.record(z.string(), z.string()).default({})

const platforms = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' ')
const processors = 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64'.split(' ')

const root = fileURLToPath(new URL('..', import.meta.url))
const path = resolve(process.argv[2] ?? root, 'package-lock.json')
const lock = LockEntry.parse(JSON.parse(readFileSync(path, 'utf8')))
const packages = Packages.parse(lock['packages'])
let added = 0

for (const [place, entry] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(OptionalDependencies.parse(entry['optionalDependencies']))) {
    if (isResolvable(place, name)) continue
    packages[`node_modules/${name}`] = platformEntry(name, range)
    added += 1
  }
}

lock['packages'] = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`)
process.stdout.write(`${path}: ${added} platform packages added\n`)

function isResolvable(place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const prefix = folder === '' ? '' : `${folder}/`
    if (packages[`${prefix}node_modules/${name}`] !== undefined) return true
    if (folder === '' || !folder.includes('/node_modules/')) {
      return packages[`node_modules/${name}`] !== undefined
    }
  }
}

/** The platform is in the package's name, as in `@rolldown/binding-linux-arm64-musl`. */
function platformEntry(name: string, range: string): LockEntry {
  const words = name.split(/[^a-z0-9]+/)
  const pick = (known: readonly string[]): string[] => known.filter((word) => words.includes(word))
  const os = pick(platforms)
  const cpu = pick(processors)
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    version: range.replace(/^[\^~]/, ''),
    optional: true,
    ...(cpu.length > 0 && { cpu }),
    ...(os.length > 0 && { os }),
    ...(libc.length > 0 && { libc }),
  }
}
