import { temporaryRepository, type ScriptedCommit, type TemporaryRepository } from '@sluice/git/testing'
import {
  changeId,
  ciRunId,
  deploymentId,
  eventId,
  incidentId,
  instant,
  repositoryName,
  revision,
  serviceId,
  type ChangeEvent,
  type ChangeEventKind,
  type DeliveryEvent,
  type DeploymentState,
  type Instant,
  type Revision,
} from '@sluice/model'

export const shop = repositoryName('github.com/acme/shop')

/** So many hours after midnight of a day in March 2026. */
export function march(day: number, hours = 0): Instant {
  return instant(Date.UTC(2026, 2, day) + hours * 3_600_000)
}

/** A clone of `acme/shop`, and what its forge and its pipeline tell of the same fortnight. */
export interface RecordedStory extends AsyncDisposable {
  readonly clone: TemporaryRepository
  readonly events: readonly DeliveryEvent[]
}

/**
 * Twelve requests that were squashed, one a day; the 13th was rebased and left three commits, the 14th was merged, and
 * on the 15th somebody pushed without a request. Every request is begun at 1 or 6, opened at 8, approved at 10 and
 * merged at 12, and its CI runs from 8:10 to 8:30. The clone has release tags, which nobody deploys by.
 *
 * Deployments finish at 14: `first` on 28 February, then `d3`, `d6`, `d8`, `d10`, `d14` and `d15` by the day whose
 * change they carry. `d5` failed. `d6` was rolled back by `back` at 17 after an incident named it, another incident
 * names `d10`, and `lost` is of a commit that nobody knows.
 */
export async function recordedStory(): Promise<RecordedStory> {
  const byDay = new Map<number, ScriptedCommit>()
  const clone = await temporaryRepository((script) => {
    byDay.set(0, script.commit('start', { at: march(-40), files: { 'shop.txt': '0' } }))
    script.tag('v0.1.0', script.tip('main'))
    for (let day = 1; day <= 12; day += 1) {
      const files = { 'shop.txt': String(day) }
      byDay.set(day, script.commit(`feat: step ${day} (#${day})`, { at: march(day, 12), files }))
    }
    script.tag('v0.2.0', script.tip('main'), { annotatedAt: march(12, 20) })
    for (const hours of [1, 2, 3]) {
      const when = { at: march(13, 12), authoredAt: march(13, hours) }
      byDay.set(13, script.commit(`Part ${hours}`, { ...when, files: { [`part-${hours}.txt`]: '' } }))
    }
    const topic = { branch: 'topic', parents: [script.tip('main')], at: march(14, 6) }
    const work = script.commit('work', { ...topic, files: { 'work.txt': '' } })
    byDay.set(
      14,
      script.merge('Merge pull request #14 from ada/topic\n\nStep 14', work, { at: march(14, 12) }),
    )
    byDay.set(15, script.commit('Mend a word', { at: march(15, 12), files: { 'word.txt': '' } }))
  })
  await clone.git(['remote', 'add', 'origin', 'https://github.com/Acme/Shop.git'])
  const revisionOn = (day: number): Revision => {
    const commit = byDay.get(day)
    if (commit === undefined) throw new RangeError(`There is no commit on day ${day}.`)
    return clone.revisionOf(commit)
  }

  const requests = Array.from({ length: 14 }, (_, place) => requestOn(place + 1, revisionOn(place + 1)))
  const deployments = [
    deployment('first', march(-1, 14), revisionOn(0)),
    ...[3, 6, 8, 10, 14, 15].map((day) => deployment(`d${day}`, march(day, 14), revisionOn(day))),
    deployment('d5', march(5, 14), revisionOn(5), 'failed'),
    deployment('back', march(6, 17), revisionOn(3)),
    deployment('lost', march(9, 14), revision('f'.repeat(40))),
  ]
  const incidents = [incident('INC-1', march(6, 15), 'd6'), incident('INC-2', march(10, 15), 'd10')]
  return {
    clone,
    events: [...requests, ...deployments, ...incidents].flat(),
    [Symbol.asyncDispose]: () => clone[Symbol.asyncDispose](),
  }
}

/** Everything of an event but its header. */
type Told = DeliveryEvent extends infer TEvent
  ? TEvent extends DeliveryEvent
    ? Omit<TEvent, 'id' | 'source' | 'repository' | 'at'>
    : never
  : never

function tell(what: string, at: Instant, told: Told): DeliveryEvent {
  return { id: eventId(`github:acme/shop:${what}@${at}`), source: 'github', repository: shop, at, ...told }
}

const ada = { name: 'ada', kind: 'person' } as const
const grace = { name: 'grace', kind: 'person' } as const
const signature = { name: 'Ada', email: 'ada@example.com' }

function requestOn(day: number, mergeRevision: Revision): readonly DeliveryEvent[] {
  const id = changeId(`${shop}#${day}`)
  const headRevision = revision(day.toString(16).padStart(40, 'e'))
  const begun = day === 13 ? [1, 2, 3] : [6]
  const happen = (kind: ChangeEventKind, hours: number, actor: ChangeEvent['actor'] = ada): DeliveryEvent =>
    tell(`pull:${day}:${kind}`, march(day, hours), {
      kind: 'change-event',
      event: {
        change: id,
        kind,
        at: march(day, hours),
        actor,
        isAuthor: actor === ada,
        revision: headRevision,
      },
    })
  return [
    happen('opened', 8),
    happen('review-requested', 8),
    happen('approved', 10, grace),
    happen('merged', 12),
    tell(`pull:${day}:commits`, march(day, 8), {
      kind: 'change-commits',
      change: id,
      commits: begun.map((hours, place) => ({
        revision:
          place === begun.length - 1 ? headRevision : revision(`${day}`.padStart(39, 'a') + String(place)),
        author: signature,
        committer: signature,
        authoredAt: march(day, hours),
        committedAt: march(day, hours),
        message: `Step ${day}`,
      })),
    }),
    tell(`run:${day}`, march(day, 8.5), {
      kind: 'ci-run',
      run: {
        id: ciRunId(`github:${day}:1`),
        nativeId: String(day),
        attempt: 1,
        pipeline: 'build',
        trigger: 'change',
        revision: headRevision,
        changes: [id],
        createdAt: march(day, 8),
        startedAt: instant(march(day, 8) + 600_000),
        finishedAt: march(day, 8.5),
        outcome: 'succeeded',
      },
    }),
    tell(`pull:${day}`, march(day, 12), {
      kind: 'change',
      change: {
        id,
        number: day,
        title: `Step ${day}`,
        author: ada,
        state: 'merged',
        isDraft: false,
        openedAt: march(day, 8),
        mergedAt: march(day, 12),
        closedAt: march(day, 12),
        mergeRevision,
        headRevision,
        headBranch: `topic-${day}`,
        baseBranch: 'main',
        labels: [],
      },
    }),
  ]
}

/** Asked for an hour before its end, approved half an hour before it, and run from then on. */
function deployment(
  name: string,
  endsAt: Instant,
  deployed: Revision,
  end: 'succeeded' | 'failed' = 'succeeded',
): readonly DeliveryEvent[] {
  const id = deploymentId(`github:${name}`)
  const createdAt = instant(endsAt - 3_600_000)
  const steps: readonly (readonly [DeploymentState, number])[] = [
    ['waiting', 3_600_000],
    ['running', 1_800_000],
    [end, 0],
  ]
  return [
    tell(`deployment:${name}`, createdAt, {
      kind: 'deployment',
      deployment: {
        id,
        service: serviceId('web'),
        environment: 'production',
        isProduction: true,
        revision: deployed,
        name,
        createdAt,
      },
    }),
    ...steps.map(([state, before]) => {
      const at = instant(endsAt - before)
      return tell(`deployment:${name}:${state}`, at, {
        kind: 'deployment-event',
        event: { deployment: id, state, at },
      })
    }),
  ]
}

function incident(name: string, openedAt: Instant, cause: string): readonly DeliveryEvent[] {
  const resolvedAt = instant(openedAt + 3 * 3_600_000)
  return [
    tell(`incident:${name}`, resolvedAt, {
      kind: 'incident',
      incident: {
        id: incidentId(`github:${name}`),
        service: serviceId('web'),
        title: 'Checkout is down',
        openedAt,
        resolvedAt,
        deployment: deploymentId(`github:${cause}`),
      },
    }),
  ]
}
