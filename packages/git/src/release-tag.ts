/** How a tag name writes its version. */
export type ReleaseScheme = 'semantic' | 'calendar' | 'sequence'

/** What the name of a release tag says. */
export interface ReleaseTag {
  /** What stands before the version, such as `@scope/package` or `release`; empty for a bare version. */
  readonly service: string
  /** The version as written, without the service and a leading `v`. */
  readonly version: string
  readonly isPrerelease: boolean
  /** `calendar`: a date. `sequence`: a number that only counts, as in `build-1234`. */
  readonly scheme: ReleaseScheme
}

/** Names longer than this are not looked at; git's own limit is about four times as long. */
export const longestTagName = 250

/**
 * Reads a tag name as a release; undefined when nothing in it looks like a version.
 *
 * Knows `v1.2.3`, `1.2.3`, `package@1.2.3`, `@scope/package@1.2.3`, `package/v1.2.3`, `package-1.2.3`,
 * `release/1.2`, `REL_17_2`, `jdk-21+35`, `2024-01-15`, `build-1234` and `production-2024…`.
 */
export function parseReleaseTag(name: string): ReleaseTag | undefined {
  if (name.length > longestTagName) return undefined
  const [service, rest] = splitAtVersion(name)
  const isSequence = sequenceNames.test(service)

  const calendar = calendarVersion.exec(rest)
  if (calendar !== null) return release(service, rest, calendar[1] ?? '', 'calendar')
  const semantic = semanticVersion.exec(rest)
  if (semantic !== null && (semantic[1] !== undefined || isSequence || namesVersion(name, service))) {
    const isCount = semantic[1] === undefined && isSequence
    return release(service, rest, semantic[2] ?? '', isCount ? 'sequence' : 'semantic')
  }
  return undefined
}

// A service ends at the last separator before the version, which starts with a digit or with `v` and a digit.
const boundary = /^(?:(.*?[^\d.])(?:@|[-_/]))?(?:v|V|rel|REL)?[._]?(\d[^/@]*)$/

function splitAtVersion(name: string): readonly [service: string, version: string] {
  const scoped = /^(.+)@v?(\d[^/@]*)$/.exec(name)
  if (scoped !== null) return [scoped[1] ?? '', scoped[2] ?? '']
  const [, service = '', version = ''] = boundary.exec(name) ?? []
  return [service, version]
}

/** Group 1: all but the first number of the version; group 2: what follows the numbers. */
const semanticVersion = /^\d{1,9}((?:[._]\d{1,9}){1,4})?(?![\d.])(.*)$/
/** Group 1: what follows the date. */
const calendarVersion =
  /^(?:19|20)\d{2}(?:[-._]?(?:0?[1-9]|1[0-2]))(?:[-._]?(?:0?[1-9]|[12]\d|3[01]))(?:[-._T]?\d{1,6}){0,4}(?![\d.])(.*)$/

/** Names under which a bare number counts builds or deployments. */
const sequenceNames =
  /(?:^|[-_/])(?:build|deploy|deployment|deployed|production|prod|live|release|releases|r)$/i

/** A single number is a version only where the name says so: `v5`, `jdk-21`; not `fix-123`. */
function namesVersion(name: string, service: string): boolean {
  return service === ''
    ? /^v\d/i.test(name)
    : /(?:^|[-_/])(?:jdk|version|ver|v|rel|php|go|openjdk)$/i.test(service)
}

const prereleaseWords =
  /(?:^|[^a-z])(?:rc|alpha|beta|pre|preview|prerelease|dev|devel|nightly|canary|next|snapshot|insiders?|experimental|unstable|test|ea|cr|milestone|eap|edge|incubating-rc)(?![a-z])/i
/** Python's `1.0b1`, `1.0a2`; Java's `-M1`. */
const shortPrerelease = /^(?:[ab]|\.?(?:rc|dev))\d+|^[-.]?(?:M|CR)\d+|^-pre|^-0$/

function release(
  service: string,
  version: string,
  suffix: string,
  scheme: ReleaseScheme,
): ReleaseTag | undefined {
  const qualifier = suffix.replace(/^\+.*$/, '')
  const isPrerelease =
    prereleaseWords.test(qualifier) || shortPrerelease.test(qualifier) || prereleaseWords.test(`-${service}`)
  return { service, version, isPrerelease, scheme }
}
