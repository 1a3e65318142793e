import { gitError } from './errors.ts'
import { longestTagName } from './release-tag.ts'

/** What a pattern given by a user says of one tag name. */
export interface TagMatch {
  /** The named group `service` of a regular expression; empty without one. */
  readonly service: string
}

/** Tells whether a tag name is a release; undefined when it is not. */
export type TagPattern = (name: string) => TagMatch | undefined

/**
 * Reads a pattern: a regular expression between slashes (`/^(?<service>.+)-v\d/`), in which a named group
 * `service` may be used, or else a glob over the whole name, where `*` and `?` also match slashes.
 *
 * Fails with `BAD_TAG_PATTERN`.
 */
export function parseTagPattern(pattern: string): TagPattern {
  const [, source, flags = ''] = /^\/(.+)\/(i?)$/.exec(pattern) ?? []
  if (source === undefined) return matcher(new RegExp(`^${globSource(pattern)}$`))
  if (nestedRepetition.test(source)) {
    throw gitError('BAD_TAG_PATTERN', {
      pattern,
      detail: 'a repeated group holds another repetition, which can take for ever.',
    })
  }
  try {
    return matcher(new RegExp(source, flags))
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw gitError('BAD_TAG_PATTERN', { pattern, detail }, error)
  }
}

/** `(a+)+` and its like: the shape of expressions whose time grows exponentially with the length of the name. */
const nestedRepetition = /\([^()]*[*+}][^()]*\)(?:[*+]|\{\d+,)/

function matcher(expression: RegExp): TagPattern {
  return (name) => {
    if (name.length > longestTagName) return undefined
    const match = expression.exec(name)
    return match === null ? undefined : { service: match.groups?.['service'] ?? '' }
  }
}

function globSource(pattern: string): string {
  // Runs of `*` mean the same as one, and only one cannot backtrack against itself.
  return pattern
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
}
