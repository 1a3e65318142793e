import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const fileName = 'inter-latin-wght-normal.woff2'

/**
 * Inter (variable weight, Latin) as a data URI, or `undefined` when the file is not there; the page then
 * falls back to the system's own face.
 *
 * In a build the file lies beside the bundle: the build copies
 * `node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2` into `packages/cli/dist/`.
 * From source it is read out of the installed font package.
 */
export function interFont(): string | undefined {
  for (const locate of [besideThisFile, inFontPackage]) {
    const bytes = tryToRead(locate)
    if (bytes !== undefined) return `data:font/woff2;base64,${bytes.toString('base64')}`
  }
  return undefined
}

function besideThisFile(): string {
  return fileURLToPath(new URL(fileName, import.meta.url))
}

function inFontPackage(): string {
  return createRequire(import.meta.url).resolve(`@fontsource-variable/inter/files/${fileName}`)
}

function tryToRead(locate: () => string): Buffer | undefined {
  try {
    return readFileSync(locate())
  } catch {
    // A missing font changes how the report looks, never what it says.
    return undefined
  }
}
