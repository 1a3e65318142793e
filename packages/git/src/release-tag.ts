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

/** Names longer than this are not looked at, which bounds the time that any pattern takes. */
export const longestTagName = 250

/**
 * Reads a tag name as a release; undefined when nothing in it looks like a version.
 *
 * Knows `v1.2.3`, `1.2.3`, `package@1.2.3`, `@scope/package@1.2.3`, `package/v1.2.3`, `package-1.2.3`,
 * `release/1.2`, `REL_17_2`, `jdk-21+35`, `go1.22`, `2024-01-15`, `build-1234` and `production-20240115`.
 */
export function parseReleaseTag(name: string): ReleaseTag | undefined {
  if (name.length > longestTagName) return undefined
  // The first place from which the rest of the name reads as a version: `my-2nd-package-1.2.3` has it at its end.
  for (const { index, groups } of name.matchAll(versionStart)) {
    const version = name.slice(index + (groups?.['before'] ?? '').length)
    const release = readVersion(name.slice(0, index), version, groups?.['before'] ?? '')
    if (release !== undefined) return release
  }
  const [, service, version] = /^([A-Za-z]+)(\d.*)$/.exec(name) ?? []
  if (service === undefined || version === undefined || !/^\d+[._]\d/.test(version)) return undefined
  return readVersion(service, version, '')
}

const versionStart = /(?<before>(?:^|[-@/_])[vV]?)(?=\d)/g

/** Group 1: all but the first number; group 2: what follows the numbers. */
const numbers = /^\d{1,14}((?:[._]\d{1,9}){0,4})((?:[-+~_.]?[A-Za-z]|[-+~]).*)?$/
/** Group 1: what follows the date and a time. */
const date =
  /^(?:19|20)\d{2}[-._]?(?:0?[1-9]|1[0-2])[-._]?(?:0?[1-9]|[12]\d|3[01])(?:[-._T]?\d{1,6}){0,4}((?:[-+~_.]?[A-Za-z]|\+).*)?$/

function readVersion(service: string, version: string, before: string): ReleaseTag | undefined {
  if (/[/@]/.test(version)) return undefined
  const calendar = date.exec(version)
  if (calendar !== null) return releaseOf(service, version, calendar[1] ?? '', 'calendar', before)

  const [, furtherNumbers, suffix = ''] = numbers.exec(version) ?? []
  if (furtherNumbers === undefined) return undefined
  if (furtherNumbers !== '' || isNamedVersion(service, before)) {
    return releaseOf(service, version, suffix, 'semantic', before)
  }
  const isCount = suffix === '' && sequenceNames.test(service)
  return isCount ? releaseOf(service, version, suffix, 'sequence', before) : undefined
}

function releaseOf(
  service: string,
  version: string,
  suffix: string,
  scheme: ReleaseScheme,
  before: string,
): ReleaseTag {
  // Before `@` stands the name of a package, which may well be called `preview`.
  const isChannel = !before.startsWith('@') && channels.test(service)
  const isPrerelease =
    isChannel || prereleaseWords.test(suffix.replace(/\+.*$/, '')) || shortPrerelease.test(suffix)
  return { service, version, isPrerelease, scheme }
}

/** A single number is a version only where the name says so: `v5`, `jdk-21`, `package@3`; not `fix-123`. */
function isNamedVersion(service: string, before: string): boolean {
  return /[vV@]/.test(before) || /(?:^|[-_/])(?:jdk|openjdk|version|ver|v|rel|php)$/i.test(service)
}

/** Names under which a bare number counts builds or deployments. */
const sequenceNames = /(?:^|[-_/])(?:builds?|deploy|deployments?|deployed|production|prod|live|releases?|r)$/i

const channels = /(?:^|[-_/])(?:nightly|canary|snapshot|alpha|beta|rc|preview|insiders?|experimental)$/i
const prereleaseWords =
  /(?:^|[^a-z])(?:rc|alpha|beta|pre|preview|prerelease|dev|devel|nightly|canary|next|snapshot|insiders?|experimental|unstable|test|ea|cr|milestone|eap|edge)(?![a-z])/i
/** Python's `1.0b1`, Java's `-M1`, npm's `-0`. */
const shortPrerelease = /^(?:[ab]|rc)\d|^[-.]?M\d|^-0$/
