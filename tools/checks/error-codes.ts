import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSource } from '../boundaries/source-file.ts'
import { isTestSource, readSourcePackages, sourceFilesIn, type Source } from '../boundaries/source-tree.ts'
import { readErrorTables } from '../error-tables.ts'
import { repositoryRoot } from '../workspace.ts'
import type { Check } from './check.ts'

export const errorCodeCheck: Check = {
  name: 'error codes',
  remedy: 'throw the code or remove its row; expect the code in a test',
  run: async () => {
    const errors = await readErrorTables()
    const sources = readSourcePackages().flatMap((one) => one.sources)
    return findLooseCodes(
      errors.map(({ code }) => code),
      sources,
      testStrings(sources),
    )
  },
}

/** Codes that are defined twice, never thrown, or never expected by a test. */
export function findLooseCodes(
  codes: readonly string[],
  sources: readonly Source[],
  expected: ReadonlySet<string>,
): readonly string[] {
  const production = sources.filter(({ path }) => !isTestSource(path) && !path.endsWith('/errors.ts'))
  // A code may also be chosen first and thrown later, so any string outside the tables counts.
  const thrown = new Set(production.flatMap(({ parsed }) => [...parsed.strings]))

  return [...new Set(codes)].flatMap((code) => [
    ...(codes.filter((other) => other === code).length > 1 ? [`${code} is defined more than once`] : []),
    ...(thrown.has(code) ? [] : [`${code} is never thrown`]),
    ...(expected.has(code) ? [] : [`${code} is expected by no test`]),
  ])
}

function testStrings(sources: readonly Source[]): ReadonlySet<string> {
  const beside = sources.filter(({ path }) => isTestSource(path)).map(({ parsed }) => parsed)
  const apart = sourceFilesIn(join(repositoryRoot, 'tests')).map((path) =>
    parseSource(path, readFileSync(path, 'utf8')),
  )
  return new Set([...beside, ...apart].flatMap(({ strings }) => [...strings].flatMap(wordsOf)))
}

/** A code may stand inside a longer expected text. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Z][A-Z0-9_]+/g) ?? []
}
