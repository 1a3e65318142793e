import type { Trailer } from '@sluice/model'

/**
 * The trailers of a message by the rules of `git interpret-trailers`: the last paragraph, when all of it is
 * trailers, or when a quarter is and git itself wrote one of them. Folded values are unfolded.
 *
 * A squash merge joins whole messages, so that trailers of single commits end up in the middle; those that
 * tell who or what wrote a commit are taken wherever they stand.
 */
export function parseTrailers(lines: readonly string[]): readonly Trailer[] {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1
  const start = lines.slice(0, end).findLastIndex((line) => line.trim() === '') + 1
  const last = unfolded(lines.slice(start, end))
  const isBlock = isTrailerBlock(last)
  const before = isBlock ? lines.slice(0, start) : lines.slice(0, end)
  return [
    ...before.flatMap(trailerOf).filter((trailer) => authorshipKeys.test(trailer.key)),
    ...(isBlock ? last.flatMap(trailerOf) : []),
  ]
}

const trailerLine = /^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/
const writtenByGit = /^(?:Signed-off-by:|\(cherry picked from commit )/
const authorshipKeys =
  /^(?:co-authored-by|co-developed-by|assisted-by|generated-by|claude-session|replit-commit-[a-z-]+)$/i

function unfolded(lines: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (const line of lines) {
    const previous = joined.at(-1)
    if (/^[ \t]/.test(line) && previous !== undefined)
      joined[joined.length - 1] = `${previous} ${line.trim()}`
    else joined.push(line)
  }
  return joined
}

function isTrailerBlock(lines: readonly string[]): boolean {
  const isTrailer = (line: string): boolean => trailerLine.test(line) || writtenByGit.test(line)
  const trailers = lines.filter(isTrailer).length
  if (trailers === lines.length) return trailers > 0
  return trailers * 4 >= lines.length && lines.some((line) => writtenByGit.test(line))
}

function trailerOf(line: string): readonly Trailer[] {
  const [, key, value] = trailerLine.exec(line) ?? []
  return key === undefined || value === undefined ? [] : [{ key, value: value.trim() }]
}
