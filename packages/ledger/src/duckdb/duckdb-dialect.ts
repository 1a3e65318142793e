import { PostgresQueryCompiler, sql, type Expression } from 'kysely'
import type { SqlDialect } from '../queries/dialect.ts'

/** DuckDB reads PostgreSQL's spelling; what follows is its own. */
export const duckdbDialect: SqlDialect = {
  compiler: () => new PostgresQueryCompiler(),
  quantile: (fraction, value) => sql`quantile_cont(${value}, ${sql.lit(fraction)})`,
  wholeQuotient: (dividend, divisor) => sql`(${dividend} // ${sql.lit(divisor)})`,
  valueAtLeast: (value, ...order) => sql`arg_min(${value}, ${together(order)})`,
  valueAtGreatest: (value, ...order) => sql`arg_max(${value}, ${together(order)})`,
  sampleVariance: (value) => sql`var_samp(${value})`,
  each: (list) => sql`unnest(${list})`,
}

function together(order: readonly Expression<unknown>[]): Expression<unknown> {
  const [only] = order
  return order.length === 1 && only !== undefined ? only : sql`row(${sql.join(order)})`
}
