import type { Trailer } from '@sluice/model'

/**
 * The trailers of a message by the rules of `git interpret-trailers`: the last paragraph, when all of it is
 * trailers, or when a quarter is and git itself wrote one of them. Folded values are unfolded.
 *
 * A squash merge joins whole messages, so that trailers of single commits end up in the middle; those that
 * tell who or what wrote a commit are taken wherever they stand.
 */
export function parseTrailers(lines: readonly string[]): readonly Trailer[] {
  const end = lines.findLastIndex((line) => !isBlank(line)) + 1
  let start = end
  while (start > 0 && !isBlank(lines[start - 1])) start -= 1
  const last = unfolded(lines.slice(start, end))
  const isBlock = isTrailerBlock(last)

  const trailers: Trailer[] = []
  for (const line of isBlock ? lines.slice(0, start) : lines) {
    if (line.includes(':') && authorship.test(line)) addTrailer(trailers, line)
  }
  if (isBlock) for (const line of last) addTrailer(trailers, line)
  return trailers
}

const trailerLine = /^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/
const writtenByGit = /^(?:Signed-off-by:|\(cherry picked from commit )/
const authorship =
  /^(?:co-authored-by|co-developed-by|assisted-by|generated-by|claude-session|replit-commit-[a-z-]+)[ \t]*:/i

function unfolded(lines: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const line of lines) {
    const previous = joined.at(-1)
    if (previous !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) {
      joined[joined.length - 1] = `${previous} ${line.trim()}`
    } else joined.push(line)
  }
  return joined
}

function isTrailerBlock(lines: readonly string[]): boolean {
  let trailers = 0
  let isSignedByGit = false
  for (const line of lines) {
    const isByGit = writtenByGit.test(line)
    isSignedByGit ||= isByGit
    if (isByGit || trailerLine.test(line)) trailers += 1
  }
  if (trailers === lines.length) return trailers > 0
  return isSignedByGit && trailers * 4 >= lines.length
}

function addTrailer(trailers: Trailer[], line: string): void {
  const [, key, value] = trailerLine.exec(line) ?? []
  if (key !== undefined && value !== undefined) trailers.push({ key, value: value.trim() })
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === ''
}
