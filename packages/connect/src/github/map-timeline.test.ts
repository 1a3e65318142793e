import { instant, type DeliveryEvent, type Instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { githubPlace } from './config.ts'
import { mapTimeline } from './map-timeline.ts'
import { Pull, TimelineItem } from './schema.ts'

const place = githubPlace('github.com', 'acme/shop')
const now = instant(Date.UTC(2026, 1, 1))

function at(hour: number, second = 0): string {
  return new Date(Date.UTC(2026, 0, 5, hour, 0, second)).toISOString()
}

function pullWith(fields: object = {}): Pull {
  return Pull.parse({
    number: 12,
    title: 'Pay later',
    user: { login: 'ada', type: 'User' },
    state: 'open',
    draft: false,
    created_at: at(8),
    updated_at: at(20),
    closed_at: null,
    merged_at: null,
    merge_commit_sha: null,
    head: { ref: 'pay-later', sha: 'b'.repeat(40) },
    base: { ref: 'main', sha: 'c'.repeat(40) },
    labels: [],
    ...fields,
  })
}

function line(event: string, hour: number, fields: object = {}): TimelineItem {
  return TimelineItem.parse({
    event,
    id: hour,
    actor: { login: 'grace', type: 'User' },
    created_at: at(hour),
    ...fields,
  })
}

function review(id: number, hour: number, state: string, login = 'grace', type = 'User'): TimelineItem {
  return TimelineItem.parse({
    event: 'reviewed',
    id,
    state,
    user: { login, type },
    submitted_at: at(hour),
    commit_id: 'b'.repeat(40),
  })
}

function committed(letter: string, hour: number, email = 'ada@acme.example'): TimelineItem {
  const by = { name: 'Ada', email, date: at(hour) }
  return TimelineItem.parse({
    event: 'committed',
    sha: letter.repeat(40),
    author: by,
    committer: by,
    message: `Commit ${letter}`,
  })
}

function told(
  pull: Pull,
  items: readonly TimelineItem[],
): readonly (readonly [string, number, string | undefined])[] {
  return mapTimeline(place, pull, items, now).events.flatMap((event) =>
    event.kind === 'change-event'
      ? [[event.event.kind, hourOf(event.at), event.event.actor?.kind] as const]
      : [],
  )
}

function hourOf(moment: Instant): number {
  return new Date(moment).getUTCHours()
}

describe('mapTimeline', () => {
  it('takes a pull for a draft from its opening when it was made ready first', () => {
    expect(
      told(pullWith(), [
        line('ready_for_review', 9),
        line('convert_to_draft', 10),
        line('ready_for_review', 11),
      ]),
    ).toEqual([
      ['opened', 8, 'person'],
      ['drafted', 8, 'person'],
      ['readied', 9, 'person'],
      ['drafted', 10, 'person'],
      ['readied', 11, 'person'],
    ])
  })

  it('takes a pull that was made a draft later for one that was opened ready', () => {
    expect(
      told(pullWith({ draft: true }), [line('convert_to_draft', 10)]).map(([kind, hour]) => [kind, hour]),
    ).toEqual([
      ['opened', 8],
      ['drafted', 10],
    ])
  })

  it('counts a draft that nobody touched as one', () => {
    expect(told(pullWith({ draft: true }), []).map(([kind]) => kind)).toEqual(['opened', 'drafted'])
  })

  it('tells one merge, at the moment of the pull, and no closing with it', () => {
    const merged = pullWith({
      state: 'closed',
      merged_at: at(15),
      closed_at: at(15),
      merge_commit_sha: 'd'.repeat(40),
    })

    expect(
      told(merged, [line('closed', 9), line('reopened', 10), line('merged', 15), line('closed', 15)]).map(
        ([kind, hour]) => [kind, hour],
      ),
    ).toEqual([
      ['opened', 8],
      ['closed', 9],
      ['reopened', 10],
      ['merged', 15],
    ])
    expect(told(merged, []).map(([kind, hour]) => [kind, hour])).toEqual([
      ['opened', 8],
      ['merged', 15],
    ])
  })

  it('finds the verdict of a review that was dismissed', () => {
    const dismissed = line('review_dismissed', 12, { dismissed_review: { review_id: 5, state: 'approved' } })

    expect(told(pullWith(), [review(5, 10, 'dismissed'), dismissed]).map(([kind]) => kind)).toEqual([
      'opened',
      'approved',
    ])
  })

  it('leaves out reviews that were not sent', () => {
    const pending = TimelineItem.parse({
      event: 'reviewed',
      id: 4,
      state: 'pending',
      user: { login: 'grace' },
    })

    expect(mapTimeline(place, pullWith(), [pending], now)).toMatchObject({
      events: [{ kind: 'change-event' }],
      rejected: [],
    })
  })

  it.each([
    ['coderabbitai[bot]', 'Bot', 'ai-reviewer'],
    ['copilot-pull-request-reviewer[bot]', 'Bot', 'ai-reviewer'],
    ['Copilot', 'Bot', 'ai-reviewer'],
    ['cursor[bot]', 'Bot', 'ai-reviewer'],
    ['claude[bot]', 'Bot', 'ai-reviewer'],
    ['chatgpt-codex-connector[bot]', 'Bot', 'ai-reviewer'],
    ['gemini-code-assist[bot]', 'Bot', 'ai-reviewer'],
    ['sourcery-ai[bot]', 'Bot', 'ai-reviewer'],
    ['qodo-merge-pro[bot]', 'Bot', 'ai-reviewer'],
    ['greptile-apps[bot]', 'Bot', 'ai-reviewer'],
    ['graphite-app[bot]', 'Bot', 'ai-reviewer'],
    ['renovate[bot]', 'Bot', 'bot'],
    ['sonar-of-acme', 'Bot', 'bot'],
    ['cursor', 'User', 'person'],
    ['claude', 'User', 'person'],
    ['grace', 'User', 'person'],
  ])('knows %s (%s), who reviews, as %s', (login, type, kind) => {
    expect(told(pullWith(), [review(1, 9, 'commented', login, type)]).at(-1)).toEqual(['reviewed', 9, kind])
  })

  it.each([
    ['Copilot', 'Bot', 'bot'],
    ['claude[bot]', 'Bot', 'bot'],
    ['dependabot[bot]', 'Bot', 'bot'],
    ['mergify', 'User', 'bot'],
    ['ada', 'User', 'person'],
  ])('knows %s (%s), who opened the pull, as %s', (login, type, kind) => {
    expect(told(pullWith({ user: { login, type } }), [])).toEqual([['opened', 8, kind]])
  })

  it('does without accounts that are gone', () => {
    const gone = line('ready_for_review', 9, { actor: null })

    expect(told(pullWith({ user: null }), [gone])).toEqual([
      ['opened', 8, undefined],
      ['drafted', 8, undefined],
      ['readied', 9, undefined],
    ])
  })

  it('tells the whole list of commits, with the moment of the last push', () => {
    const forced = line('head_ref_force_pushed', 12, { commit_id: 'b'.repeat(40) })
    const { events, hasCommits } = mapTimeline(
      place,
      pullWith(),
      [committed('a', 7), committed('b', 9), forced],
      now,
    )

    expect(hasCommits).toBe(true)
    expect(events.find(({ kind }) => kind === 'change-commits')).toMatchObject({
      id: `github:acme/shop:pull:12:commits@${'b'.repeat(40)}.1`,
      at: Date.UTC(2026, 0, 5, 12),
      change: 'github.com/acme/shop#12',
      commits: [{ revision: 'a'.repeat(40) }, { revision: 'b'.repeat(40) }],
    })
  })

  it('is not led astray by clocks of authors that are ahead', () => {
    const { events } = mapTimeline(place, pullWith(), [committed('a', 9), committed('b', 23)], now)

    expect(events.find(({ kind }) => kind === 'change-commits')?.at).toBe(Date.UTC(2026, 0, 5, 9))
    expect(
      events.filter(({ id }) => id.includes(':pushed:')).map(({ at: moment }) => hourOf(moment)),
    ).toEqual([9, 23])
  })

  it('knows who brought a commit when the address names an account', () => {
    const commits = [
      committed('a', 9),
      committed('b', 10, '7+grace@users.noreply.github.com'),
      committed('e', 11, '49699333+dependabot[bot]@users.noreply.github.com'),
      // Without its number anybody may have typed it.
      committed('f', 12, 'linus@users.noreply.github.com'),
    ]

    const pushes = mapTimeline(place, pullWith(), commits, now).events.flatMap((event) =>
      event.kind === 'change-event' && event.event.kind === 'pushed' ? [event.event] : [],
    )
    expect(pushes.map(({ actor, isAuthor }) => [actor?.name, actor?.kind, isAuthor])).toEqual([
      [undefined, undefined, true],
      ['grace', 'person', false],
      ['dependabot[bot]', 'bot', false],
      [undefined, undefined, true],
    ])
  })

  it('leaves lines alone that tell nothing of the way, whatever their name', () => {
    expect(told(pullWith(), [line('labeled', 9), line('teleported', 10), line('constructor', 11)])).toEqual([
      ['opened', 8, 'person'],
    ])
  })

  it.each(['reviewed', 'commented', 'merged', 'ready_for_review', 'review_requested'])(
    'sets aside a line "%s" without what belongs to it',
    (event) => {
      const { rejected } = mapTimeline(place, pullWith(), [TimelineItem.parse({ event })], now)

      expect(rejected).toMatchObject([
        {
          source: 'github',
          reason: `A line of the timeline of pull request 12 says "${event}" without what belongs to it.`,
        },
      ])
    },
  )

  it('gives requests for several people in one second ids of their own', () => {
    const asked = [
      line('review_requested', 9, { requested_reviewer: { login: 'Grace' } }),
      line('review_requested', 9, { requested_team: { slug: 'payments' } }),
    ]

    const ids = mapTimeline(place, pullWith(), asked, now).events.map(({ id }: DeliveryEvent) => id)
    expect(ids.slice(1)).toEqual([
      'github:acme/shop:pull:12:review-requested:grace@2026-01-05T09:00:00Z',
      'github:acme/shop:pull:12:review-requested:payments@2026-01-05T09:00:00Z',
    ])
  })
})
