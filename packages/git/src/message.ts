import type { Trailer } from '@sluice/model'
import { cherryPickedFrom } from './cherry-picks.ts'
import { signingLines } from './footers.ts'
import { parseMergeSubject } from './merge-subject.ts'
import { findPullRequest } from './pull-request.ts'
import { findRevertedPullRequests, findRevertedRevisions, findRevertedTitle } from './reverts.ts'
import { parseTrailers } from './trailers.ts'

/** What a commit message says, as far as the flow of change is concerned. */
export interface CommitMessage {
  /** The first line, as it stands. */
  readonly subject: string
  /** What the change is called: the title of the request where the subject only says that it was merged. */
  readonly title: string
  /** Number of the pull or merge request. */
  readonly pullRequest?: number
  /** Name of the merged branch, without the owner or remote. */
  readonly branch?: string
  readonly trailers: readonly Trailer[]
  /** Whole lines in which a tool signs, such as `Generated with [Claude Code](https://claude.com/claude-code)`. */
  readonly footers: readonly string[]
  /** Hashes, possibly abbreviated, of "This reverts commit …". */
  readonly reverts: readonly string[]
  /** The title quoted by `Revert "…"`. */
  readonly revertedTitle?: string
  /** Numbers of "Reverts owner/name#12" and of a branch `revert-12-…`. */
  readonly revertedPullRequests: readonly number[]
  /** Hashes, possibly abbreviated, of "(cherry picked from commit …)". */
  readonly cherryPickedFrom: readonly string[]
}

/** Reads a message from its first line and the rest. */
export function parseMessage(firstLine: string, body: string): CommitMessage {
  const subject = firstLine.trim()
  const lines = linesOf(body)
  const merge = parseMergeSubject(subject, lines)
  const trailers = parseTrailers(lines)
  const pullRequest = findPullRequest(subject, lines, trailers)
  const branch = merge?.branch
  const revertedTitle = findRevertedTitle(merge?.title ?? subject)
  return {
    subject,
    title: merge?.title ?? subject,
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(branch === undefined ? {} : { branch }),
    trailers,
    footers: signingLines(body),
    reverts: findRevertedRevisions(body),
    ...(revertedTitle === undefined ? {} : { revertedTitle }),
    revertedPullRequests: findRevertedPullRequests(body, branch),
    cherryPickedFrom: cherryPickedFrom(body),
  }
}

function linesOf(body: string): readonly string[] {
  if (body === '') return []
  return body.includes('\r') ? body.split(/\r?\n/) : body.split('\n')
}
