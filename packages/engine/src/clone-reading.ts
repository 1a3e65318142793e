import {
  chooseMainLine,
  countCommits,
  firstReleases,
  mainLine,
  openRepository,
  parseReleaseTag,
  readHistory,
  readTags,
  selectReleases,
  type FirstReleases,
  type History,
  type MainLineChoice,
  type ReadHistoryOptions,
  type Release,
  type ReleaseSelection,
  type Repository,
  type TagList,
} from '@sluice/git'
import type { Instant } from '@sluice/model'
import type { Progress } from './analyze-options.ts'
import { engineError } from './errors.ts'
import { nearestOf } from './nearest.ts'

/** What a clone tells before its commits are read. */
export interface CloneOutline {
  readonly repository: Repository
  readonly tagList: TagList
  readonly mainLine: MainLineChoice
  /** Commits that reach all that can matter: the end of the main line, and the tags that can be releases. */
  readonly tips: readonly string[]
}

/** All that one pass over a clone tells, before anything is made of it. */
export interface CloneReading extends CloneOutline {
  readonly history: History
  /** Nothing was left out of the history. */
  readonly isWhole: boolean
  /** Places of the commits of the main line, newest first. */
  readonly line: Int32Array
  readonly selection: ReleaseSelection
  /** The releases that are followed: those of one service, or all. */
  readonly releases: readonly Release[]
  readonly shipping: FirstReleases
}

export interface ReadCloneOptions {
  readonly service?: string | undefined
  readonly tagPattern?: string | undefined
  readonly mainLine?: string | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Reads a clone: its tags, its main line and every commit that either reaches, in one streaming pass.
 *
 * @throws the errors of `@sluice/git`, and SERVICE_UNKNOWN
 */
export async function readClone(path: string, options: ReadCloneOptions): Promise<CloneReading> {
  return readCommits(await outlineClone(path, options), options)
}

/** Reads the tags and the main line of a clone. */
export async function outlineClone(path: string, options: ReadCloneOptions): Promise<CloneOutline> {
  const { tagPattern, signal } = options
  const repository = await openRepository(path, { signal })
  const [tagList, chosen] = await Promise.all([
    readTags(repository, { signal }),
    chooseMainLine(repository, options.mainLine, { signal }),
  ])
  // Without a pattern only tags that look like versions can be releases; others may lead into side histories.
  const candidates =
    tagPattern === undefined
      ? tagList.tags.filter((tag) => parseReleaseTag(tag.name) !== undefined)
      : tagList.tags
  return {
    repository,
    tagList,
    mainLine: chosen,
    tips: [chosen.tip, ...candidates.map((tag) => tag.revision)],
  }
}

/**
 * Reads the commits of a clone: all, or only those that no release before `releasedSince` had carried.
 *
 * @throws the errors of `@sluice/git`, and SERVICE_UNKNOWN
 */
export async function readCommits(
  outline: CloneOutline,
  options: ReadCloneOptions,
  releasedSince?: Instant,
): Promise<CloneReading> {
  const { repository, tagList } = outline
  const { onProgress, signal } = options
  const history = await readHistory(repository, {
    ...(releasedSince === undefined ? { tips: outline.tips } : recentTips(outline, options, releasedSince)),
    onProgress: onProgress && ((done) => onProgress({ phase: 'history', done })),
    signal,
  })
  const { selection, releases } = releasesOf(tagList, repository, options, history)
  return {
    ...outline,
    history,
    isWhole: releasedSince === undefined,
    line: mainLine(history, outline.mainLine.tip),
    selection,
    releases,
    shipping: firstReleases(history, releases),
  }
}

/** How many commits the tips reach, those that were left out included. */
export async function countReached(
  { repository, tips, history, isWhole }: CloneReading,
  { signal }: Pick<ReadCloneOptions, 'signal'>,
): Promise<number> {
  return isWhole ? history.size : countCommits(repository, tips, { signal })
}

function recentTips(
  { repository, tagList, mainLine: { tip } }: CloneOutline,
  options: ReadCloneOptions,
  releasedSince: Instant,
): Pick<ReadHistoryOptions, 'tips' | 'without'> {
  const { releases } = releasesOf(tagList, repository, options)
  const revisions = (chosen: (release: Release) => boolean): readonly string[] =>
    releases.filter(chosen).map(({ revision }) => revision)
  return {
    tips: [tip, ...revisions(({ at }) => at >= releasedSince)],
    without: revisions(({ at }) => at < releasedSince),
  }
}

function releasesOf(
  tagList: TagList,
  repository: Repository,
  { service, tagPattern }: ReadCloneOptions,
  history?: History,
): Pick<CloneReading, 'selection' | 'releases'> {
  const selection = selectReleases(tagList.tags, {
    history,
    pattern: tagPattern,
    repositoryName: repository.name,
  })
  if (service === undefined) return { selection, releases: selection.releases }

  const releases = selection.releases.filter((release) => release.service === service)
  if (releases.length > 0) return { selection, releases }
  throw engineError('SERVICE_UNKNOWN', { service, nearest: nearestOf(service, selection.services) ?? '' })
}
