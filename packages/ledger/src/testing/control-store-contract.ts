import { instant, milliseconds, minute } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { ControlStore, CursorUpdate } from '../control-store.ts'

/** A store of control data that a contract is held against. */
export interface ControlStoreUnderTest {
  /** Gives an empty store; called before each test of the contract. */
  readonly open: () => Promise<{
    readonly store: ControlStore
    readonly moveCursor: (update: CursorUpdate) => Promise<void>
    readonly close: () => Promise<void>
  }>
}

/** What every store of control data must do, whatever keeps it. */
export function controlStoreContract(name: string, { open }: ControlStoreUnderTest): void {
  async function using(
    work: (opened: Awaited<ReturnType<ControlStoreUnderTest['open']>>) => Promise<void>,
  ): Promise<void> {
    const opened = await open()
    try {
      await work(opened)
    } finally {
      await opened.close()
    }
  }

  describe(`${name}: cursors`, () => {
    it('has none at first', () =>
      using(async ({ store }) => {
        expect(await store.readCursor(pulls)).toBeUndefined()
        expect(await store.listCursors()).toEqual([])
      }))

    it('keeps the last position of each stream, and streams apart', () =>
      using(async ({ store, moveCursor }) => {
        await moveCursor({ ...pulls, position: 'a', updatedAt: instant(1) })
        await moveCursor({
          ...runs,
          position: `it's "b" \\ {"page":2}`,
          updatedAt: instant(1_800_000_000_000),
        })
        await moveCursor({ ...pulls, position: 'c', updatedAt: instant(2) })

        expect(await store.readCursor(pulls)).toEqual({ position: 'c', updatedAt: 2 })
        expect(await store.listCursors()).toEqual([
          { ...pulls, position: 'c', updatedAt: 2 },
          { ...runs, position: `it's "b" \\ {"page":2}`, updatedAt: 1_800_000_000_000 },
        ])
      }))
  })

  describe(`${name}: documents`, () => {
    it('has none at first', () =>
      using(async ({ store }) => {
        expect(await store.readDocument('flags', 'checkout')).toBeUndefined()
        expect(await store.listDocuments('flags')).toEqual([])
        expect(await store.listDocuments()).toEqual([])
      }))

    it('gives the text back as it was written', () =>
      using(async ({ store }) => {
        const body = '{ "b" : 1,\n "a": "it\'s \\u0000 \u{1f600}", "a": 1.0 }'
        const version = await store.writeDocument({ ...checkout, body }, 0)

        expect(await store.readDocument('flags', 'checkout')).toEqual({ ...checkout, body, version })
      }))

    it('lists those of a collection by id, or all', () =>
      using(async ({ store }) => {
        await store.writeDocument({ collection: 'flags', id: 'b', body: '2' }, 0)
        await store.writeDocument({ collection: 'flags', id: 'a', body: '1' }, 0)
        await store.writeDocument({ collection: 'tokens', id: 'a', body: '3' }, 0)

        const bodies = (documents: readonly { readonly body: string }[]): readonly string[] =>
          documents.map(({ body }) => body)
        expect(bodies(await store.listDocuments('flags'))).toEqual(['1', '2'])
        expect(bodies(await store.listDocuments())).toEqual(['1', '2', '3'])
      }))

    it('replaces a document only for who has read its last version', () =>
      using(async ({ store }) => {
        const first = (await store.writeDocument({ ...checkout, body: '1' }, 0)) ?? 0
        const second = await store.writeDocument({ ...checkout, body: '2' }, first)

        expect(second).toBeGreaterThan(first)
        expect(await store.writeDocument({ ...checkout, body: '3' }, first)).toBeUndefined()
        expect(await store.writeDocument({ ...checkout, body: '3' }, 0)).toBeUndefined()
        expect(await store.readDocument('flags', 'checkout')).toMatchObject({ body: '2', version: second })
      }))

    it('replaces no document that is not there', () =>
      using(async ({ store }) => {
        expect(await store.writeDocument({ ...checkout, body: '1' }, 7)).toBeUndefined()
        expect(await store.readDocument('flags', 'checkout')).toBeUndefined()
      }))

    it('takes a document that was deleted and made again for another one', () =>
      using(async ({ store }) => {
        const first = (await store.writeDocument({ ...checkout, body: 'old' }, 0)) ?? 0
        await store.deleteDocument('flags', 'checkout')
        await store.deleteDocument('flags', 'checkout')
        await store.writeDocument({ ...checkout, body: 'new' }, 0)

        expect(await store.writeDocument({ ...checkout, body: 'late' }, first)).toBeUndefined()
        expect(await store.readDocument('flags', 'checkout')).toMatchObject({ body: 'new' })
      }))

    it('lets exactly one of many who write at once have their way', () =>
      using(async ({ store }) => {
        const version = (await store.writeDocument({ ...checkout, body: 'start' }, 0)) ?? 0
        const attempts = await Promise.all(
          Array.from({ length: 12 }, (_, writer) =>
            store.writeDocument({ ...checkout, body: `${writer}` }, version),
          ),
        )

        const winner = attempts.findIndex((attempt) => attempt !== undefined)
        expect(attempts.filter((attempt) => attempt !== undefined)).toHaveLength(1)
        expect(await store.readDocument('flags', 'checkout')).toMatchObject({ body: `${winner}` })
      }))
  })

  describe(`${name}: leases`, () => {
    const length = milliseconds(minute)

    it('gives a job to one holder, who may renew', () =>
      using(async ({ store }) => {
        expect(await store.takeLease('sync', 'a', instant(0), length)).toBe(true)
        expect(await store.takeLease('sync', 'b', instant(1), length)).toBe(false)
        expect(await store.takeLease('sync', 'a', instant(2), length)).toBe(true)
        expect(await store.takeLease('other', 'b', instant(2), length)).toBe(true)
        expect(await store.takeLease('sync', 'b', instant(minute + 1), length)).toBe(false)
      }))

    it('passes it on when it has expired, by the time that is given', () =>
      using(async ({ store }) => {
        await store.takeLease('sync', 'a', instant(1000), length)

        expect(await store.takeLease('sync', 'b', instant(1000 + minute - 1), length)).toBe(false)
        expect(await store.takeLease('sync', 'b', instant(1000 + minute), length)).toBe(true)
        expect(await store.takeLease('sync', 'a', instant(1000 + minute), length)).toBe(false)
      }))

    it('passes it on when its holder lets it go, and nobody else can let it go', () =>
      using(async ({ store }) => {
        await store.takeLease('sync', 'a', instant(0), length)
        await store.releaseLease('sync', 'b')
        expect(await store.takeLease('sync', 'b', instant(1), length)).toBe(false)

        await store.releaseLease('sync', 'a')
        expect(await store.takeLease('sync', 'b', instant(1), length)).toBe(true)
      }))

    it('lets exactly one of many who ask at once have it', () =>
      using(async ({ store }) => {
        const taken = await Promise.all(
          Array.from({ length: 12 }, (_, holder) => store.takeLease('sync', `${holder}`, instant(0), length)),
        )

        expect(taken.filter(Boolean)).toHaveLength(1)
      }))
  })
}

const pulls = { source: 'github', scope: 'github.com/acme/shop', stream: 'pulls' }
const runs = { source: 'github', scope: 'github.com/acme/shop', stream: 'runs' }
const checkout = { collection: 'flags', id: 'checkout' }
