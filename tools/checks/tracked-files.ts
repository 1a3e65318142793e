import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../workspace.ts'
import { runProgram } from './check.ts'

/** A file that is, or would be, under version control. */
export interface TrackedFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** Text files that git tracks or would add, read whole. */
export async function trackedFiles(): Promise<readonly TrackedFile[]> {
  const parameters = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z']
  const { isContent, output } = await runProgram('git', parameters)
  if (!isContent) throw new Error(`git ls-files failed: ${output}`)

  return output.split('\0').flatMap((path) => {
    const text = path === '' ? undefined : readIfText(join(repositoryRoot, path))
    return text === undefined ? [] : [{ path, text }]
  })
}

function readIfText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path)
    return bytes.includes(0) ? undefined : bytes.toString('utf8')
  } catch {
    // Deleted in the working tree and still in the index: there is nothing left to check.
    return undefined
  }
}
