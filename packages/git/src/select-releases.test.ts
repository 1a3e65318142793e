import { instant, revision } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { selectReleases } from './select-releases.ts'
import type { Tag } from './tags.ts'
import { memoryHistory, memoryRevision } from './testing/in-memory-history.ts'

const history = memoryHistory([{ authoredAt: 300 }, { authoredAt: 200 }, { authoredAt: 100 }])

function tags(...names: readonly string[]): readonly Tag[] {
  return names.map((name, number) => ({
    name,
    revision: revision(memoryRevision(0)),
    isAnnotated: true,
    createdAt: instant(1_000_000 + number),
  }))
}

function selected(
  names: readonly string[],
  options: { pattern?: string; repositoryName?: string } = {},
): unknown {
  const { releases, rule } = selectReleases(tags(...names), { history, ...options })
  return {
    rule,
    releases: releases.map(({ name, service }) => (service === '' ? name : `${service}: ${name}`)),
  }
}

describe('selectReleases', () => {
  it('takes stable versions', () => {
    expect(selected(['v1.0', 'v1.1-rc1', 'v1.1', 'wip'])).toEqual({
      rule: 'stable',
      releases: ['v1.0', 'v1.1'],
    })
  })

  it('takes prereleases where there is nothing else', () => {
    expect(selected(['v1.0-rc1', 'v1.0-rc2'])).toEqual({
      rule: 'prereleases',
      releases: ['v1.0-rc1', 'v1.0-rc2'],
    })
  })

  it.each([
    ['a word', ['release-1.0', 'v2.0']],
    ['the only name', ['engine-1.0', 'engine-1.1', '2.0']],
    ['words of deployment', ['production-20240115', 'deploy-7']],
  ])('sees the whole repository behind %s', (_, names) => {
    expect(selected(names)).toEqual({ rule: 'stable', releases: names })
  })

  it('sees the whole repository behind its own name, but a part among several', () => {
    expect(selected(['astro@1.0.0', 'other@1.0.0'], { repositoryName: 'Astro' })).toEqual({
      rule: 'stable',
      releases: ['astro@1.0.0', 'other: other@1.0.0'],
    })
    expect(selected(['astro@1.0.0', 'a@1.0.0', 'b@1.0.0'], { repositoryName: 'astro' })).toEqual({
      rule: 'stable',
      releases: ['astro: astro@1.0.0', 'a: a@1.0.0', 'b: b@1.0.0'],
    })
  })

  it('takes what a glob matches', () => {
    expect(selected(['live/a.1', 'live/b(2)', 'v1.0'], { pattern: 'live/*' })).toEqual({
      rule: 'pattern',
      releases: ['live/a.1', 'live/b(2)'],
    })
  })

  it('takes what a regular expression matches, and its service', () => {
    expect(selected(['api.7', 'web.8', 'v1.0'], { pattern: '/^(?<service>[a-z]+)\\.\\d+$/' })).toEqual({
      rule: 'pattern',
      releases: ['api: api.7', 'web: web.8'],
    })
  })

  it.each(['/(/', '/(a+)+$/', '/(?<service>x/'])('refuses the pattern %s', (pattern) => {
    expect(() => selected(['v1.0'], { pattern })).toThrow(
      expect.objectContaining({ code: 'BAD_TAG_PATTERN' }),
    )
  })

  it('orders by time, then version, and corrects a tag that is older than its commit', () => {
    const lies: readonly Tag[] = [
      { name: 'v1.10', revision: revision(memoryRevision(0)), isAnnotated: true, createdAt: instant(1_000) },
      {
        name: 'v1.9',
        revision: revision(memoryRevision(0)),
        isAnnotated: false,
        createdAt: instant(300_000),
      },
      { name: 'v2.0', revision: revision(memoryRevision(1)), isAnnotated: true, createdAt: instant(250_000) },
    ]

    const { releases } = selectReleases(lies, { history })

    expect(
      releases.map(({ name, at, timing, isDatedBeforeCommit }) => [name, at, timing, isDatedBeforeCommit]),
    ).toEqual([
      ['v2.0', 250_000, 'tagged', false],
      ['v1.9', 300_000, 'commit', false],
      ['v1.10', 300_000, 'commit', true],
    ])
  })

  it('counts what it leaves out', () => {
    const outside: Tag = { name: 'v9.0', revision: revision('f'.repeat(40)), isAnnotated: false }

    expect(selectReleases([...tags('v1.0', 'v1.1-rc1', 'wip'), outside], { history })).toMatchObject({
      services: [''],
      prereleases: 1,
      unrecognized: 1,
      outsideHistory: 1,
    })
  })
})
