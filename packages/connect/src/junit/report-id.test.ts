import { ciRunId, repositoryName, revision } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { reportId, type ReportOrigin } from './report-id.ts'

const origin: ReportOrigin = {
  repository: repositoryName('github.com/acme/shop'),
  revision: revision('a'.repeat(40)),
  run: ciRunId('github:1:1'),
}

describe('reportId', () => {
  it('is the same for the same bytes of the same run, however they arrive', async () => {
    const ids = [
      await reportId(chunks('<testsuites/>'), origin),
      await reportId(chunks('<test', 'suites/>'), origin),
    ]

    expect(ids).toEqual([ids[0], ids[0]])
    expect(ids[0]).toMatch(/^junit:[0-9a-f]{40}$/)
  })

  it('is another one for other bytes, another run, revision or repository', async () => {
    const ids = await Promise.all([
      reportId(chunks('a'), origin),
      reportId(chunks('b'), origin),
      reportId(chunks('a'), { ...origin, run: ciRunId('github:1:2') }),
      reportId(chunks('a'), { ...origin, revision: revision('b'.repeat(40)) }),
      reportId(chunks('a'), { ...origin, repository: repositoryName('github.com/acme/other') }),
      reportId(chunks('a'), { repository: origin.repository }),
    ])

    expect(new Set(ids).size).toBe(6)
  })
})

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}
