/** A name and an e-mail address as they stand in a commit. */
export interface Identity {
  readonly name: string
  readonly email: string
}

/** A `Key: value` line from the end of a commit message. */
export interface Trailer {
  readonly key: string
  readonly value: string
}

/** Everything on a change that can carry the mark of a tool; never the words of its body. */
export interface AuthorshipSigns {
  readonly authors: readonly Identity[]
  readonly committers: readonly Identity[]
  readonly trailers: readonly Trailer[]
  /** Whole lines in which a tool signs, such as `Generated with [Claude Code](https://claude.com/claude-code)`. */
  readonly footers: readonly string[]
  /** Name of the merged branch, where the merge commit names it. */
  readonly branch?: string
  readonly title: string
  readonly labels: readonly string[]
}
