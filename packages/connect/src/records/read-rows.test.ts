import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { readRows } from './read-rows.ts'
import { longestRecord } from './text-lines.ts'

fc.configureGlobal({ seed: 1 })

describe('readRows', () => {
  it('reads one object a line and passes over empty lines', async () => {
    expect(await rowsOf('{"a":1}\n\n{"a":2}\r\n{"a":3}')).toEqual([
      [1, { a: 1 }],
      [3, { a: 2 }],
      [4, { a: 3 }],
    ])
  })

  it('reads a list, however it is spread over lines', async () => {
    const text = '[\n  {"a": "}{", "b": {"c": "\\"}"}},\n  {\n    "a": 2\n  }, {"a": 3}]\n'

    expect(await rowsOf(text)).toEqual([
      [2, { a: '}{', b: { c: '"}' } }],
      [3, { a: 2 }],
      [5, { a: 3 }],
    ])
  })

  it('reads objects one after another as jq prints them', async () => {
    expect(await rowsOf('{\n  "a": 1\n}\n{\n  "a": 2\n}\n')).toEqual([
      [1, { a: 1 }],
      [4, { a: 2 }],
    ])
  })

  it('sets broken lines aside and goes on', async () => {
    const deep = '['.repeat(200_000)

    expect(await rowsOf(`{"a":1}\n{"a":\n"text"\n[]\n${deep}\n{"a":2}`)).toEqual([
      [1, { a: 1 }],
      [2, 'is no complete JSON value'],
      [3, 'is JSON, and no object'],
      [4, 'is JSON, and no object'],
      [5, 'is no complete JSON value'],
      [6, { a: 2 }],
    ])
  })

  it('reads deep JSON without a deep stack', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const rows = await rowsOf(`${deep}\n{"a":2}`)

    expect(rows.map(([line]) => line)).toEqual([1, 2])
  })

  it.each([',', ';', '\t'])('reads a table with "%s" between its columns', async (delimiter) => {
    const text = ['a,b', '1,"x""y"', ',3', ''].join('\n').replaceAll(',', delimiter)

    expect(await rowsOf(text)).toEqual([
      [2, { a: '1', b: 'x"y' }],
      [3, { a: '', b: '3' }],
    ])
  })

  it('keeps delimiters and line ends within quotes, and counts lines on', async () => {
    expect(await rowsOf('\uFEFFa,b\r\n"1,\r\n2","x"\r\n3,4\r\n')).toEqual([
      [2, { a: '1,\n2', b: 'x' }],
      [4, { a: '3', b: '4' }],
    ])
  })

  it('loses one line, and no more, to a quote that is not closed', async () => {
    const many = Array.from({ length: 500 }, (_, place) => `${place},x`).join('\n')
    const rows = await rowsOf(`a,b\n1,"x\n${many}\n"last,y\n`)

    expect(rows[0]).toEqual([2, 'opens a quotation mark that is not closed'])
    expect(rows.slice(1, -1).map(([, row]) => row)).toEqual(
      Array.from({ length: 500 }, (_, place) => ({ a: String(place), b: 'x' })),
    )
    expect(rows.at(-1)).toEqual([503, 'opens a quotation mark that is not closed'])
  })

  it('says when a line has more columns than the header', async () => {
    expect(await rowsOf('a,b\n1,2,3\n1,2,\n')).toEqual([
      [2, 'has 3 columns, and the header has 2'],
      [3, { a: '1', b: '2' }],
    ])
  })

  it('passes over huge lines without holding them', async () => {
    const huge = 'x'.repeat(longestRecord + 1)

    expect(await rowsOf(`a,b\n${huge},2\n3,4\n`)).toEqual([
      [2, `has more than ${longestRecord} characters`],
      [3, { a: '3', b: '4' }],
    ])
    expect(await rowsOf(`{"a":1}\n{"a":"${huge}"}\n{"a":2}`)).toEqual([
      [1, { a: 1 }],
      [2, `has more than ${longestRecord} characters`],
      [3, { a: 2 }],
    ])
  })

  it('reads what Excel saves as Unicode text', async () => {
    const bytes = Buffer.from('\uFEFFa\tb\r\nä\t2\r\n', 'utf16le')

    expect(await rowsOf([bytes])).toEqual([[2, { a: 'ä', b: '2' }]])
  })

  it('refuses what is no text', async () => {
    await expect(rowsOf([Buffer.from([0x50, 0x4b, 3, 4, 0, 0])])).rejects.toThrow(
      expect.objectContaining({ code: 'RECORDS_NOT_TEXT' }),
    )
  })

  it('finds nothing in an empty file', async () => {
    expect(await rowsOf(' \n\n')).toEqual([])
  })

  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'ö', '=') })
  it.prop({ table: fc.array(fc.tuple(cell, cell), { minLength: 1 }), size: fc.integer({ min: 1, max: 7 }) })(
    'reads back every table that was quoted, in chunks of any size',
    async ({ table, size }) => {
      const text = [['a', 'b'], ...table].map((row) => row.map(quoted).join(',')).join('\r\n')
      const bytes = Buffer.from(text)
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, place) =>
        bytes.subarray(place * size, (place + 1) * size),
      )

      const rows = await rowsOf(chunks)
      expect(rows.map(([, row]) => row)).toEqual(
        table.filter((row) => row.some((value) => value.trim() !== '')).map(([a, b]) => ({ a, b })),
      )
    },
  )

  it.prop({ objects: fc.array(fc.dictionary(fc.string(), fc.jsonValue())), isPretty: fc.boolean() })(
    'reads back every list of objects',
    async ({ objects, isPretty }) => {
      const rows = await rowsOf(JSON.stringify(objects, undefined, isPretty ? 2 : undefined))

      expect(rows.map(([, row]) => JSON.stringify(row))).toEqual(objects.map((one) => JSON.stringify(one)))
    },
  )
})

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

async function rowsOf(
  input: string | readonly Uint8Array[],
): Promise<readonly (readonly [line: number, row: object | string])[]> {
  const rows: (readonly [number, object | string])[] = []
  const chunks = typeof input === 'string' ? [input] : input
  for await (const row of readRows(chunks, { checkColumns: () => undefined })) {
    rows.push([row.line, row.kind === 'row' ? Object.fromEntries(row.columns) : row.problem])
  }
  return rows
}
