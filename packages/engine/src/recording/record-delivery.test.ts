import { temporaryFolder, temporaryRepository, type TemporaryRepository } from '@sluice/git/testing'
import { fixedClock, instant, minute, repositoryName, shift } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { temporaryPlace, type TemporaryPlace } from '../testing/temporary-place.ts'
import { recordDelivery, type RecordOptions, type RecordReport } from './record-delivery.ts'

const shop = repositoryName('github.com/acme/shop')
const noon = instant(Date.UTC(2026, 10, 22, 12))
const clock = fixedClock(noon)
const sha = '7f3c0e1d9a4b58c26e0f1a2b3c4d5e6f70819203'

function record(
  { place }: TemporaryPlace,
  part: Partial<RecordOptions> & Pick<RecordOptions, 'kind' | 'said'>,
): Promise<RecordReport> {
  return recordDelivery({ ...place, repository: 'acme/shop', folder: '.', clock, ...part })
}

/** A clone of `acme/shop` with two commits, the first of them tagged. */
async function shopClone(): Promise<TemporaryRepository> {
  const repository = await temporaryRepository((script) => {
    script.tag('v1.0.0', script.commit('start'))
    script.commit('second')
  })
  await repository.git(['remote', 'add', 'origin', 'git@github.com:Acme/Shop.git'])
  return repository
}

describe('recordDelivery', () => {
  it('records that HEAD of the clone has just been deployed to production', async () => {
    await using clone = await shopClone()
    await using place = await temporaryPlace(clock)
    const head = (await clone.git(['rev-parse', 'HEAD'])).trim()

    const report = await record(place, {
      kind: 'deployment',
      repository: undefined,
      folder: clone.path,
      said: {},
    })
    const found = await place.read(shop)

    expect(report).toMatchObject({ kind: 'deployment', repository: shop, repeated: 0, quarantined: 0 })
    expect(found?.deployments).toEqual([
      expect.objectContaining({
        id: report.id,
        service: '',
        environment: 'production',
        revision: head,
        state: 'succeeded',
        finishedAt: noon,
      }),
    ])
  })

  it('finds the commit behind a tag, a branch and a short hash', async () => {
    await using clone = await shopClone()
    await using place = await temporaryPlace(clock)
    const [first = '', second = ''] = (await clone.git(['rev-parse', 'v1.0.0', 'main'])).split('\n')

    for (const [id, asked] of ['v1.0.0', 'main', second.slice(0, 8), second.toUpperCase()].entries()) {
      const said = { sha: asked, id: String(id) }
      await record(place, { kind: 'deployment', folder: clone.path, said })
    }
    const found = await place.read(shop)

    expect(found?.deployments.map(({ id, revision }) => [id, revision])).toEqual(
      [first, second, second, second].map((revision, id) => [
        `deployments:github.com/acme/shop::production:${id}`,
        revision,
      ]),
    )
  })

  it('records what a deployment was, and brings it up to date under the same id', async () => {
    await using place = await temporaryPlace(clock)
    const said = {
      sha,
      id: '4711',
      service: 'web',
      environment: 'live-eu',
      name: 'v7',
      rollback: true,
      unplanned: true,
    }

    await record(place, {
      kind: 'deployment',
      said: { ...said, started: '2026-11-22T11:00:00Z', finished: '2026-11-22T11:10:00Z', result: 'failure' },
    })
    await record(place, {
      kind: 'deployment',
      said: { ...said, started: '2026-11-22T11:00:00Z', finished: '2026-11-22T11:20:00Z', result: 'success' },
    })
    const found = await place.read(shop)

    expect(found?.deployments).toEqual([
      expect.objectContaining({
        service: 'web',
        environment: 'live-eu',
        name: 'v7',
        revision: sha,
        state: 'succeeded',
        finishedAt: shift(noon, -40 * minute),
        isRollback: true,
        isPlanned: false,
      }),
    ])
  })

  it('knows the same call with the same times already', async () => {
    await using place = await temporaryPlace(clock)
    const said = { sha, finished: '2026-11-22T11:10:00Z' }

    const first = await record(place, { kind: 'deployment', said })
    const second = await record(place, { kind: 'deployment', said, clock: fixedClock(shift(noon, minute)) })

    expect(first.recorded).toBeGreaterThan(0)
    expect(second).toEqual({ ...first, recorded: 0, repeated: first.recorded })
  })

  it('keeps what was said of an incident when it is closed by its id alone', async () => {
    await using place = await temporaryPlace(clock)
    const said = { id: 'INC-7', service: 'web', name: 'Checkout is down', sha, deployment: '4711' }
    const opened = await record(place, { kind: 'incident', said })
    const during = await place.read(shop)

    const closed = await record(place, {
      kind: 'incident',
      said: { id: 'INC-7', finished: '2026-11-22T12:30:00Z' },
      clock: fixedClock(shift(noon, 31 * minute)),
    })
    const after = await place.read(shop)

    const incident = {
      id: 'incidents:github.com/acme/shop:INC-7',
      service: 'web',
      title: 'Checkout is down',
      openedAt: noon,
      revision: sha,
      deployment: 'deployments:github.com/acme/shop:web:production:4711',
    }
    expect([opened.id, closed.id]).toEqual([incident.id, incident.id])
    expect(during?.incidents).toEqual([expect.objectContaining({ ...incident, resolvedAt: undefined })])
    expect(after?.incidents).toEqual([
      expect.objectContaining({ ...incident, resolvedAt: shift(noon, 30 * minute) }),
    ])
  })

  it.each([
    [
      'a deployment that ends before it begins',
      { started: '2026-11-22T11:00:00Z', finished: '2026-11-22T10:00:00Z' },
    ],
    ['a deployment of something that is no commit', { sha: 'the-day-after-never' }],
    ['a deployment at a time that is none', { finished: 'soon' }],
    ['a deployment that ended in no known way', { result: 'perhaps' }],
  ])('refuses %s and writes nothing', async (_, said) => {
    await using place = await temporaryPlace(clock)

    const recorded = record(place, { kind: 'deployment', said: { sha, ...said } })

    await expect(recorded).rejects.toMatchObject({ code: 'RECORD_REFUSED' })
    const { rows, quarantined } = await place.use((ledger) => ledger.status())
    expect([Object.entries(rows).filter(([, count]) => count > 0), quarantined]).toEqual([[], []])
    expect(await place.read(shop)).toBeUndefined()
  })

  it('refuses an incident that is over and has never begun', async () => {
    await using place = await temporaryPlace(clock)

    const recorded = record(place, {
      kind: 'incident',
      said: { id: 'INC-9', finished: '2026-11-22T11:00:00Z' },
    })

    await expect(recorded).rejects.toMatchObject({
      code: 'RECORD_REFUSED',
      message: expect.stringMatching(/^The incident was not recorded: /),
    })
  })

  it('needs a commit where there is no clone', async () => {
    await using folder = await temporaryFolder()
    await using place = await temporaryPlace(clock)

    const recorded = record(place, { kind: 'deployment', folder: folder.path, said: {} })

    await expect(recorded).rejects.toMatchObject({ code: 'RECORD_REFUSED' })
  })

  it('needs the name of the repository where the clone has no origin', async () => {
    await using clone = await temporaryRepository((script) => script.commit('start'))
    await using place = await temporaryPlace(clock)

    const recorded = record(place, {
      kind: 'deployment',
      repository: undefined,
      folder: clone.path,
      said: {},
    })

    await expect(recorded).rejects.toMatchObject({ code: 'ORIGIN_UNKNOWN' })
  })
})
