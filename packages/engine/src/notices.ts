import type { Window } from '@sluice/flow'
import { day, elapsed, isoDate, type Deployment, type Instant } from '@sluice/model'
import { counted } from './counted.ts'
import type { CloneReading } from './clone-reading.ts'
import type { Horizon } from './horizon.ts'
import type { Notice } from './repository-analysis.ts'

export interface NoticeContext {
  readonly window: Window
  readonly horizon: Horizon
  readonly now: Instant
  /** Changes that reached the main line within the window. */
  readonly changesInWindow: number
  /** Absent where nobody asked about a window. */
  readonly pace?: Pace
  /** The window's end was chosen by a person. */
  readonly isUntilAsked: boolean
  /** `--service` was given, but no folder of that service was found. */
  readonly isServiceFolderMissing: boolean
  /** Deployments are recorded, so that nothing depends on release tags. Defaults to false. */
  readonly isRecorded?: boolean
}

/** How much happened within the window. */
export interface Pace {
  /** Changes by people. */
  readonly changes: number
  readonly releases: number
}

/** History older than this makes a report a picture of the past, which must be said. */
const staleAfter = 14 * day

/** With fewer releases than this, and at least so many changes, tags may not be how change reaches users. */
const fewReleases = 3
const manyChanges = 50

/** What about a clone a reader must know to read its report right, the gravest first. */
export function noticesOf(reading: CloneReading, context: NoticeContext): Notice[] {
  return [
    ...clockNotices(reading, context),
    ...cloneNotices(reading),
    ...(context.isRecorded === true ? [] : [...releaseNotices(reading), ...paceNotices(reading, context)]),
    ...windowNotices(reading, context),
  ]
}

/** Deployments that nobody can say anything about but that they happened. */
export function unknownRevisionNotices(unknown: readonly Deployment[]): readonly Notice[] {
  const [first] = unknown
  if (first === undefined) return []
  return [
    {
      code: 'DEPLOYMENTS_OF_UNKNOWN_REVISIONS',
      message: `${counted(unknown.length, 'deployment is', 'deployments are')} of a commit that is not known here, such as ${first.revision.slice(0, 9)}: they count, but nobody can tell what they carried.`,
      hint: 'Fetch the branches that are deployed ("git fetch --all"), or check the hashes that are recorded.',
    },
  ]
}

function clockNotices({ history, releases }: CloneReading, { horizon, now }: NoticeContext): Notice[] {
  const notices: Notice[] = []
  if (horizon.isClockBehind) {
    notices.push({
      code: 'CLOCK_BEHIND_HISTORY',
      message: `This machine's clock says ${isoDate(now)}, but most recent commits are newer. The history was believed.`,
      hint: 'Set the clock of this machine.',
    })
  }
  if (horizon.commitsInFuture > 0) {
    notices.push({
      code: 'COMMITS_IN_THE_FUTURE',
      message: `${counted(horizon.commitsInFuture, 'main-line commit claims', 'main-line commits claim')} to be made in the future and ${horizon.commitsInFuture === 1 ? 'is' : 'are'} dated ${isoDate(horizon.newestAt)} instead.`,
      hint: 'Nothing to do, unless this machine’s clock is wrong.',
    })
  }
  const early = releases.filter((release) => release.isDatedBeforeCommit).length
  if (early > 0) {
    notices.push({
      code: 'TAGS_OLDER_THAN_THEIR_COMMIT',
      message: `${counted(early, 'release tag claims', 'release tags claim')} to be older than the commit tagged; the commit's date was taken.`,
      hint: 'Nothing to do; the time of these releases is a lower bound.',
    })
  }
  if (history.unreadableDates > 0) {
    notices.push({
      code: 'UNREADABLE_DATES',
      message: `${counted(history.unreadableDates, 'commit has a date', 'commits have dates')} that git cannot read.`,
      hint: 'Nothing to do; the other date of the commit was taken where there was one.',
    })
  }
  return notices
}

function cloneNotices({ repository, mainLine, selection }: CloneReading): Notice[] {
  const notices: Notice[] = []
  if (repository.isShallow) {
    notices.push({
      code: 'SHALLOW_CLONE',
      message:
        'This clone is shallow: older changes and releases are missing, and change at the cut looks younger than it is.',
      hint: 'Run "git fetch --unshallow --tags" and analyze again.',
    })
  }
  if (selection.outsideHistory > 0) {
    notices.push({
      code: 'TAGS_OUTSIDE_HISTORY',
      message: `${counted(selection.outsideHistory, 'release tag points', 'release tags point')} to commits that this clone does not hold.`,
      hint: 'Run "git fetch --unshallow --tags" and analyze again.',
    })
  }
  if (mainLine.reason === 'detached-head') {
    notices.push({
      code: 'DETACHED_HEAD',
      message: 'No default branch is known and HEAD is detached, so the main line is what HEAD reaches.',
      hint: 'Name the main line with --main, or run "git remote set-head origin --auto".',
    })
  }
  return notices
}

function releaseNotices({ selection, releases, tagList }: CloneReading): Notice[] {
  if (releases.length === 0) {
    const tags = tagList.tags.length
    return [
      {
        code: 'NO_RELEASE_TAGS',
        message:
          tags === 0
            ? 'This clone has no tags, so it cannot be told when change reached anyone.'
            : `None of the ${tags} tags looks like a release, so it cannot be told when change reached anyone.`,
        hint:
          tags === 0
            ? 'If the project tags its releases, run "git fetch --tags"; otherwise deployments have to come from another source.'
            : 'Say which tags are releases with --tag-pattern.',
      },
    ]
  }
  if (selection.rule === 'prereleases') {
    return [
      {
        code: 'ONLY_PRERELEASES',
        message: `All ${selection.releases.length} version tags are prereleases, so these were taken for releases.`,
        hint: 'Say which tags are releases with --tag-pattern.',
      },
    ]
  }
  if (selection.prereleases > 0 && selection.rule === 'stable') {
    return [
      {
        code: 'PRERELEASES_LEFT_OUT',
        message: `${counted(selection.prereleases, 'prerelease tag was', 'prerelease tags were')} left out: change counts as released with the first stable version.`,
        hint: "Count them too with --tag-pattern '*'.",
      },
    ]
  }
  return []
}

function paceNotices({ releases }: CloneReading, { pace }: NoticeContext): Notice[] {
  if (pace === undefined || releases.length === 0) return []
  if (pace.releases >= fewReleases || pace.changes < manyChanges) return []
  const only = pace.releases === 0 ? 'No release' : `Only ${counted(pace.releases, 'release')}`
  return [
    {
      code: 'RARE_RELEASES',
      message: `${only} for ${counted(pace.changes, 'change')} in the window: if change reaches users without a tag, these numbers are about the tags, not about users.`,
      hint: 'Choose other tags with --tag-pattern, or a longer window with --since.',
    },
  ]
}

function windowNotices(reading: CloneReading, context: NoticeContext): Notice[] {
  const { window, horizon, now, changesInWindow } = context
  const notices: Notice[] = []
  const age = elapsed(horizon.newestAt, now)
  if (age > staleAfter && !context.isUntilAsked) {
    notices.push({
      code: 'HISTORY_IS_OLD',
      message: `The newest commit or tag is from ${isoDate(horizon.newestAt)}, ${Math.floor(age / day)} days ago: this is a picture of the time until then.`,
      hint: 'Run "git fetch --tags" if the clone is behind, or count up to today with --until now.',
    })
  }
  if (changesInWindow === 0) {
    notices.push({
      code: 'NO_CHANGE_IN_WINDOW',
      message: `No change reached ${reading.mainLine.name} from ${isoDate(window.since)} to ${isoDate(window.until)}; the newest is from ${isoDate(horizon.newestAt)}.`,
      hint: 'Choose an earlier window with --since and --until.',
    })
  }
  if (context.isServiceFolderMissing) {
    notices.push({
      code: 'SERVICE_FOLDER_UNKNOWN',
      message:
        'No folder of this service was found, so every change of the repository counts as one of its changes.',
      hint: 'Name the service as its package.json, go.mod or folder does.',
    })
  }
  return notices
}
