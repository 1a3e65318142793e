import type { Trailer } from '@sluice/model'

/** The number of the pull or merge request that a message names as its own; not one that it only mentions. */
export function findPullRequest(
  subject: string,
  bodyLines: readonly string[],
  trailers: readonly Trailer[],
): number | undefined {
  const inSubject = pullRequestInSubject(subject)
  if (inSubject !== undefined) return inSubject
  // GitLab writes its line last, so that an older one that was quoted further up does not count.
  const line = bodyLines.findLast((text) => gitlabLine.test(text))
  const gitlab = line === undefined ? undefined : gitlabLine.exec(line)?.[1]
  if (gitlab !== undefined) return Number(gitlab)

  const address = trailers.findLast((trailer) => trailer.key.toLowerCase() === 'pr-url')?.value
  const linked = address === undefined ? undefined : /(?:\/pull\/|#)(\d{1,9})\b/.exec(address)?.[1]
  return linked === undefined ? undefined : Number(linked)
}

/** The number that a subject names as its own. */
export function pullRequestInSubject(subject: string): number | undefined {
  // All shapes hold a digit, and most subjects none.
  if (!/\d/.test(subject)) return undefined
  for (const shape of subjectShapes) {
    const number = shape.exec(subject)?.[1]
    if (number !== undefined) return Number(number)
  }
  return undefined
}

const subjectShapes = [
  // GitHub, and Bitbucket Server (`… in PROJECT/repository from branch to main`).
  /^Merge pull request #(\d{1,9})\b/,
  // Bitbucket Cloud.
  /^Merged in .+ \(pull request #(\d{1,9})\)/,
  // Azure DevOps.
  /^Merged PR (\d{1,9})\b/,
  // bors and homu.
  /^(?:Auto|Rollup) merge of #(\d{1,9})\b/,
  /^Merge (?:PR )?#(\d{1,9})\b/,
  // Squash merges of GitHub, and its like on GitLab and in CPython.
  /\((?:#|!|GH-)(\d{1,9})\)$/,
]

const gitlabLine = /^\s*See merge request [^\s!]*!(\d{1,9})\s*$/
