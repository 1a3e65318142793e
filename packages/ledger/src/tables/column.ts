import type { Instant } from '@sluice/model'

/**
 * What a column holds, in words that every engine can follow. `instant` is whole milliseconds since the epoch: no
 * engine's idea of time zones can bend it. `json` is JSON as text. `text-list` and `instant-list` are lists.
 */
export type ColumnKind =
  | 'text'
  | 'instant'
  | 'integer'
  | 'number'
  | 'flag'
  | 'json'
  | 'text-list'
  | 'instant-list'

/** One column: how it is kept, and in its type what a row of it holds. */
export interface Column<TValue = unknown> {
  readonly kind: ColumnKind
  /** The value may be missing. */
  readonly isOptional: boolean
  /** Only for the type checker, never set. */
  readonly value?: TValue
}

export function text<TValue extends string = string>(): Column<TValue> {
  return { kind: 'text', isOptional: false }
}
export function json(): Column<string> {
  return { kind: 'json', isOptional: false }
}
export function integer(): Column<number> {
  return { kind: 'integer', isOptional: false }
}
export function number<TValue extends number = number>(): Column<TValue> {
  return { kind: 'number', isOptional: false }
}
export function flag(): Column<boolean> {
  return { kind: 'flag', isOptional: false }
}
export function instantColumn(): Column<Instant> {
  return { kind: 'instant', isOptional: false }
}
export function textList<TValue extends string = string>(): Column<readonly TValue[]> {
  return { kind: 'text-list', isOptional: false }
}
export function instantList(): Column<readonly Instant[]> {
  return { kind: 'instant-list', isOptional: false }
}

/** The same column, whose value may be missing: `null` in a row. */
export function optional<TValue>(column: Column<TValue>): Column<TValue | null> {
  return { kind: column.kind, isOptional: true }
}
