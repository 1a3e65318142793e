import type { Repository } from './repository.ts'
import { gitOutcome, gitOutput } from './run-git.ts'
import { refuseWithoutTrees } from './changed-files.ts'

/** Where a service lives in a monorepo, and how that is known. */
export interface ServiceFolder {
  /** Path from the root, without a slash at either end. */
  readonly folder: string
  /** `path`: the service's name is the path. `manifest`: a manifest in it bears the name. `name`: the folder is called so. */
  readonly foundBy: 'path' | 'manifest' | 'name'
}

/**
 * The folder of a service at a commit: the folder of that path (Go's `path/to/module`), else the one whose
 * `package.json`, `pyproject.toml` or `Cargo.toml` bears the name, else the only one that is called so, with
 * `packages/`, `services/` and the like preferred. Undefined when there is none, or when several are as likely.
 *
 * Fails with `MISSING_OBJECTS` in a partial clone without trees. Manifests that the clone does not hold are passed over.
 */
export async function findServiceFolder(
  repository: Repository,
  tip: string,
  service: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ServiceFolder | undefined> {
  refuseWithoutTrees(repository, `the folder of ${service}`)
  const files = await readFiles(repository, tip, options)
  const folders = foldersOf(files.map(({ path }) => path))
  if (folders.has(service)) return { folder: service, foundBy: 'path' }

  const named = await folderByManifest(repository, files, service, options)
  if (named !== undefined) return { folder: named, foundBy: 'manifest' }

  const shortName =
    service
      .replace(/^@[^/]+\//, '')
      .split('/')
      .at(-1) ?? service
  const candidates = [...folders].filter((folder) => folder === shortName || folder.endsWith(`/${shortName}`))
  const likely = candidates.filter((folder) => likelyParents.test(folder) || folder === shortName)
  const [only, ...others] = likely.length > 0 ? shortest(likely) : shortest(candidates)
  return only === undefined || others.length > 0 ? undefined : { folder: only, foundBy: 'name' }
}

const manifestName = /(?:^|\/)(?:package\.json|pyproject\.toml|Cargo\.toml|go\.mod)$/
const likelyParents =
  /(?:^|\/)(?:packages|services|apps|crates|libs|modules|components|projects|cmd|plugins|integrations)\/[^/]+(?:\/[^/]+)?$/
const passedOver = /(?:^|\/)(?:node_modules|vendor|fixtures?|__fixtures__|testdata|templates?|examples?)\//

interface TreeFile {
  readonly path: string
  readonly blob: string
}

async function readFiles(
  repository: Repository,
  tip: string,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<readonly TreeFile[]> {
  const output = await gitOutput(repository, ['ls-tree', '-r', '-z', '--full-tree', tip], options)
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((row) => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(row) ?? []
      return blob === undefined || path === undefined ? [] : [{ path, blob }]
    })
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end)
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return folders
}

async function folderByManifest(
  repository: Repository,
  files: readonly TreeFile[],
  service: string,
  options: { readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const manifests = files.filter(({ path }) => manifestName.test(path) && !passedOver.test(path))
  if (manifests.length === 0) return undefined
  const input = manifests.map(({ blob }) => `${blob}\n`).join('')
  // A missing blob prints "missing" and does not stop the others; the door to git forbids its download.
  const { stdout } = await gitOutcome(repository, ['cat-file', '--batch'], { ...options, input })
  const contents = blobsOf(stdout)
  const found = manifests.filter(({ path, blob }) => nameOf(path, contents.get(blob) ?? '') === service)
  const folder = shortest(found.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))[0]
  // A manifest at the root names the whole repository, which is no folder.
  return folder === '' ? undefined : folder
}

function blobsOf(batch: Buffer): ReadonlyMap<string, string> {
  const contents = new Map<string, string>()
  for (let at = 0; at < batch.length;) {
    const newline = batch.indexOf(10, at)
    if (newline < 0) break
    const [, blob, size] = /^([0-9a-f]+) blob (\d+)$/.exec(batch.toString('latin1', at, newline)) ?? []
    if (blob === undefined) {
      at = newline + 1
      continue
    }
    const end = newline + 1 + Number(size)
    contents.set(blob, batch.toString('utf8', newline + 1, end))
    at = end + 1
  }
  return contents
}

/** The name that a manifest gives to its package. The first `name` of a TOML manifest is the package's in practice. */
function nameOf(path: string, content: string): string | undefined {
  if (path.endsWith('go.mod')) return /^module\s+(\S+)/m.exec(content)?.[1]
  if (path.endsWith('.toml')) return /^\s*name\s*=\s*["']([^"']+)["']/m.exec(content)?.[1]
  try {
    const manifest: unknown = JSON.parse(content)
    const isNamed = typeof manifest === 'object' && manifest !== null && 'name' in manifest
    return isNamed && typeof manifest.name === 'string' ? manifest.name : undefined
  } catch {
    // A manifest that is not JSON names nothing.
    return undefined
  }
}

/** The folders that are least deep. */
function shortest(folders: readonly string[]): readonly string[] {
  const depth = (folder: string): number => folder.split('/').length
  const least = Math.min(...folders.map(depth))
  return [...new Set(folders)].filter((folder) => depth(folder) === least)
}
