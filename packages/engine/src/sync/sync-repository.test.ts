import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  generateForgeHistory,
  gitlabHistory,
  startGithubServer,
  startGitlabServer,
  type ForgeHistory,
  type GithubFaults,
  type GithubServer,
} from '@sluice/connect/testing'
import { temporaryFolder } from '@sluice/git/testing'
import { fixedClock, hour, instant, repositoryName, shift, SluiceError } from '@sluice/model'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LedgerReading } from '../ledger-facts/ledger-reading.ts'
import type { StreamProgress } from '../recording/record-pages.ts'
import { temporaryPlace, type TemporaryPlace } from '../testing/temporary-place.ts'
import { syncRepository, type SyncOptions, type SyncReport } from './sync-repository.ts'

const shop = repositoryName('github.acme.example/acme/shop')
const token = 'made-up-token-0123456789'
const history = generateForgeHistory({ seed: 7, pulls: 110 })
const clock = fixedClock(shift(history.now, hour))

/** A server on this machine that closes with its scope. */
async function server(
  faults: GithubFaults = {},
  shown: ForgeHistory = history,
): Promise<Closing<GithubServer>> {
  return closing(await startGithubServer({ history: shown, token, faults }))
}

type Closing<T> = T & AsyncDisposable

function closing<T extends { close(): Promise<void> }>(one: T): Closing<T> {
  return { ...one, [Symbol.asyncDispose]: () => one.close() }
}

function sync(
  { place }: Pick<TemporaryPlace, 'place'>,
  { url }: Pick<GithubServer, 'url'>,
  part: Partial<SyncOptions> = {},
): Promise<SyncReport> {
  return syncRepository({
    ...place,
    environment: { GITHUB_TOKEN: token },
    source: 'github',
    repository: shop,
    folder: '.',
    since: '2025-12-01',
    apiUrl: url,
    clock,
    ...part,
  })
}

/** What one reading without interruption leaves in a ledger. */
async function readAtOnce(): Promise<LedgerReading | undefined> {
  await using forge = await server()
  await using place = await temporaryPlace(clock)
  await sync(place, forge)
  return await place.read(shop)
}

const stopped = { code: 'SOURCE_CANCELLED' }

let whole: LedgerReading | undefined
beforeAll(async () => {
  whole = await readAtOnce()
})

describe('syncRepository', () => {
  it('reads everything once', async () => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)

    const report = await sync(place, forge)
    const facts = await place.read(shop)

    expect(report).toMatchObject({
      source: 'github',
      repository: shop,
      isContinued: false,
      since: Date.UTC(2025, 11, 1),
      notices: [],
    })
    expect(
      report.streams.map(({ stream, repeated, quarantined, gaps }) => [stream, repeated, quarantined, gaps]),
    ).toEqual(['pulls', 'runs', 'deployments', 'incidents'].map((stream) => [stream, 0, 0, []]))
    expect(facts?.changes.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 110 }, (_, place) => place + 1),
    )
    expect(facts?.deployments).toHaveLength(
      history.deployments.filter(({ environment }) => environment === 'production').length,
    )
    expect(facts?.incidents).toHaveLength(history.incidents.length)
    expect(facts?.streams).toEqual(new Set(['start', 'pulls', 'runs', 'deployments', 'incidents']))
  })

  it('asks little when nothing has happened since, and records nothing twice', async () => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)
    const first = await sync(place, forge)

    const second = await sync(place, forge)

    expect(second.isContinued).toBe(true)
    expect(second.streams.map(({ recorded }) => recorded)).toEqual([0, 0, 0, 0])
    expect(second.requests).toBeLessThan(first.requests / 5)
  })

  it('reads on from where it was when time has gone on', async () => {
    const later = generateForgeHistory({ seed: 7, pulls: 125 })
    const laterClock = fixedClock(shift(later.now, hour))
    await using forge = await server()
    await using grown = await temporaryPlace(laterClock)
    await using fresh = await temporaryPlace(laterClock)
    const first = await sync(grown, forge)
    forge.show(later)

    const second = await sync(grown, forge, { clock: laterClock })
    await sync(fresh, forge, { clock: laterClock })
    const [facts, expected] = await Promise.all([grown.read(shop), fresh.read(shop)])

    expect(second.requests).toBeLessThan(first.requests / 2)
    // Who read earlier has met older snapshots too; and this made-up forge gives its incidents new numbers each time.
    const events = { sources: [], incidents: [] }
    expect({ ...facts, ...events }).toEqual({ ...expected, ...events })
    expect(facts?.changes).toHaveLength(125)
  })

  it.each([1, 2, 4])(
    'loses nothing and doubles nothing when it is interrupted at page %i and goes on',
    async (page) => {
      await using forge = await server()
      await using cut = await temporaryPlace(clock)
      const interruption = new AbortController()
      let pages = 0
      const onProgress = (): void => {
        pages += 1
        if (pages === page) interruption.abort()
      }

      await expect(sync(cut, forge, { signal: interruption.signal, onProgress })).rejects.toMatchObject(
        stopped,
      )
      const second = await sync(cut, forge)

      expect(second.isContinued).toBe(true)
      expect(await cut.read(shop)).toEqual(whole)
    },
  )

  it('reads everything again from an earlier start', async () => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)
    await sync(place, forge, { since: '2026-01-11' })
    const before = await place.read(shop)

    const earlier = await sync(place, forge)
    const later = await sync(place, forge, { since: '2026-01-12' })

    expect([earlier.isContinued, later.isContinued]).toEqual([false, true])
    expect(before?.changes.length).toBeLessThan(110)
    expect(await place.read(shop)).toEqual(whole)
  })

  it.each([
    ['is interrupted', 'abort'],
    ['leaves parts out', 'only'],
  ] as const)('reads the rest from an earlier start later, when reading it anew %s', async (_, how) => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)
    await sync(place, forge, { since: '2026-01-11' })
    const interruption = new AbortController()
    const partial =
      how === 'only'
        ? sync(place, forge, { only: ['deployments'] })
        : sync(place, forge, { signal: interruption.signal, onProgress: () => interruption.abort() })
    const [outcome] = await Promise.allSettled([partial])
    await sync(place, forge)

    expect(outcome.status).toBe(how === 'only' ? 'fulfilled' : 'rejected')
    expect(await place.read(shop)).toEqual(whole)
  })

  it('reads everything again when it is told to, and records nothing twice', async () => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)
    const first = await sync(place, forge)

    const again = await sync(place, forge, { again: true })

    expect(again).toMatchObject({ isContinued: false, requests: first.requests })
    expect(again.streams.map(({ recorded }) => recorded)).toEqual([0, 0, 0, 0])
    expect(await place.read(shop)).toEqual(whole)
  })

  it('tells what it may not read, and reads the others', async () => {
    const forbidden = { path: /\/actions\/runs$/, permission: 'actions=read' }
    await using forge = await server({ forbidden })
    await using place = await temporaryPlace(clock)

    const { streams } = await sync(place, forge)
    const facts = await place.read(shop)

    expect(streams.map(({ stream, gaps }) => [stream, gaps.map(({ code }) => code)])).toEqual([
      ['pulls', []],
      ['runs', ['SOURCE_FORBIDDEN']],
      ['deployments', []],
      ['incidents', []],
    ])
    expect(streams[1]?.gaps[0]?.message).toContain('actions=read')
    expect(facts?.changes).toHaveLength(110)
    // What could not be read is not connected, and is asked for again.
    expect(facts?.streams.has('runs')).toBe(false)
  })

  it('reads only the parts that are asked for', async () => {
    await using forge = await server()
    await using place = await temporaryPlace(clock)

    const { streams } = await sync(place, forge, { only: ['incidents', 'deployments'] })

    expect(streams.map(({ stream }) => stream)).toEqual(['deployments', 'incidents'])
  })

  it('leaves the token in no file, no report and no error', async () => {
    await using forge = await server({ forbidden: { path: /\/issues$/, permission: 'issues=read' } })
    await using place = await temporaryPlace(clock)
    const progress: StreamProgress[] = []

    const report = await sync(place, forge, { onProgress: (told) => progress.push(told) })
    const refused = await sync(place, forge, { environment: { GITHUB_TOKEN: `${token}-of-another` } }).catch(
      (error: unknown) => error,
    )

    expect(refused).toBeInstanceOf(SluiceError)
    expect(refused).toMatchObject({ code: 'SOURCE_UNAUTHORIZED' })
    const told = JSON.stringify([
      report,
      progress,
      refused instanceof Error && [refused.message, refused.stack],
    ])
    expect(told).not.toContain(token)
    const files = await readdir(place.path, { recursive: true, withFileTypes: true })
    const found = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async ({ parentPath, name }) => {
          const bytes = await readFile(join(parentPath, name))
          return { name, holdsToken: bytes.includes(token), size: bytes.length }
        }),
    )
    expect(found.find(({ name }) => name === 'ledger.duckdb')?.size).toBeGreaterThan(100_000)
    expect(found.filter(({ holdsToken }) => holdsToken)).toEqual([])
  })

  it('says that nobody signed in', async () => {
    await using forge = closing(
      await startGithubServer({ history: generateForgeHistory({ seed: 1, pulls: 2 }) }),
    )
    await using place = await temporaryPlace(clock)

    const { notices } = await sync(place, forge, { environment: { GITHUB_TOKEN: '  ' } })

    expect(notices).toEqual([
      {
        code: 'READ_WITHOUT_TOKEN',
        message:
          'Nobody signed in to GitHub: only public repositories can be read, and few requests an hour are allowed.',
        hint: 'Set GITHUB_TOKEN to a token that may read the repository.',
      },
    ])
  })

  it('reads GitLab too, everything once and then little', async () => {
    const requests = 40
    const gitlabToken = 'made-up-gitlab-token-0123456789'
    await using forge = closing(
      await startGitlabServer({ history: gitlabHistory({ requests }), token: gitlabToken }),
    )
    const july = fixedClock(instant(Date.UTC(2026, 6, 1)))
    await using place = await temporaryPlace(july)
    const repository = repositoryName('gitlab.example/acme/shop')
    const options = {
      source: 'gitlab',
      repository,
      clock: july,
      environment: { GITLAB_TOKEN: gitlabToken },
      since: '2026-05-01',
    } as const

    const first = await sync(place, forge, options)
    const facts = await place.read(repository)
    const second = await sync(place, forge, options)

    expect(first.streams.map(({ stream, gaps }) => [stream, gaps])).toEqual([
      ['merge-requests', []],
      ['pipelines', []],
      ['deployments', []],
      ['incidents', []],
    ])
    expect(facts?.changes.map(({ number }) => number)).toEqual(
      Array.from({ length: requests }, (_, place) => place + 1),
    )
    expect(facts?.deployments).toHaveLength(36)
    expect(facts?.incidents).toHaveLength(13)
    expect(second.streams.map(({ recorded }) => recorded)).toEqual([0, 0, 0, 0])
    expect(second.requests).toBeLessThan(first.requests / 3)
  })

  it.each([
    [
      { only: ['pulls', 'deployment'] },
      {
        code: 'STREAM_UNKNOWN',
        message:
          'There is no part "deployment" to read; the nearest is "deployments". There are pulls, runs, deployments, incidents, releases, checks.',
      },
    ],
    [
      { production: '(prod' },
      { code: 'PATTERN_INVALID', message: '--production "(prod" is not a regular expression.' },
    ],
    [{ since: 'the day after never' }, { code: 'TIME_NOT_UNDERSTOOD' }],
    [{ repository: 'shop' }, { code: 'REPOSITORY_NAME_INVALID' }],
  ])('refuses %j before it asks anybody', async (part, expected) => {
    await using place = await temporaryPlace(clock)

    await expect(sync(place, { url: 'http://127.0.0.1:1' }, part)).rejects.toMatchObject(expected)

    expect(await readdir(place.path)).toEqual([])
  })

  it('needs to be told the repository where no clone says it', async () => {
    await using place = await temporaryPlace(clock)
    await using folder = await temporaryFolder()

    const synced = sync(place, { url: 'http://127.0.0.1:1' }, { repository: undefined, folder: folder.path })

    await expect(synced).rejects.toMatchObject({ code: 'NOT_A_REPOSITORY' })
  })
})
