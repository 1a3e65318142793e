import type { Knowledge } from '@sluice/engine'
import { instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { knowledgeWords } from './knowledge-words.ts'

const github = { source: 'github', events: 900, lastAt: instant(Date.UTC(2026, 10, 20)) }

function known(part: Partial<Knowledge>): Knowledge {
  return { location: '/data/ledger.duckdb', sources: [github], changes: 312, deployments: 48, ...part }
}

describe('knowledgeWords', () => {
  it('says who told until when, and what they know', () => {
    expect(knowledgeWords(known({}))).toBe(
      'With the ledger: github until 20 Nov 2026; 312 changes known to a forge, 48 deployments recorded.',
    )
  })

  it('names every source, and one of a thing as one', () => {
    const deployments = { source: 'deployments', events: 1, lastAt: instant(Date.UTC(2026, 10, 21)) }

    expect(knowledgeWords(known({ sources: [github, deployments], changes: 1, deployments: 1 }))).toBe(
      'With the ledger: github until 20 Nov 2026, deployments until 21 Nov 2026; 1 change known to a forge, 1 deployment recorded.',
    )
  })

  it('says that release tags stand in where no deployment is recorded', () => {
    expect(knowledgeWords(known({ deployments: 0 }))).toBe(
      'With the ledger: github until 20 Nov 2026; 312 changes known to a forge, no deployment recorded, so release tags stand in.',
    )
  })

  it('lets no name of a source steer a terminal', () => {
    const hostile = { ...github, source: 'git\u001B[31mhub' }

    expect(knowledgeWords(known({ sources: [hostile] }))).not.toContain('\u001B')
  })
})
