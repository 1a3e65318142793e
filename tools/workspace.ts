import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const PackageFile = z.object({
  name: z.string(),
  version: z.string().optional(),
  license: z.string().optional(),
  private: z.boolean().optional(),
  exports: z.unknown().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  devDependencies: z.record(z.string(), z.string()).optional(),
})
/** The fields of a workspace `package.json` that the tools read. */
export type PackageFile = z.infer<typeof PackageFile>

/** One folder of `packages/`. */
export interface WorkspacePackage {
  /** Name of the folder, which is the name in the ring table. */
  readonly folder: string
  /** Absolute path of the folder. */
  readonly path: string
  readonly file: PackageFile
}

/** Absolute path of the repository. */
export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url))

/** The packages of the workspace at `root`, by folder name. */
export function workspacePackages(root: string = repositoryRoot): readonly WorkspacePackage[] {
  const home = join(root, 'packages')
  return readdirSync(home)
    .filter((folder) => existsSync(join(home, folder, 'package.json')))
    .toSorted()
    .map((folder) => ({
      folder,
      path: join(home, folder),
      file: readPackageFile(join(home, folder, 'package.json')),
    }))
}

/** Reads a `package.json` of the workspace. Throws when it is not one. */
export function readPackageFile(path: string): PackageFile {
  return PackageFile.parse(JSON.parse(readFileSync(path, 'utf8')))
}
