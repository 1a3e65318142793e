import {
  changeId,
  eventId,
  instant,
  milliseconds,
  repositoryName,
  revision,
  type ChangeId,
  type DeliveryEvent,
  type RepositoryName,
  type TestResult,
} from '@sluice/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recorded } from '../ledger.ts'
import { temporaryLedger, type TemporaryLedger } from '../testing/temporary-ledger.ts'
import type { EmbeddedLedger } from './open-ledger.ts'

// Starting the thread takes longer than all that is asked of it, so the tests share one ledger and each has a
// repository of its own in it.
let temporary: TemporaryLedger
let ledger: EmbeddedLedger
beforeAll(async () => {
  temporary = await temporaryLedger()
  ledger = temporary.ledger
})
afterAll(() => temporary.remove())

describe('append', () => {
  it('records events once, whether they come again in the batch or in a later one', async () => {
    const repository = repositoryName('test/once')
    const [one, two] = [opened(repository, 1), opened(repository, 2)]

    const first = await ledger.append({ events: [one, two, one] })
    const second = await ledger.append({ events: [two, opened(repository, 3)] })

    expect([first, second]).toEqual([
      { recorded: 2, repeated: 1, quarantined: 0 },
      { recorded: 1, repeated: 1, quarantined: 0 },
    ])
    expect(await titles(repository)).toEqual(['Change 1', 'Change 2', 'Change 3'])
  })

  it('lets the later state stand when an older one arrives late', async () => {
    const repository = repositoryName('test/late')

    await ledger.append({ events: [opened(repository, 1, { at: 20, title: 'New title' })] })
    await ledger.append({ events: [opened(repository, 1, { at: 10, title: 'Old title' })] })

    expect(await titles(repository)).toEqual(['New title'])
  })

  it('hides a removed change with all that is older, and shows what came after', async () => {
    const repository = repositoryName('test/removed')
    const gone = changeOf(repository, 1)
    const removal: DeliveryEvent = {
      ...header(repository, 'removal', 50),
      kind: 'removed',
      subject: { kind: 'change', id: gone },
    }
    const merge: DeliveryEvent = {
      ...header(repository, 'merge', 40),
      kind: 'change-event',
      event: { change: gone, kind: 'merged', at: instant(40), isAuthor: true },
    }

    await ledger.append({ events: [opened(repository, 1, { at: 30 }), removal, merge] })
    expect(await titles(repository)).toEqual([])
    expect(await ledger.query('changeEvents', { repository })).toEqual([])

    await ledger.append({ events: [opened(repository, 1, { at: 60, title: 'Back again' })] })
    expect(await titles(repository)).toEqual(['Back again'])
    expect(await ledger.query('changeEvents', { repository })).toEqual([])
  })

  it('keeps any text as it is, the marks that columns are cut at among it', async () => {
    const repository = repositoryName('test/text')
    const odd = ['\u001f', '\u001e', 'a\u001fb', 'ü 😀', 'a\u0000b', 'it\'s "so"', '', '[null]']

    await ledger.append({
      events: odd.map((title, place) => opened(repository, place, { title })),
    })

    expect(await titles(repository)).toEqual(odd)
  })

  it('fails a batch with a bad event and none of those that came with it', async () => {
    const repository = repositoryName('test/bad')
    const bad = { ...header(repository, 'bad', 1), kind: 'change', change: { id: 'x' } } as never

    const outcomes = await Promise.allSettled([
      ledger.append({ events: [opened(repository, 1)] }),
      ledger.append({ events: [opened(repository, 2), bad] }),
      ledger.append({ events: [opened(repository, 3)] }),
    ])

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'LEDGER_ROW_INVALID', kind: 'bug' } })
    expect(await titles(repository)).toEqual(['Change 1', 'Change 3'])
  })

  it('fails a batch that says nothing known, and one with a time that is none', async () => {
    const repository = repositoryName('test/nonsense')
    const unknown = { ...header(repository, 'unknown', 1), kind: 'birthday' } as never
    const torn = { ...opened(repository, 1), at: 1.5 } as never

    await expect(ledger.append({ events: [unknown] })).rejects.toMatchObject({
      code: 'LEDGER_ROW_INVALID',
      message: expect.stringContaining('the event test/nonsense:unknown@1 is no complete birthday') as string,
    })
    await expect(ledger.append({ events: [torn] })).rejects.toMatchObject({
      code: 'LEDGER_ROW_INVALID',
      message: expect.stringContaining('at is no instant') as string,
    })
  })

  it('records test results once by report and place, in whatever pieces and order they come', async () => {
    const repository = repositoryName('test/results')
    const results = [0, 1, 2, 3, 4].map((place) => result(repository, place))
    const [r0, r1, r2, r3, r4] = results as [Result, Result, Result, Result, Result]

    const counts = [
      await ledger.append({ testResults: [r2, r3] }),
      await ledger.append({ testResults: [r0, r3, r4, r4] }),
      await ledger.append({ testResults: results }),
      await ledger.append({
        testResults: [
          { ...r1, id: 'odd' },
          { ...r1, id: 'odd' },
        ],
      }),
    ]

    expect(counts.map(({ recorded, repeated }) => [recorded, repeated])).toEqual([
      [2, 0],
      [2, 2],
      [1, 4],
      [1, 1],
    ])
    const [row] = await ledger.query('testReliability', {
      repository,
      since: instant(0),
      until: instant(100),
    })
    expect(row).toEqual({ test: 'unit\u0000a.test.ts\u0000adds', runs: 6, failed: 0, flaky: 0, duration: 5 })
  })

  it('records exposures and samples once, and sets aside what was not understood', async () => {
    const at = instant(1)
    const exposure = { id: 'once', flag: 'f', variant: 'a', unit: 'u', at }
    const sample = { id: 'once', metric: 'm', unit: 'u', value: 2, at }
    const rejected = {
      id: 'odd-line',
      source: 'junit',
      reason: 'no name',
      excerpt: '<testcase/>',
      receivedAt: at,
    }

    const batch = {
      exposures: [exposure, exposure],
      metricSamples: [sample],
      rejected: [rejected, rejected],
    }
    const first = await ledger.append(batch)
    const second = await ledger.append(batch)

    expect([first, second]).toEqual([
      { recorded: 2, repeated: 1, quarantined: 1 },
      { recorded: 0, repeated: 3, quarantined: 0 },
    ])
    const { quarantined } = await ledger.status()
    expect(quarantined).toEqual([{ source: 'junit', reason: 'no name', count: 1 }])
  })

  it('replaces the stages of a change as a whole', async () => {
    const repository = repositoryName('test/stages')
    const change = changeOf(repository, 1)
    const spans = (...ends: readonly number[]) =>
      ends.map((end) => ({ stage: 'coding' as const, from: instant(0), to: instant(end) }))

    await ledger.append({ stageSpans: [{ repository, change, spans: spans(10, 20, 30) }] })
    await Promise.all([
      ledger.append({ stageSpans: [{ repository, change, spans: spans(40, 60) }] }),
      ledger.append({ stageSpans: [{ repository, change, spans: spans(50) }] }),
    ])

    const rows = await ledger.query('stageDurationsByWeek', { since: instant(0), until: instant(100) })
    expect(rows.filter((row) => row.repository === repository)).toMatchObject([{ n: 1, p50: 50, p90: 50 }])
  })

  it('moves a cursor together with its batch, and not with one that fails', async () => {
    const repository = repositoryName('test/cursor')
    const key = { source: 'github', scope: repository, stream: 'pulls' }
    const moved = (position: string) => ({ ...key, position, updatedAt: instant(7) })
    const bad = { ...header(repository, 'bad', 1), kind: 'change', change: {} } as never

    await ledger.append({ events: [opened(repository, 1)], cursor: moved('page 2') })
    await ledger.append({ events: [bad], cursor: moved('page 3') }).catch(() => {})

    expect(await ledger.control.readCursor(key)).toEqual({ position: 'page 2', updatedAt: 7 })
    expect(await ledger.control.readCursor({ ...key, stream: 'runs' })).toBeUndefined()
    expect(await ledger.control.listCursors()).toContainEqual(moved('page 2'))
  })

  it('accepts many batches at once and answers each with its own counts', async () => {
    const repository = repositoryName('test/many')
    const batches = Array.from({ length: 60 }, (_, batch) => [
      opened(repository, 2 * batch),
      opened(repository, 2 * batch + 1),
    ])

    const results = await Promise.all(batches.map((events) => ledger.append({ events })))

    expect(results).toEqual(batches.map(() => ({ recorded: 2, repeated: 0, quarantined: 0 })))
    expect(await titles(repository)).toHaveLength(120)
  })
})

describe('query', () => {
  it('sees all that was answered before it was asked, while recording goes on', async () => {
    const repository = repositoryName('test/meanwhile')
    const batches = Array.from({ length: 80 }, (_, batch) =>
      Array.from({ length: 10 }, (_, place) => opened(repository, 10 * batch + place)),
    )
    let answered = 0
    const missed: string[] = []

    async function record(): Promise<void> {
      for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
        await ledger.append({ events: batch })
        answered += batch.length
      }
    }
    async function look(): Promise<void> {
      while (batches.length > 0) {
        const before = answered
        const seen = (await ledger.query('changes', { repository })).length
        if (seen < before) missed.push(`${seen} of ${before}`)
      }
    }
    await Promise.all([record(), record(), record(), look(), look()])

    expect(missed).toEqual([])
    expect(await titles(repository)).toHaveLength(800)
  })
})

describe('status', () => {
  it('says how much there is and where', async () => {
    const status = await ledger.status()

    expect(status).toMatchObject({
      engine: 'duckdb',
      waiting: 0,
      location: expect.stringMatching(/ledger\.duckdb$/),
    })
    expect(status.rows['events']).toBeGreaterThan(0)
    expect(status.bytes).toBeGreaterThan(10_000)
    expect(status.lastEventAt).toBe(60)
  })
})

describe('control', () => {
  it('writes a document only over the version that was read', async () => {
    const { control } = ledger
    const flag = { collection: 'flags', id: 'new-till', body: '{"on":false}' }

    const first = await control.writeDocument(flag, 0)
    const clash = await control.writeDocument({ ...flag, body: '{"on":"?"}' }, 0)
    const second = await control.writeDocument({ ...flag, body: '{"on":true}' }, first ?? 0)

    expect(clash).toBeUndefined()
    expect(second).toBeGreaterThan(first ?? Infinity)
    expect(await control.readDocument('flags', 'new-till')).toEqual({
      ...flag,
      body: '{"on":true}',
      version: second,
    })
    expect(await control.listDocuments('flags')).toHaveLength(1)
  })

  it('gives a document that was deleted and made again a version it never had', async () => {
    const { control } = ledger
    const document = { collection: 'tokens', id: 't1', body: '{}' }

    const before = await control.writeDocument(document, 0)
    await control.deleteDocument('tokens', 't1')
    const after = await control.writeDocument(document, 0)

    expect(after).not.toBe(before)
    expect(await control.writeDocument(document, before ?? 0)).toBeUndefined()
    expect(await control.readDocument('tokens', 'absent')).toBeUndefined()
  })

  it('lets only one of many who write at once win', async () => {
    const { control } = ledger
    const document = { collection: 'race', id: 'r', body: '{}' }

    const versions = await Promise.all(Array.from({ length: 8 }, () => control.writeDocument(document, 0)))

    expect(versions.filter((version) => version !== undefined)).toHaveLength(1)
  })

  it('gives a lease to one holder until it ends or is given back', async () => {
    const { control } = ledger
    const take = (holder: string, now: number) =>
      control.takeLease('nightly', holder, instant(now), milliseconds(100))

    expect(await take('a', 0)).toBe(true)
    expect(await take('b', 50)).toBe(false)
    expect(await take('a', 90)).toBe(true)
    expect(await take('b', 189)).toBe(false)
    expect(await take('b', 190)).toBe(true)
    await control.releaseLease('nightly', 'a')
    expect(await take('a', 200)).toBe(false)
    await control.releaseLease('nightly', 'b')
    expect(await take('a', 200)).toBe(true)
  })
})

describe('close', () => {
  it('waits for what was accepted, keeps all of it, and refuses what comes later', async () => {
    const own = await temporaryLedger()
    const repository = repositoryName('test/close')

    const accepted = own.ledger.append({ events: [opened(repository, 1)] })
    const closed = own.ledger.close()

    await expect(accepted).resolves.toMatchObject({ recorded: 1 })
    await closed
    await expect(own.ledger.append({ events: [] })).rejects.toMatchObject({ code: 'LEDGER_CLOSED' })
    await own.remove()
  })
})

type Result = Recorded<TestResult>

function result(repository: RepositoryName, place: number): Result {
  return {
    id: `${repository}:report:${place}`,
    test: 'unit\u0000a.test.ts\u0000adds',
    suite: 'unit',
    name: 'adds',
    outcome: 'passed',
    duration: milliseconds(5),
    attempts: 1,
    at: instant(10),
    revision: revision('aa'),
    repository,
  }
}

async function titles(repository: RepositoryName): Promise<readonly string[]> {
  const changes = await ledger.query('changes', { repository })
  return changes.toSorted((a, b) => a.number - b.number).map(({ title }) => title)
}

function opened(
  repository: RepositoryName,
  number: number,
  { at = 1, title = `Change ${number}` } = {},
): DeliveryEvent {
  return {
    ...header(repository, `pull:${number}`, at),
    kind: 'change',
    change: {
      id: changeOf(repository, number),
      number,
      title,
      state: 'open',
      isDraft: false,
      openedAt: instant(1),
      baseBranch: 'main',
      labels: [],
    },
  }
}

function changeOf(repository: RepositoryName, number: number): ChangeId {
  return changeId(`${repository}#${number}`)
}

function header(repository: RepositoryName, what: string, at: number) {
  return { id: eventId(`${repository}:${what}@${at}`), source: 'test', repository, at: instant(at) }
}
