import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { connectedSources } from './connected-sources.ts'
import type { LedgerReading } from './ledger-reading.ts'

const monday = instant(Date.UTC(2026, 0, 5))

describe('connectedSources', () => {
  function connected(kinds: readonly string[], streams: readonly string[] = []): unknown {
    const sources: LedgerReading['sources'] = kinds.map((kind) => ({
      source: 'github',
      kind,
      events: 1,
      firstAt: monday,
      lastAt: monday,
    }))
    return connectedSources({ sources, streams: new Set(streams) })
  }

  it.each([
    [
      'what was told',
      ['change', 'ci-run', 'deployment', 'incident'],
      [],
      ['forge', 'ci', 'deployments', 'incidents'],
    ],
    [
      'what was asked and had nothing to tell',
      ['change'],
      ['start', 'runs', 'incidents'],
      ['forge', 'ci', 'incidents'],
    ],
    ['the pipelines of GitLab', ['change'], ['pipelines'], ['forge', 'ci']],
    ['no deployments that nobody told', ['change'], ['deployments'], ['forge']],
    ['nothing in jobs alone', ['ci-job', 'change-event'], ['start'], []],
  ])('counts %s', (_, kinds, streams, expected) => {
    expect(connected(kinds, streams)).toEqual(expected)
  })
})
