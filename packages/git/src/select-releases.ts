import type { Instant, Revision } from '@sluice/model'
import type { History } from './history.ts'
import { compareVersions } from './release-order.ts'
import { parseReleaseTag, type ReleaseTag } from './release-tag.ts'
import { parseTagPattern } from './tag-pattern.ts'
import type { Tag } from './tags.ts'

/** One release of one service. */
export interface Release {
  /** The tag's name. */
  readonly name: string
  /** Part of the repository that was released; empty for the whole. */
  readonly service: string
  readonly version: string
  readonly isPrerelease: boolean
  readonly revision: Revision
  /** When it was tagged, but never before its commit was made. */
  readonly at: Instant
  /** `tagged`: the date of an annotated tag. `commit`: that of the commit, a lower bound. */
  readonly timing: 'tagged' | 'commit'
  /** The tag claims to be older than its commit, so `at` is the commit's date. */
  readonly isDatedBeforeCommit: boolean
}

export interface ReleaseSelection {
  /** By time, then version, then name. */
  readonly releases: readonly Release[]
  /** Services in the order of their names; one empty name for a repository that is released as a whole. */
  readonly services: readonly string[]
  /**
   * What counts as a release. `stable`: versions without a prerelease mark. `prereleases`: all versions, because no
   * stable one exists. `pattern`: what the given pattern matches.
   */
  readonly rule: 'stable' | 'prereleases' | 'pattern'
  /** Version tags left out as prereleases. */
  readonly prereleases: number
  /** Tags that are no releases. */
  readonly unrecognized: number
  /** Release tags of whose commit nothing is known, as in a shallow clone. */
  readonly outsideHistory: number
}

export interface SelectReleasesOptions {
  /** Dates the tagged commits. Of those that it does not hold, or without a history, the tag itself tells the date. */
  readonly history?: History | undefined
  /** Glob, or regular expression between slashes; everything it matches is a release. */
  readonly pattern?: string | undefined
  /** Name of the repository: tags such as `redis-7.0` in `redis` are versions of the whole. */
  readonly repositoryName?: string | undefined
}

/** Picks the tags that are releases. Fails with `BAD_TAG_PATTERN`. */
export function selectReleases(tags: readonly Tag[], options: SelectReleasesOptions): ReleaseSelection {
  const candidates = options.pattern === undefined ? versionTags(tags) : matchingTags(tags, options.pattern)
  const stable = candidates.filter(({ parsed }) => !parsed.isPrerelease)
  const isPattern = options.pattern !== undefined
  const rule = isPattern ? 'pattern' : stable.length === 0 && candidates.length > 0 ? 'prereleases' : 'stable'
  const chosen = rule === 'stable' ? stable : candidates

  const serviceOf = isPattern ? (service: string) => service : namesOfServices(chosen, options.repositoryName)
  const releases = chosen
    .flatMap((candidate) => releaseOf(candidate, serviceOf, options.history))
    .sort(byTime)
  return {
    releases,
    services: [...new Set(releases.map(({ service }) => service))].sort(),
    rule,
    prereleases: candidates.length - chosen.length,
    unrecognized: tags.length - candidates.length,
    outsideHistory: chosen.length - releases.length,
  }
}

interface Candidate {
  readonly tag: Tag
  readonly parsed: ReleaseTag
}

function versionTags(tags: readonly Tag[]): readonly Candidate[] {
  return tags.flatMap((tag) => {
    const parsed = parseReleaseTag(tag.name)
    return parsed === undefined ? [] : [{ tag, parsed }]
  })
}

function matchingTags(tags: readonly Tag[], pattern: string): readonly Candidate[] {
  const match = parseTagPattern(pattern)
  return tags.flatMap((tag) => {
    const found = match(tag.name)
    if (found === undefined) return []
    const parsed = parseReleaseTag(tag.name)
    const version = parsed?.version ?? tag.name
    const isPrerelease = parsed?.isPrerelease ?? false
    return [
      {
        tag,
        parsed: { service: found.service, version, isPrerelease, scheme: parsed?.scheme ?? 'sequence' },
      },
    ]
  })
}

/** Words before a version that say what the tag is for, not what part of the repository it releases. */
const wholeWords =
  /^(?:v|version|ver|rel|release|releases|tag|tags|stable|build|builds|deploy|deployment|deployments|deployed|prod|production|live|r)$/i

/**
 * What part of the repository a prefix stands for. The project's own name, a word such as `release`, or the only
 * prefix there is, stand for the whole.
 */
function namesOfServices(
  candidates: readonly Candidate[],
  repositoryName: string | undefined,
): (prefix: string) => string {
  const isOwnName = (prefix: string): boolean => prefix.toLowerCase() === repositoryName?.toLowerCase()
  const isWord = (prefix: string): boolean => prefix === '' || wholeWords.test(prefix)
  const parts = new Set(candidates.map(({ parsed }) => parsed.service).filter((prefix) => !isWord(prefix)))
  const others = [...parts].filter((prefix) => !isOwnName(prefix)).length
  // Beside two or more other parts, the part that bears the project's name is one of them: `astro@5` in astro.
  return (prefix) => (isWord(prefix) || parts.size === 1 || (isOwnName(prefix) && others < 2) ? '' : prefix)
}

function releaseOf(
  { tag, parsed }: Candidate,
  serviceOf: (prefix: string) => string,
  history: History | undefined,
): readonly Release[] {
  const commit = history?.indexOf(tag.revision)
  const committedAt = commit === undefined ? tag.committedAt : history?.committedAt(commit)
  if (committedAt === undefined) return []
  const hasOwnDate = tag.isAnnotated && tag.createdAt !== undefined
  const taggedAt = hasOwnDate ? (tag.createdAt ?? committedAt) : committedAt
  const isDatedBeforeCommit = taggedAt < committedAt
  return [
    {
      name: tag.name,
      service: serviceOf(parsed.service),
      version: parsed.version,
      isPrerelease: parsed.isPrerelease,
      revision: tag.revision,
      at: isDatedBeforeCommit ? committedAt : taggedAt,
      timing: hasOwnDate && !isDatedBeforeCommit ? 'tagged' : 'commit',
      isDatedBeforeCommit,
    },
  ]
}

function byTime(left: Release, right: Release): number {
  return (
    left.at - right.at || compareVersions(left.version, right.version) || (left.name < right.name ? -1 : 1)
  )
}
