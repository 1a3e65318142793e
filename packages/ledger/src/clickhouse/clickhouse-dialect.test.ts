import { repositoryName } from '@sluice/model'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { QueryBuilder } from '../queries/dialect.ts'
import { queries } from '../queries/queries.ts'
import { clickHouseDialect } from './clickhouse-dialect.ts'

const from: QueryBuilder = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => clickHouseDialect.compiler(),
  },
})

describe('clickHouseDialect', () => {
  it('writes parameters with their types', () => {
    const { sql: text, parameters } = queries.sources.compile(clickHouseDialect, {
      repository: repositoryName('github.com/acme/shop'),
    })

    expect(text).toContain(`"repository" = {p0:String}`)
    expect(parameters).toEqual(['github.com/acme/shop'])
  })

  it('tells texts, flags, whole numbers and fractions apart', () => {
    const { sql: text } = sql`select ${'a'}, ${true}, ${1}, ${1.5}`.compile(from)

    expect(text).toBe('select {p0:String}, {p1:Bool}, {p2:Int64}, {p3:Float64}')
  })

  it('refuses a parameter of another kind', () => {
    expect(() => sql`select ${new Date(0)}`.compile(from)).toThrow('A query has a parameter that is object.')
  })

  it('writes a backslash in a literal so that it stays one', () => {
    expect(sql`select ${sql.lit(`a\\'b`)}`.compile(from).sql).toBe(`select 'a\\\\''b'`)
  })
})
