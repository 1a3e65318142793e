import { DefaultQueryCompiler, sql, type QueryCompiler } from 'kysely'
import type { SqlDialect } from '../queries/dialect.ts'

/** What ClickHouse says in its own way. Parameters are `{p0:Type}`, the first being `p0`. */
export const clickHouseDialect: SqlDialect = {
  compiler: (): QueryCompiler => new ClickHouseCompiler(),
  quantile: (fraction, value) => sql`quantileExactInclusiveOrNull(${sql.lit(fraction)})(${value})`,
  wholeQuotient: (dividend, divisor) => sql`intDiv(${dividend}, ${sql.lit(divisor)})`,
  valueAtLeast: (value, ...order) => sql`argMin(${value}, tuple(${sql.join(order)}))`,
  valueAtGreatest: (value, ...order) => sql`argMax(${value}, tuple(${sql.join(order)}))`,
  sampleVariance: (value) => sql`varSamp(${value})`,
  each: (list) => sql`arrayJoin(${list})`,
}

// A class, because Kysely's compilers are extended in no other way.
class ClickHouseCompiler extends DefaultQueryCompiler {
  protected override appendValue(value: unknown): void {
    const place = this.numParameters
    this.addParameter(value)
    this.append(`{p${place}:${typeOf(value)}}`)
  }

  /** In a literal of ClickHouse a backslash begins an escape. */
  protected override sanitizeStringLiteral(value: string): string {
    return value.replaceAll('\\', '\\\\').replaceAll("'", "''")
  }
}

function typeOf(value: unknown): string {
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Bool'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'Int64' : 'Float64'
  throw new TypeError(`A query has a parameter that is ${typeof value}.`)
}
