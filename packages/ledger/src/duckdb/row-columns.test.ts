import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { columnsOfRows, numberAt, rowsAt, textAt, type RowColumns } from './row-columns.ts'

const sample = { id: 'a', metric: 'm', unit: 'u', value: 0.5, at: 7 }

describe('columnsOfRows', () => {
  property.prop({
    rows: fc.array(
      fc.record({
        id: fc.string({ unit: 'binary' }),
        metric: fc.constantFrom('one', 'two', 'a\u0000b', '\ud800', '\udfff'),
        unit: fc.string({ maxLength: 1 }),
        value: fc.double({ noNaN: true, noDefaultInfinity: true }),
        at: fc.maxSafeInteger(),
      }),
      { maxLength: 600, size: 'max' },
    ),
  })('keeps every value in its place, also where texts become words', ({ rows }) => {
    expect(rowsOf(columnsOfRows('metric_samples', rows))).toEqual(rows)
  })

  it('makes words of texts that repeat', () => {
    const rows = Array.from({ length: 1_000 }, (_, row) => ({ ...sample, id: `${row}`, unit: `${row % 3}` }))

    const { columns } = columnsOfRows('metric_samples', rows)

    expect(columns.map(({ kind }) => kind)).toEqual(['text', 'words', 'words', 'number', 'number'])
  })

  it.each([
    [{ unit: 3 }, 'unit is no text'],
    [{ unit: null }, 'unit is missing'],
    [{ value: Number.POSITIVE_INFINITY }, 'value is no number'],
    [{ value: Number.NaN }, 'value is no number'],
    [{ at: 2 ** 53 }, 'at is no instant'],
    [{ at: undefined }, 'at is missing'],
  ])('refuses %j', (fault, reason) => {
    expect(() => columnsOfRows('metric_samples', [sample, { ...sample, ...fault }])).toThrow(
      expect.objectContaining({
        code: 'LEDGER_ROW_INVALID',
        message: expect.stringContaining(reason) as string,
      }),
    )
  })
})

describe('rowsAt', () => {
  it('takes some rows, in their order', () => {
    const rows = Array.from({ length: 400 }, (_, row) => ({ ...sample, id: `${row}`, at: row }))
    const columns = columnsOfRows('metric_samples', rows)

    expect(rowsOf(rowsAt(columns, [3, 300]))).toEqual([rows[3], rows[300]])
    expect(rowsAt(columns, [...rows.keys()])).toBe(columns)
  })
})

function rowsOf({ columns: [id, metric, unit, value, at], count }: RowColumns): readonly unknown[] {
  return Array.from({ length: count }, (_, row) => ({
    id: textAt(id, row),
    metric: textAt(metric, row),
    unit: textAt(unit, row),
    value: numberAt(value, row),
    at: numberAt(at, row),
  }))
}
