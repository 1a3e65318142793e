import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { workspacePackages, type PackageFile } from '../workspace.ts'
import { parseSource, type ParsedSource } from './source-file.ts'

/** A package with its sources read: all that the boundary check looks at. */
export interface SourcePackage {
  readonly folder: string
  readonly file: PackageFile
  readonly sources: readonly Source[]
}

export interface Source {
  /** From the package's folder, with forward slashes, such as `src/lead-time.ts`. */
  readonly path: string
  readonly text: string
  readonly parsed: ParsedSource
}

/** Reads and parses every source file of every package at `root`. */
export function readSourcePackages(root?: string): readonly SourcePackage[] {
  return workspacePackages(root).map(({ folder, path, file }) => ({
    folder,
    file,
    sources: sourceFilesIn(join(path, 'src')).map((absolute) => {
      const place = relative(path, absolute).replaceAll(sep, '/')
      return sourceOf(place, readFileSync(absolute, 'utf8'))
    }),
  }))
}

/** Parses one source file. */
export function sourceOf(path: string, text: string): Source {
  return { path, text, parsed: parseSource(path, text) }
}

/** Test files and test helpers, which users never load. */
export function isTestSource(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/')
}

/** Absolute paths of the TypeScript files below a folder. */
export function sourceFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
