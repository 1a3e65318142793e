import {
  chooseMainLine,
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
  type Release,
  type ReleaseSelection,
  type Repository,
  type TagList,
} from '@sluice/git'
import type { Progress } from './analyze-options.ts'
import { engineError } from './errors.ts'
import { nearestOf } from './nearest.ts'

/** All that one pass over a clone tells, before anything is made of it. */
export interface CloneReading {
  readonly repository: Repository
  readonly tagList: TagList
  readonly mainLine: MainLineChoice
  readonly history: History
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
  const { service, tagPattern, signal, onProgress } = options
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
  const history = await readHistory(repository, {
    tips: [chosen.tip, ...candidates.map((tag) => tag.revision)],
    onProgress: onProgress && ((done) => onProgress({ phase: 'history', done })),
    signal,
  })
  const selection = selectReleases(tagList.tags, {
    history,
    pattern: tagPattern,
    repositoryName: repository.name,
  })
  const releases = service === undefined ? selection.releases : releasesOf(selection, service)
  return {
    repository,
    tagList,
    mainLine: chosen,
    history,
    line: mainLine(history, chosen.tip),
    selection,
    releases,
    shipping: firstReleases(history, releases),
  }
}

function releasesOf(selection: ReleaseSelection, service: string): readonly Release[] {
  const releases = selection.releases.filter((release) => release.service === service)
  if (releases.length > 0) return releases
  throw engineError('SERVICE_UNKNOWN', { service, nearest: nearestOf(service, selection.services) ?? '' })
}
