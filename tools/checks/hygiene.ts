import type { Check } from './check.ts'
import { trackedFiles, type TrackedFile } from './tracked-files.ts'

export const hygieneCheck: Check = {
  name: 'hygiene',
  remedy: 'write the path relative, give the TODO an issue, give the disable comment a reason',
  run: async () => findUnclean(await trackedFiles()),
}

interface HygieneRule {
  readonly pattern: RegExp
  readonly message: string
  readonly appliesTo: (path: string) => boolean
}

const isCode = (path: string): boolean => /\.(ts|tsx|js|json|yml|yaml|sh)$|(^|\/)\.ci\//.test(path)
const isProse = (path: string): boolean => path.endsWith('.md')

const rules: readonly HygieneRule[] = [
  {
    // Home folders and the roots that build machines use; `/usr` and `/tmp` mean the same everywhere.
    pattern: /(?<![\w.:/])\/(home|Users|root|work|workspace|builds)\/[\w.-]+/,
    message: 'a path of one machine',
    appliesTo: (path) => isCode(path) || isProse(path),
  },
  {
    pattern: /"resolved": "https?:/,
    message: 'an address of a registry, which others may not reach; see .npmrc',
    appliesTo: (path) => path === 'package-lock.json',
  },
  {
    pattern: /registry\s*=\s*https?:|registry\.npmjs\.org/,
    message: 'an address of a registry; that is for the user to choose',
    appliesTo: (path) => path.endsWith('.npmrc') || isCode(path),
  },
  {
    pattern: /\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/,
    message: 'a TODO without its issue; write TODO(#12)',
    appliesTo: (path) => /\.(ts|tsx|js)$/.test(path),
  },
  {
    pattern: /(oxlint|eslint)-disable(?!.*--\s*\S)/,
    message: 'a lint rule switched off without a reason; write it after "--"',
    appliesTo: (path) => /\.(ts|tsx|js)$/.test(path),
  },
  {
    pattern: /@ts-(ignore|nocheck|expect-error)(?!.*\s\S)/,
    message: 'a type error silenced without a reason',
    appliesTo: (path) => /\.(ts|tsx|js)$/.test(path),
  },
  {
    pattern: /^(<{7}|>{7}) /,
    message: 'a merge that is not finished',
    appliesTo: () => true,
  },
]

/** Lines that should not be published, as `path:line: what`. */
export function findUnclean(files: readonly TrackedFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    // This file and its test must name what they look for.
    if (path.startsWith('tools/checks/hygiene')) return []
    const applying = rules.filter(({ appliesTo }) => appliesTo(path))
    return text
      .split('\n')
      .flatMap((line, index) =>
        applying
          .filter(({ pattern }) => pattern.test(line))
          .map(({ message }) => `${path}:${index + 1}: ${message}`),
      )
  })
}
