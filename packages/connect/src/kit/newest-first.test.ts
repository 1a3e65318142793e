import { fc, it as property } from '@fast-check/vitest'
import { instant, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { HttpDoor, HttpPage, PagesOptions } from './http-door.ts'
import { readNewestFirst, type NewestFirstPage } from './newest-first.ts'

interface Item {
  readonly id: number
  readonly at: number
}
const ItemSchema = z.object({ id: z.number(), at: z.number() })
const pageSize = 3

/** A list on a server, of which every item may be touched at any moment. */
class ChangingList {
  readonly #items = new Map<number, number>()
  #clock = 0

  touch(id: number): void {
    // Several may be touched in one second.
    this.#clock += id % 2
    this.#items.set(id, this.#clock)
  }

  sorted(): readonly Item[] {
    return [...this.#items].map(([id, at]) => ({ id, at })).toSorted((a, b) => b.at - a.at || b.id - a.id)
  }

  /** A door that lists it; `before` every page somebody may touch something. */
  door(before: () => void): HttpDoor {
    const list = (): readonly Item[] => this.sorted()
    async function* pages<T>(
      _: string,
      { schema, query }: PagesOptions<T>,
    ): AsyncGenerator<HttpPage<T>, void, void> {
      for (let page = Number(query?.['page'] ?? 1); ; page += 1) {
        before()
        const items = list().slice((page - 1) * pageSize, page * pageSize)
        const isLast = page * pageSize >= list().length
        yield {
          items: items.map((item) => schema.parse(item)),
          rejected: [],
          isLast,
          isUnchanged: false,
          remember: () => undefined,
        }
        if (isLast) return
      }
    }
    return { pages, get: () => Promise.resolve(undefined) }
  }
}

function read(
  door: HttpDoor,
  cursor: string | undefined,
  since?: Instant,
): AsyncGenerator<NewestFirstPage<Item>, void, void> {
  return readNewestFirst(door, {
    path: '/items',
    query: {},
    schema: ItemSchema,
    momentOf: ({ at }) => instant(at),
    cursor,
    pageSize,
    since,
  })
}

describe('readNewestFirst', () => {
  property.prop({
    begun: fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }),
    // What is touched before each page, and after how many pages each reading is cut off.
    touches: fc.array(fc.array(fc.nat(24), { maxLength: 3 }), { maxLength: 30 }),
    cuts: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
  })(
    'misses no state that lasts, whatever is touched and wherever it is cut',
    async ({ begun, touches, cuts }) => {
      const list = new ChangingList()
      for (const id of begun) list.touch(id)
      const waiting = [...touches]
      const busy = list.door(() => waiting.shift()?.forEach((id) => list.touch(id)))
      const seen = new Map<number, number>()
      let cursor: string | undefined
      async function readUntil(door: HttpDoor, pages: number): Promise<void> {
        let count = 0
        for await (const page of read(door, cursor)) {
          // The page on which it is cut is lost.
          if (count >= pages) return
          count += 1
          for (const { id, at } of page.items) seen.set(id, Math.max(at, seen.get(id) ?? 0))
          cursor = page.cursor
        }
      }

      for (const cut of cuts) await readUntil(busy, cut)
      const quiet = list.door(() => undefined)
      // The first of them may only finish what was cut off.
      await readUntil(quiet, Number.POSITIVE_INFINITY)
      await readUntil(quiet, Number.POSITIVE_INFINITY)

      expect(new Map([...seen].toSorted(([a], [b]) => a - b))).toEqual(
        new Map(
          list
            .sorted()
            .map(({ id, at }) => [id, at] as const)
            .toSorted(([a], [b]) => a - b),
        ),
      )
    },
  )

  it('stops where the last reading began', async () => {
    const list = new ChangingList()
    for (let id = 1; id <= 31; id += 2) list.touch(id)
    let cursor: string | undefined
    for await (const page of read(
      list.door(() => undefined),
      undefined,
    ))
      cursor = page.cursor
    list.touch(3)

    const again: number[] = []
    for await (const { items } of read(
      list.door(() => undefined),
      cursor,
    ))
      again.push(...items.map(({ id }) => id))

    // The newest of the last reading is read again, because something else may have happened in its second.
    expect(again).toEqual([3, 31])
  })

  it('leaves out what is older than wanted', async () => {
    const list = new ChangingList()
    for (let id = 1; id <= 31; id += 2) list.touch(id)

    const ids: number[] = []
    for await (const { items } of read(
      list.door(() => undefined),
      undefined,
      instant(13),
    ))
      ids.push(...items.map(({ id }) => id))

    expect(ids).toEqual([31, 29, 27, 25])
  })

  it.each(['', 'null', '{"until":"yesterday"}', '{'])(
    'reads everything again with a cursor that it does not understand: %j',
    async (cursor) => {
      const list = new ChangingList()
      for (let id = 1; id <= 7; id += 2) list.touch(id)

      let count = 0
      for await (const { items } of read(
        list.door(() => undefined),
        cursor,
      ))
        count += items.length

      expect(count).toBe(4)
    },
  )
})
