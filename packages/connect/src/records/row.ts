/** One record of a file as it stands there, before anything in it is understood. */
export interface Row {
  readonly kind: 'row'
  /** Where it begins, 1 for the first line. */
  readonly line: number
  /** Names and values in their order; a name may stand there twice. */
  readonly columns: readonly (readonly [name: string, value: unknown])[]
  /** As it came. */
  readonly text: string
}

/** A part of a file that is no record. */
export interface BrokenRow {
  readonly kind: 'broken'
  readonly line: number
  /** Continues the sentence "Line 7 …". */
  readonly problem: string
  readonly text: string
}
