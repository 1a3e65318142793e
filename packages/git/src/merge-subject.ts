/** What a merge commit's message says about the merge. */
export interface MergeSubject {
  /** The merged branch, without its owner or remote, where it is named. */
  readonly branch?: string
  /** The branch that was merged into, where it is named. */
  readonly into?: string
  /** Title of the request, where the message has one of its own. */
  readonly title?: string
}

/** Reads the subjects that git and the forges write for merges; undefined for any other subject. */
export function parseMergeSubject(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  for (const read of shapes) {
    const merge = read(subject, bodyLines)
    if (merge !== undefined) return merge
  }
  return undefined
}

type Shape = (subject: string, bodyLines: readonly string[]) => MergeSubject | undefined

const shapes: readonly Shape[] = [bitbucketServer, github, bitbucketCloud, azure, bors, numbered, git]

function github(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  const [, source] = /^Merge pull request #\d+(?: from (\S+))?/.exec(subject) ?? []
  if (source === undefined)
    return /^Merge pull request #\d+/.test(subject) ? titled({}, bodyLines) : undefined
  return titled({ branch: source.replace(/^[^/]*\//, '') }, bodyLines)
}

function bitbucketServer(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  const [, branch, into] = /^Merge pull request #\d+ in \S+ from (\S+) to (\S+)/.exec(subject) ?? []
  if (branch === undefined || into === undefined) return undefined
  return titled({ branch: branch.replace(/^[^/:]*:/, ''), into }, bodyLines)
}

function bitbucketCloud(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  const [, branch] = /^Merged in (\S+) \(pull request #\d+\)/.exec(subject) ?? []
  return branch === undefined ? undefined : titled({ branch }, bodyLines)
}

function azure(subject: string): MergeSubject | undefined {
  const [, title] = /^Merged PR \d+: (.+)$/.exec(subject) ?? []
  return title === undefined ? undefined : { title }
}

function bors(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  const [, source] = /^(?:Auto|Rollup) merge of #\d+(?: - ([^\s,]+))?/.exec(subject) ?? []
  if (source === undefined)
    return /^(?:Auto|Rollup) merge of #\d/.test(subject) ? titled({}, bodyLines) : undefined
  return titled({ branch: source.replace(/^[^:]*:/, '') }, bodyLines)
}

function numbered(subject: string): MergeSubject | undefined {
  const [, title] = /^Merge (?:PR )?#\d+(?:: (.+))?/.exec(subject) ?? [undefined]
  if (title === undefined) return /^Merge (?:PR )?#\d/.test(subject) ? {} : undefined
  return { title }
}

function git(subject: string, bodyLines: readonly string[]): MergeSubject | undefined {
  if (!/^Merge (?:remote-tracking )?(?:branch|branches|tag|tags|commit|commits) /.test(subject))
    return undefined
  const branch = /^Merge (?:remote-tracking )?branch(?:es)? '([^']+)'/.exec(subject)?.[1]
  const isRemote = subject.startsWith('Merge remote-tracking')
  const into = / into '?([^\s']+)'?$/.exec(subject)?.[1]
  const merge = {
    ...(branch === undefined ? {} : { branch: isRemote ? branch.replace(/^[^/]*\//, '') : branch }),
    ...(into === undefined ? {} : { into }),
  }
  // GitLab writes git's own subject, and the title of the request as the first line of the body.
  return bodyLines.some((line) => /^\s*See merge request \S*!\d+\s*$/.test(line))
    ? titled(merge, bodyLines)
    : merge
}

/** Adds the first line of the body as title, unless it is already one of the lines that tools append. */
function titled(merge: MergeSubject, bodyLines: readonly string[]): MergeSubject {
  const title = bodyLines.find((line) => line.trim() !== '')?.trim()
  if (
    title === undefined ||
    /^(?:See merge request \S*!\d+|# Conflicts:|Conflicts:|[\w-]+-by: .*)$/.test(title)
  ) {
    return merge
  }
  return { ...merge, title }
}
