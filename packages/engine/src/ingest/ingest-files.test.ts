import { symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder, type TemporaryFolder } from '@sluice/git/testing'
import {
  changeId,
  eventId,
  fixedClock,
  instant,
  repositoryName,
  revision,
  type DeliveryEvent,
  type Instant,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { temporaryPlace, type TemporaryPlace } from '../testing/temporary-place.ts'
import { ingestFiles, type IngestOptions, type IngestReport } from './ingest-files.ts'

const shop = repositoryName('github.com/acme/shop')
const noon = instant(Date.UTC(2026, 10, 22, 12))
const clock = fixedClock(noon)
const sha = '7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203'

/** The moment so many minutes after ten o'clock. */
function at(minutes: number): Instant {
  return instant(Date.UTC(2026, 10, 22, 10, minutes))
}

function iso(minutes: number): string {
  return new Date(at(minutes)).toISOString()
}

/** A folder of files, by their names. */
async function folderOf(
  files: Readonly<Record<string, string | object>>,
): Promise<TemporaryFolder & { readonly at: (name: string) => string }> {
  const folder = await temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder.path, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return { ...folder, at: (name) => join(folder.path, name) }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, void> {
  // In pieces, as a pipe gives them.
  for (const letter of text.match(/[^]{1,7}/g) ?? []) yield Buffer.from(letter)
}

function ingest(
  { place }: TemporaryPlace,
  kind: IngestOptions['kind'],
  files: readonly string[],
  part: Partial<IngestOptions> = {},
): Promise<IngestReport> {
  return ingestFiles({
    ...place,
    kind,
    files,
    standardInput: bytesOf(''),
    repository: 'acme/shop',
    folder: '.',
    about: {},
    clock,
    ...part,
  })
}

const report = `<?xml version="1.0"?>
<testsuites>
  <testsuite name="cart" timestamp="2026-11-22T10:00:00Z">
    <testcase classname="cart" name="adds" time="0.2"/>
    <testcase classname="cart" name="pays" time="1.5"><failure message="no money"/></testcase>
    <testcase classname="cart" name="sleeps"><skipped/></testcase>
  </testsuite>
</testsuites>`

function cdEvent(predicate: string, minutes: number, content: object = {}): object {
  const type = `dev.cdevents.pipelinerun.${predicate}.0.2.0`
  return {
    specversion: '1.0',
    id: `${predicate}-7`,
    source: '/ci',
    type,
    datacontenttype: 'application/json',
    data: {
      context: { version: '0.4.1', id: `${predicate}-7`, source: '/ci', type, timestamp: iso(minutes) },
      subject: {
        id: '7',
        source: '/ci/main',
        type: 'pipelineRun',
        content: { pipelineName: 'build', ...content },
      },
      customData: { revision: sha, trigger: 'change', change: '#12' },
    },
  }
}

const opened: DeliveryEvent = {
  id: eventId('github:acme/shop:pull:12@1'),
  source: 'github',
  repository: shop,
  at: at(0),
  kind: 'change',
  change: {
    id: changeId('github.com/acme/shop#12'),
    number: 12,
    title: 'Cache the prices',
    state: 'open',
    isDraft: false,
    openedAt: at(0),
    headRevision: revision(sha),
    baseBranch: 'main',
    labels: [],
  },
}

describe('ingestFiles', () => {
  it('reads test reports, once however often they come', async () => {
    await using files = await folderOf({ 'report.xml': report, 'copy.xml': report })
    await using place = await temporaryPlace(clock)
    const about = { sha, run: 'github:77:1' }

    const told = await ingest(place, 'junit', [files.at('report.xml'), files.at('copy.xml')], { about })
    const found = await place.use((ledger) =>
      ledger.query('testReliability', { repository: shop, since: at(0), until: noon }),
    )

    expect(told).toEqual({
      kind: 'junit',
      repository: shop,
      ledger: join(place.path, 'ledger.duckdb'),
      files: [
        { file: files.at('report.xml'), recorded: 3, repeated: 0, quarantined: 0 },
        { file: files.at('copy.xml'), recorded: 0, repeated: 3, quarantined: 0 },
      ],
    })
    expect(found.map(({ runs, failed, duration }) => ({ runs, failed, duration }))).toEqual(
      expect.arrayContaining([
        { runs: 1, failed: 0, duration: 200 },
        { runs: 1, failed: 1, duration: 1_500 },
      ]),
    )
  })

  it('reads deployments from CSV and from JSON lines, and sets aside what names no commit', async () => {
    await using files = await folderOf({
      'deploys.csv': `id,sha,started_at,finished_at,status\n1,${sha},${iso(0)},${iso(5)},success\n2,HEAD,${iso(6)},${iso(7)},success\n`,
      'deploys.jsonl': [
        { id: 1, sha, startedAt: iso(0), finishedAt: iso(5), result: 'success' },
        { id: 3, sha, startedAt: iso(10), finishedAt: iso(12), result: 'failure' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    })
    await using place = await temporaryPlace(clock)

    const told = await ingest(place, 'deployments', [files.at('deploys.csv'), files.at('deploys.jsonl')], {
      about: { service: 'web', environment: 'eu-production' },
    })
    const found = await place.read(shop)
    const { quarantined } = await place.use((ledger) => ledger.status())

    expect(told.files.map((file) => file.quarantined)).toEqual([1, 0])
    expect(told.files[1]?.repeated).toBeGreaterThan(0)
    expect(
      found?.deployments.map(({ service, environment, state, finishedAt }) => [
        service,
        environment,
        state,
        finishedAt,
      ]),
    ).toEqual([
      ['web', 'eu-production', 'succeeded', at(5)],
      ['web', 'eu-production', 'failed', at(12)],
    ])
    expect(quarantined).toEqual([{ source: 'deployments', reason: expect.stringContaining('sha'), count: 1 }])
  })

  it('reads incidents with the service and the zone that the files do not tell', async () => {
    await using files = await folderOf({
      'incidents.jsonl':
        '{"id":"INC-1","title":"Down","started_at":"2026-11-22 11:00:00","resolved_at":"2026-11-22 11:30:00"}\n',
    })
    await using place = await temporaryPlace(clock)

    await ingest(place, 'incidents', [files.at('incidents.jsonl')], {
      about: { service: 'web', zone: '+01:00' },
    })
    const found = await place.read(shop)

    expect(found?.incidents).toEqual([
      expect.objectContaining({ service: 'web', title: 'Down', openedAt: at(0), resolvedAt: at(30) }),
    ])
  })

  it('refuses times without a zone where none is given', async () => {
    await using files = await folderOf({
      'incidents.jsonl': '{"id":"INC-1","started_at":"2026-11-22 11:00:00"}\n',
    })
    await using place = await temporaryPlace(clock)

    const told = await ingest(place, 'incidents', [files.at('incidents.jsonl')])
    const unknown = ingest(place, 'incidents', [files.at('incidents.jsonl')], { about: { zone: 'Mars' } })

    expect(told.files).toMatchObject([{ recorded: 0, quarantined: 1 }])
    await expect(unknown).resolves.toMatchObject({ files: [{ failure: { code: 'TIME_ZONE_UNKNOWN' } }] })
  })

  it.each([
    ['as they happened', ['queued.json', 'started.json', 'finished.json']],
    ['backwards', ['finished.json', 'started.json', 'queued.json']],
  ])('joins CDEvents of one run that come in several files, %s', async (_, names) => {
    await using files = await folderOf({
      'queued.json': cdEvent('queued', 1),
      'started.json': cdEvent('started', 2),
      'finished.json': [cdEvent('finished', 9, { outcome: 'success' })],
    })
    await using place = await temporaryPlace(clock)
    await place.use((ledger) => ledger.append({ events: [opened] }))

    // Each in a process of its own, as steps of a pipeline come.
    for (const name of names) await ingest(place, 'cdevents', [files.at(name)])
    const found = await place.read(shop)

    expect(found?.changeCiRuns).toEqual([
      {
        change: 'github.com/acme/shop#12',
        pipeline: 'build',
        attempt: 1,
        revision: sha,
        trigger: 'change',
        createdAt: at(1),
        startedAt: at(2),
        finishedAt: at(9),
        outcome: 'succeeded',
      },
    ])
  })

  it('sets CDEvents aside that it cannot understand, and keeps the others', async () => {
    await using files = await folderOf({
      'events.jsonl': [cdEvent('queued', 1), { nothing: true }, cdEvent('started', 2)]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    })
    await using place = await temporaryPlace(clock)

    const told = await ingest(place, 'cdevents', [files.at('events.jsonl')])

    expect(told.files).toMatchObject([{ recorded: 2, quarantined: 1 }])
  })

  it('reads traces of CI runs', async () => {
    const attribute = (key: string, stringValue: string): object => ({ key, value: { stringValue } })
    await using files = await folderOf({
      'traces.json': {
        resourceSpans: [
          {
            resource: {
              attributes: [
                attribute('cicd.pipeline.name', 'build'),
                attribute('cicd.pipeline.run.id', '77'),
                attribute('vcs.ref.head.revision', sha),
                attribute('vcs.change.id', '12'),
                attribute('vcs.provider.name', 'github'),
              ],
            },
            scopeSpans: [
              {
                spans: [
                  {
                    traceId: '5b8efff798038103d269b633813fc60c',
                    spanId: 'eee19b7ec3c1b174',
                    name: 'build',
                    startTimeUnixNano: `${at(1)}000000`,
                    endTimeUnixNano: `${at(8)}000000`,
                    attributes: [attribute('cicd.pipeline.result', 'failure')],
                  },
                ],
              },
            ],
          },
        ],
      },
    })
    await using place = await temporaryPlace(clock)
    await place.use((ledger) => ledger.append({ events: [opened] }))

    await ingest(place, 'otel', [files.at('traces.json')])
    const found = await place.read(shop)

    expect(found?.changeCiRuns).toMatchObject([
      { change: 'github.com/acme/shop#12', createdAt: at(1), finishedAt: at(8), outcome: 'failed' },
    ])
  })

  it('makes one incident of an alert that fires and is resolved', async () => {
    const alert = {
      status: 'firing',
      labels: { alertname: 'CheckoutSlow', service: 'web', severity: 'page' },
      annotations: { summary: 'Checkout answers slowly' },
      startsAt: iso(0),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: '3fa3bd5c6cc4ae1b',
    }
    await using files = await folderOf({
      'firing.json': { version: '4', status: 'firing', alerts: [alert] },
      'resolved.json': {
        version: '4',
        status: 'resolved',
        alerts: [{ ...alert, status: 'resolved', endsAt: iso(30) }],
      },
    })
    await using place = await temporaryPlace(clock)

    await ingest(place, 'alerts', [files.at('firing.json')])
    const during = await place.read(shop)
    await ingest(place, 'alerts', [files.at('resolved.json'), files.at('firing.json')])
    const after = await place.read(shop)

    const incident = { service: 'web', title: 'Checkout answers slowly', severity: 'page', openedAt: at(0) }
    expect(during?.incidents).toMatchObject([incident])
    expect(during?.incidents[0]?.resolvedAt).toBeUndefined()
    expect(after?.incidents).toMatchObject([{ ...incident, resolvedAt: at(30) }])
    expect(after?.incidents).toHaveLength(1)
  })

  it('reads standard input', async () => {
    await using place = await temporaryPlace(clock)

    const first = await ingest(place, 'junit', ['-'], { standardInput: bytesOf(report), about: { sha } })
    const second = await ingest(place, 'junit', ['-'], { standardInput: bytesOf(report), about: { sha } })

    expect([...first.files, ...second.files]).toEqual([
      { file: '-', recorded: 3, repeated: 0, quarantined: 0 },
      { file: '-', recorded: 0, repeated: 3, quarantined: 0 },
    ])
  })

  it('reads the other files when one is broken, and says why it is', async () => {
    await using files = await folderOf({
      'good.xml': report,
      'broken.xml': 'no report at all',
      'other.xml': report.replace('adds', 'removes'),
    })
    await using place = await temporaryPlace(clock)
    const progress: string[] = []

    const told = await ingest(place, 'junit', ['good.xml', 'broken.xml', 'other.xml'].map(files.at), {
      onProgress: ({ file, done }) => progress.push(`${file.slice(files.path.length + 1)} ${done}`),
    })

    expect(told.files.map(({ recorded, failure }) => [recorded, failure?.code])).toEqual([
      [3, undefined],
      [0, 'JUNIT_NOT_A_REPORT'],
      [3, undefined],
    ])
    expect(progress).toEqual(['good.xml 3', 'broken.xml 0', 'other.xml 3'])
  })

  it.each([
    ['', 1],
    ['{"alerts": []}\n\n{"alerts": []\n', 3],
  ])('says in which line of %j the JSON ends', async (content, line) => {
    await using files = await folderOf({ 'alerts.json': content })
    await using place = await temporaryPlace(clock)

    const told = await ingest(place, 'alerts', [files.at('alerts.json')])

    expect(told.files[0]?.failure).toEqual({
      code: 'INPUT_NOT_JSON',
      message: `${files.at('alerts.json')} is neither JSON nor one JSON value on each line (line ${line}).`,
      hint: 'Give the body of the delivery as it was sent.',
    })
  })

  it('refuses a delivery of more than 64 MiB', async () => {
    await using files = await folderOf({ 'huge.json': '{}' })
    await truncate(files.at('huge.json'), 64 * 1_024 * 1_024 + 1)
    await using place = await temporaryPlace(clock)

    const told = await ingest(place, 'cdevents', [files.at('huge.json')])

    expect(told.files[0]?.failure).toMatchObject({
      code: 'INPUT_TOO_LARGE',
      message: `${files.at('huge.json')} is larger than 64 MiB.`,
    })
  })

  it.each([
    ['is missing', 'missing.xml', 'INPUT_MISSING'],
    ['lies below a file', 'good.xml/report.xml', 'INPUT_MISSING'],
    ['is a folder', '.', 'INPUT_UNREADABLE'],
    ['leads in circles', 'circle.xml', 'INPUT_UNREADABLE'],
  ])('records nothing when one of the files %s', async (_, name, code) => {
    await using files = await folderOf({ 'good.xml': report })
    await symlink(files.at('circle.xml'), files.at('circle.xml'))
    await using place = await temporaryPlace(clock)

    await expect(ingest(place, 'junit', [files.at('good.xml'), files.at(name)])).rejects.toMatchObject({
      code,
    })

    expect(await place.read(shop)).toBeUndefined()
  })

  it('stops when it is interrupted, and keeps what was recorded', async () => {
    await using files = await folderOf({ 'one.xml': report, 'two.xml': report.replace('adds', 'removes') })
    await using place = await temporaryPlace(clock)
    const interruption = new AbortController()

    const told = ingest(place, 'junit', [files.at('one.xml'), files.at('two.xml')], {
      signal: interruption.signal,
      onProgress: () => interruption.abort(),
    })

    await expect(told).rejects.toMatchObject({ name: 'AbortError' })
    const { rows } = await place.use((ledger) => ledger.status())
    expect(rows['test_results']).toBe(3)
  })
})
