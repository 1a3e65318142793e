import type { ChangeType } from '@sluice/model'

/** Conventional commit types, and what people write instead of them, lower case. */
const typesByPrefix: Readonly<Record<string, ChangeType>> = {
  feat: 'feature',
  feature: 'feature',
  features: 'feature',
  enhancement: 'feature',
  fix: 'fix',
  fixes: 'fix',
  bugfix: 'fix',
  hotfix: 'fix',
  bug: 'fix',
  security: 'fix',
  doc: 'docs',
  docs: 'docs',
  documentation: 'docs',
  deps: 'dependencies',
  'deps-dev': 'dependencies',
  dep: 'dependencies',
  dependencies: 'dependencies',
  build: 'maintenance',
  chore: 'maintenance',
  ci: 'maintenance',
  perf: 'maintenance',
  refactor: 'maintenance',
  refact: 'maintenance',
  revert: 'maintenance',
  release: 'maintenance',
  style: 'maintenance',
  styles: 'maintenance',
  test: 'maintenance',
  tests: 'maintenance',
  types: 'maintenance',
  internal: 'maintenance',
}

const typesByGitmoji: Readonly<Record<string, ChangeType>> = {
  '🐛': 'fix',
  ':bug:': 'fix',
  '🚑': 'fix',
  ':ambulance:': 'fix',
  '✨': 'feature',
  ':sparkles:': 'feature',
  '📝': 'docs',
  ':memo:': 'docs',
  '⬆': 'dependencies',
  ':arrow_up:': 'dependencies',
}

/** First words of plain titles. Verbs that fit several kinds, such as "update" and "improve", decide nothing. */
const typesByVerb: Readonly<Record<string, ChangeType>> = {
  fix: 'fix',
  fixes: 'fix',
  fixed: 'fix',
  fixing: 'fix',
  add: 'feature',
  adds: 'feature',
  added: 'feature',
  implement: 'feature',
  implements: 'feature',
  introduce: 'feature',
  document: 'docs',
  documents: 'docs',
  refactor: 'maintenance',
  revert: 'maintenance',
  cleanup: 'maintenance',
}

/**
 * Kind of a change by its title: conventional commits (`fix(api)!: …`), prefixes in brackets or with a colon,
 * dependency updates as the usual bots and people title them, gitmoji, and a few plain verbs.
 */
export function changeTypeOf(title: string): ChangeType {
  const text = title.slice(0, longestPrefix).trimStart().toLowerCase()
  if (isDependencyUpdate.test(text)) return 'dependencies'
  const prefixed = conventional.exec(text) ?? bracketed.exec(text)
  if (prefixed !== null) {
    const [, prefix = '', scope] = prefixed
    if (scope !== undefined && dependencyScope.test(scope)) return 'dependencies'
    const type = own(typesByPrefix, prefix)
    if (type !== undefined) return type
  }
  const [first = ''] = text.split(/\s/, 1)
  // An emoji may carry a variation selector, which is no part of what it means.
  const gitmoji = own(typesByGitmoji, first.replace('\uFE0F', ''))
  if (gitmoji !== undefined) return gitmoji
  return own(typesByVerb, firstWordOf(text)) ?? 'other'
}

const longestPrefix = 200

/** `fix(scope)!: …`, `docs: …` */
const conventional = /^([a-z-]+)\s?(?:\(([^)]*)\))?!?:/
/** `[fix] …`, `[docs](scope) …` */
const bracketed = /^\[([a-z-]+)\](?:\(([^)]*)\))?/
const dependencyScope = /(?:^|[\s,/-])(?:deps?|dependencies)(?:-dev)?(?:$|[\s,/-])/
const isDependencyUpdate =
  /^(?:[a-z]+(?:\([^)]*\))?!?: )?(?:bump \S.* from \S+ to \S+|bump the \S.* group|update (?:dependency|dependencies|module|all non-major)\b|(?:upgrade|bump) dependenc|pin dependenc|lock file maintenance)/

/** The first word after a prefix such as `net/http: `. */
function firstWordOf(text: string): string {
  return /^(?:[\w./-]+: )?([a-z]+)/.exec(text)?.[1] ?? ''
}

function own(table: Readonly<Record<string, ChangeType>>, key: string): ChangeType | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
