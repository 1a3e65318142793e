import type { Expression, Kysely, QueryCompiler, RawBuilder } from 'kysely'
import type { LedgerDatabase } from '../tables/tables.ts'

/**
 * What engines say differently. Every function makes SQL of an expression, and on every engine it means the same.
 * Sums, counts, CASE, joins and comparisons are common to all and are written with Kysely itself.
 */
export interface SqlDialect {
  /** A new compiler for each query: Kysely's hold state. */
  compiler(): QueryCompiler
  /** Exact quantile, interpolated between its two neighbours (type 7 of Hyndman and Fan, 1996). */
  quantile(fraction: number, value: Expression<number>): RawBuilder<number>
  /** The quotient of whole numbers that are not negative, cut to a whole number. */
  wholeQuotient(dividend: Expression<number>, divisor: number): RawBuilder<number>
  /** Of a group of rows, `value` where `order` is least. `order` is one expression or several, the first first. */
  valueAtLeast<TValue>(
    value: Expression<TValue>,
    ...order: readonly Expression<unknown>[]
  ): RawBuilder<TValue>
  /** Of a group of rows, `value` where `order` is greatest. */
  valueAtGreatest<TValue>(
    value: Expression<TValue>,
    ...order: readonly Expression<unknown>[]
  ): RawBuilder<TValue>
  /** Sample variance; whatever the engine likes for a single row. */
  sampleVariance(value: Expression<number>): RawBuilder<number>
  /** In a select list: one row for each element of a list, and none of an empty one. */
  each<TElement>(list: Expression<readonly TElement[]>): RawBuilder<TElement>
}

/** The tables as queries see them. Nothing is run through it. */
export type QueryBuilder = Kysely<LedgerDatabase>
