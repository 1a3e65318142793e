import type { SourcePage } from '@sluice/connect'
import type { AppendResult, Ledger, LedgerBatch } from '@sluice/ledger'
import { temporaryLedger } from '@sluice/ledger/testing'
import { changeId, eventId, fixedClock, instant, repositoryName, type DeliveryEvent } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { recordPages } from './record-pages.ts'

const repository = repositoryName('github.com/acme/shop')
const about = { source: 'github', repository, clock: fixedClock(instant(5)) }

function opened(number: number): DeliveryEvent {
  return {
    id: eventId(`github:acme/shop:pull:${number}@1`),
    source: 'github',
    repository,
    at: instant(number),
    kind: 'change',
    change: {
      id: changeId(`github.com/acme/shop#${number}`),
      number,
      title: `Request ${number}`,
      author: { name: 'Copilot', kind: 'bot' },
      state: 'open',
      isDraft: false,
      openedAt: instant(number),
      baseBranch: 'main',
      labels: [],
    },
  }
}

function aPage(nth: number, part: Partial<SourcePage> = {}): SourcePage {
  return {
    stream: 'pulls',
    events: [opened(nth)],
    rejected: [],
    cursor: `page ${nth}`,
    progress: { done: nth, total: 3 },
    ...part,
  }
}

async function* listOf(...pages: readonly SourcePage[]): AsyncGenerator<SourcePage, void, void> {
  yield* pages
}

/** What lets every promise go on that is not held up. */
function aTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

describe('recordPages', () => {
  it('fetches the next page while the last one is written, and none beyond it', async () => {
    const told: string[] = []
    const finish: (() => void)[] = []
    async function* pages(): AsyncGenerator<SourcePage, void, void> {
      for (const nth of [1, 2, 3]) {
        told.push(`fetch ${nth}`)
        yield aPage(nth)
      }
    }
    const ledger: Pick<Ledger, 'append'> = {
      append({ cursor }) {
        told.push(`write ${cursor?.position}`)
        return new Promise<AppendResult>((resolve) => {
          finish.push(() => {
            resolve({ recorded: 1, repeated: 0, quarantined: 0 })
          })
        })
      },
    }

    const recorded = recordPages(pages(), { ...about, ledger })
    await aTurn()
    const beforeTheFirstIsWritten = [...told]
    finish[0]?.()
    await aTurn()
    const beforeTheSecondIsWritten = told.slice(beforeTheFirstIsWritten.length)
    finish[1]?.()
    await aTurn()
    finish[2]?.()

    expect(beforeTheFirstIsWritten).toEqual(['fetch 1', 'write page 1', 'fetch 2'])
    expect(beforeTheSecondIsWritten).toEqual(['write page 2', 'fetch 3'])
    expect(await recorded).toEqual([
      {
        stream: 'pulls',
        items: 3,
        recorded: 3,
        repeated: 0,
        quarantined: 0,
        gaps: [],
        repositories: [repository],
      },
    ])
  })

  it('stops at a page that cannot be written, lets go of the source, and throws why', async () => {
    const fetched: number[] = []
    let isReleased = false
    async function* pages(): AsyncGenerator<SourcePage, void, void> {
      try {
        for (let nth = 1; ; nth += 1) {
          fetched.push(nth)
          yield aPage(nth)
        }
      } finally {
        isReleased = true
      }
    }
    const full = new Error('the disk is full')
    const ledger: Pick<Ledger, 'append'> = {
      append: ({ cursor }) =>
        cursor?.position === 'page 2'
          ? Promise.reject(full)
          : Promise.resolve({ recorded: 1, repeated: 0, quarantined: 0 }),
    }

    await expect(recordPages(pages(), { ...about, ledger })).rejects.toBe(full)

    expect({ fetched, isReleased }).toEqual({ fetched: [1, 2, 3], isReleased: true })
  })

  it('throws when the very last page cannot be written', async () => {
    const full = new Error('the disk is full')

    const recorded = recordPages(listOf(aPage(1)), {
      ...about,
      ledger: { append: () => Promise.reject(full) },
    })

    await expect(recorded).rejects.toBe(full)
  })

  it('writes what came before the source broke off, and throws why it did', async () => {
    const written: (string | undefined)[] = []
    const lost = new Error('the server went away')
    async function* pages(): AsyncGenerator<SourcePage, void, void> {
      yield aPage(1)
      throw lost
    }
    const ledger: Pick<Ledger, 'append'> = {
      async append({ cursor }) {
        await aTurn()
        written.push(cursor?.position)
        return { recorded: 1, repeated: 0, quarantined: 0 }
      },
    }

    await expect(recordPages(pages(), { ...about, ledger })).rejects.toBe(lost)

    expect(written).toEqual(['page 1'])
  })

  it('moves the cursor with the data, and only where the source gives one', async () => {
    const batches: LedgerBatch[] = []
    const ledger: Pick<Ledger, 'append'> = {
      append(batch) {
        batches.push(batch)
        return Promise.resolve({ recorded: 1, repeated: 0, quarantined: 0 })
      },
    }
    const { cursor: _, ...unfinished } = aPage(1)

    await recordPages(listOf(unfinished, aPage(2)), { ...about, ledger })

    expect(batches.map(({ events = [], cursor }) => [events.map(({ id }) => id), cursor])).toEqual([
      [['github:acme/shop:pull:1@1'], undefined],
      [
        ['github:acme/shop:pull:2@1'],
        { source: 'github', scope: repository, stream: 'pulls', position: 'page 2', updatedAt: 5 },
      ],
    ])
  })

  it('counts by stream what was new, known and set aside, and gathers the gaps', async () => {
    const { ledger, remove } = await temporaryLedger()
    const gap = { code: 'SOURCE_FORBIDDEN', message: 'No.', hint: 'Ask.' }
    const rejected = [
      { id: 'r1', source: 'github', reason: 'It has no title.', excerpt: '{}', receivedAt: instant(1) },
    ]
    const progress: unknown[] = []

    const streams = await recordPages(
      listOf(
        aPage(1),
        aPage(2, { events: [opened(1), opened(2)], rejected }),
        aPage(1, { stream: 'runs', events: [], progress: { done: 0 }, gap }),
      ),
      { ...about, ledger, onProgress: (told) => progress.push(told) },
    )
    const facts = await ledger.query('changes', { repository })
    const cursor = await ledger.control.readCursor({ source: 'github', scope: repository, stream: 'pulls' })
    await remove()

    expect(streams).toEqual([
      {
        stream: 'pulls',
        items: 2,
        recorded: 2,
        repeated: 1,
        quarantined: 1,
        gaps: [],
        repositories: [repository],
      },
      { stream: 'runs', items: 0, recorded: 0, repeated: 0, quarantined: 0, gaps: [gap], repositories: [] },
    ])
    expect(progress).toEqual([
      { stream: 'pulls', done: 1, total: 3 },
      { stream: 'pulls', done: 2, total: 3 },
      { stream: 'runs', done: 0 },
    ])
    expect(cursor).toEqual({ position: 'page 2', updatedAt: 5 })
    // What its marks say of a request is worked out on the way in.
    expect(facts.map(({ number, authorClass }) => [number, authorClass])).toEqual([
      [1, 'ai-authored'],
      [2, 'ai-authored'],
    ])
  })
})
