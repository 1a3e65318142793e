import {
  changeId,
  eventId,
  instant,
  repositoryName,
  revision,
  type ChangeCommit,
  type DeliveryEvent,
  type ForgeChange,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { withAuthorship } from './with-authorship.ts'

const header = {
  id: eventId('github:acme/shop:pull:1'),
  source: 'github',
  repository: repositoryName('github.com/acme/shop'),
  at: instant(0),
}

function request(part: Partial<ForgeChange>): DeliveryEvent {
  const change: ForgeChange = {
    id: changeId('github.com/acme/shop#1'),
    number: 1,
    title: 'Cache the prices',
    state: 'open',
    isDraft: false,
    openedAt: instant(0),
    baseBranch: 'main',
    labels: [],
    ...part,
  }
  return { ...header, kind: 'change', change }
}

function commits(...list: readonly Partial<ChangeCommit>[]): DeliveryEvent {
  const person = { name: 'Ada', email: 'ada@example.org' }
  return {
    ...header,
    kind: 'change-commits',
    change: changeId('github.com/acme/shop#1'),
    commits: list.map((part) => ({
      revision: revision('a'.repeat(40)),
      author: person,
      committer: person,
      authoredAt: instant(0),
      committedAt: instant(0),
      message: 'Cache the prices',
      ...part,
    })),
  }
}

describe('withAuthorship', () => {
  it('knows a coding agent that opened the request by its login', () => {
    const event = withAuthorship(request({ author: { name: 'Copilot', kind: 'bot' } }))

    expect(event).toMatchObject({ change: { authorship: { authorClass: 'ai-authored' } } })
  })

  it('takes a program that no table knows for a bot where the forge says so', () => {
    const event = withAuthorship(request({ author: { name: 'acme-updater', kind: 'bot' } }))

    expect(event).toMatchObject({ change: { authorship: { authorClass: 'bot' } } })
  })

  it('reads the signature under the description and not its words', () => {
    const signed = withAuthorship(
      request({
        author: { name: 'ada', kind: 'person' },
        description: 'Why.\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)',
      }),
    )
    const talking = withAuthorship(
      request({ author: { name: 'ada', kind: 'person' }, description: 'Claude and Devin reviewed it.' }),
    )

    expect(signed).toMatchObject({
      change: {
        authorship: { authorClass: 'ai-co-authored', marks: [{ tool: 'Claude Code', place: 'footer' }] },
      },
    })
    expect(talking).toMatchObject({ change: { authorship: { authorClass: 'unmarked', marks: [] } } })
  })

  it('reads the trailers of every commit of the branch', () => {
    const event = withAuthorship(
      commits({}, { message: 'Use it\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' }),
    )

    expect(event).toMatchObject({
      authorship: { authorClass: 'ai-co-authored', canCarryMarks: true },
    })
  })

  it('leaves events that carry no marks as they are', () => {
    const event: DeliveryEvent = {
      ...header,
      kind: 'removed',
      subject: { kind: 'change', id: 'github.com/acme/shop#1' },
    }

    expect(withAuthorship(event)).toBe(event)
  })
})
