import { instant, type DeliveryEvent } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { webhookExamples } from '../testing/webhook-examples.ts'
import { mapGithubDelivery, type GithubDeliveryOptions } from './map-delivery.ts'

const receivedAt = instant(Date.UTC(2026, 10, 1))

function map(
  event: string,
  payload: unknown,
  options?: GithubDeliveryOptions,
): ReturnType<typeof mapGithubDelivery> {
  return mapGithubDelivery({ event, deliveryId: 'd-1', payload, receivedAt }, options)
}

function firstOf(event: string, action?: string): Readonly<Record<string, unknown>> {
  const found = webhookExamples.find(
    (example) => example.event === event && (action === undefined || example.payload['action'] === action),
  )
  if (found === undefined) throw new RangeError(`There is no example of ${event}.`)
  return found.payload
}

function objectIn(payload: Readonly<Record<string, unknown>>, key: string): object {
  return payload[key] as object
}

function kindsOf(events: readonly DeliveryEvent[]): readonly string[] {
  return events.map((event) => (event.kind === 'change-event' ? event.event.kind : event.kind))
}

describe('mapGithubDelivery', () => {
  it.each(webhookExamples)('loses nothing of $title in silence', ({ event, payload }) => {
    const { events, rejected, ignored } = map(event, payload, { incidentLabels: ['bug'] })

    expect(rejected).toEqual([])
    expect(events.length > 0).toBe(ignored === undefined)
    expect(events.every(({ id, at }) => id.startsWith('github') && Number.isFinite(at))).toBe(true)
  })

  it.each([
    ['pull_request', 'opened', ['change', 'opened']],
    ['pull_request', 'closed', ['change', 'closed']],
    ['pull_request', 'reopened', ['change', 'reopened']],
    ['pull_request', 'ready_for_review', ['change', 'readied']],
    ['pull_request', 'converted_to_draft', ['change', 'drafted']],
    ['pull_request', 'review_requested', ['change', 'review-requested']],
    ['pull_request', 'synchronize', ['change', 'pushed']],
    ['pull_request', 'labeled', ['change']],
    ['pull_request_review', 'dismissed', ['change']],
    ['workflow_run', 'completed', ['ci-run']],
    ['workflow_job', 'queued', ['ci-job']],
    ['check_run', 'created', ['ci-job']],
    ['deployment', 'created', ['deployment', 'deployment-event']],
    ['deployment_status', 'created', ['deployment', 'deployment-event', 'deployment-event']],
  ])('tells of %s %s what happened', (event, action, kinds) => {
    expect(kindsOf(map(event, firstOf(event, action)).events)).toEqual(kinds)
  })

  it('gives the verdict of a review, and takes remarks of the author for comments', () => {
    const verdicts = ['approved', 'changes_requested', 'commented'].map((state) => {
      const example = firstOf('pull_request_review', 'submitted')
      const by = (login: string): object => ({
        ...example,
        review: { ...objectIn(example, 'review'), state, user: { login, type: 'User' } },
        pull_request: { ...objectIn(example, 'pull_request'), user: { login: 'ada', type: 'User' } },
      })
      return [
        kindsOf(map('pull_request_review', by('grace')).events),
        kindsOf(map('pull_request_review', by('ada')).events),
      ]
    })

    expect(verdicts).toEqual([
      [['approved'], ['approved']],
      [['changes-requested'], ['changes-requested']],
      [['reviewed'], ['commented']],
    ])
  })

  it('takes a comment for one on a change only when it is', () => {
    const example = firstOf('issue_comment', 'created')
    const onPull = {
      ...example,
      issue: { ...objectIn(example, 'issue'), pull_request: { url: 'https://api.github.com/x' } },
    }

    expect(kindsOf(map('issue_comment', onPull).events)).toEqual(['commented'])
    expect(map('issue_comment', example).ignored).toBe('The comment is on no pull request.')
  })

  it('removes an incident when its label is taken away, and when it is deleted', () => {
    const labels = { incidentLabels: ['bug'] }
    const opened = firstOf('issues', 'opened')
    const unlabeled = {
      ...opened,
      action: 'unlabeled',
      issue: { ...objectIn(opened, 'issue'), labels: [] },
      label: { name: 'Bug' },
    }
    const deleted = {
      ...opened,
      action: 'deleted',
      issue: { ...objectIn(opened, 'issue'), labels: [{ name: 'bug' }] },
    }
    const other = { ...unlabeled, label: { name: 'help wanted' } }

    expect(kindsOf(map('issues', unlabeled, labels).events)).toEqual(['removed'])
    expect(kindsOf(map('issues', deleted, labels).events)).toEqual(['removed'])
    expect(map('issues', other, labels).ignored).toBe('The issue has no label of an incident.')
  })

  it('takes releases for deployments only when asked, and only when it knows the commit', () => {
    const example = firstOf('release', 'published')
    const sha = 'a'.repeat(40)
    const exact = { ...example, release: { ...objectIn(example, 'release'), target_commitish: sha } }
    const asked = { releasesAreDeployments: true }

    expect(map('release', exact).ignored).toBe('Releases are not taken for deployments here.')
    expect(map('release', example, asked).ignored).toBe(
      'The commit of the release is found when releases are read.',
    )
    expect(kindsOf(map('release', exact, asked).events)).toEqual(['deployment', 'deployment-event'])
  })

  it('keeps servers and spellings of one repository apart and together as they are', () => {
    const example = firstOf('workflow_run')
    const at = (html_url: string, full_name: string): string | undefined =>
      map('workflow_run', {
        ...example,
        repository: { ...objectIn(example, 'repository'), html_url, full_name },
      }).events[0]?.repository

    expect(at('https://github.com/Acme/Shop', 'Acme/Shop')).toBe('github.com/acme/shop')
    expect(at('https://git.acme.example/acme/shop', 'acme/shop')).toBe('git.acme.example/acme/shop')
  })

  it.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['no repository', { action: 'opened' }],
    ['a pull without a head', { ...firstOf('pull_request', 'opened'), pull_request: { number: 1 } }],
    ['a review without an id', { ...firstOf('pull_request_review', 'submitted'), review: {} }],
  ])('sets %s aside, and says where it does not fit', (_, payload) => {
    const event = typeof payload === 'object' && 'review' in payload ? 'pull_request_review' : 'pull_request'
    const { events, rejected, ignored } = map(event, payload)

    expect({ events, ignored }).toEqual({ events: [], ignored: undefined })
    expect(rejected).toHaveLength(1)
    expect(rejected[0]?.reason).toMatch(/^Delivery d-1 of GitHub's "pull_request/)
    expect(map(event, payload).rejected).toEqual(rejected)
  })

  it('says why an event that has no part in delivery is left out', () => {
    const why = (event: string): string =>
      `GitHub's "${event}" says nothing of the way from a commit to a customer.`

    expect(['star', 'constructor'].map((event) => map(event, {}).ignored)).toEqual([
      why('star'),
      why('constructor'),
    ])
  })
})
