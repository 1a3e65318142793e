import { describe, expect, it } from 'vitest'
import { hostileAnalysis } from '../testing/hostile-analysis.ts'
import {
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
} from '../testing/sample-analysis.ts'
import { renderMarkdownReport } from './render-markdown-report.ts'

describe('renderMarkdownReport', () => {
  it('has the order and the words of the terminal report', () => {
    expect(renderMarkdownReport(sampleAnalysis())).toMatchInlineSnapshot(`
      "## From first commit to release, a change takes 6.7 days \\[6.2, 7.0\\].

      Half of 404 changes took longer; 12 are not released yet and count as still waiting. 65 % of the time is release wait: merged, and waiting for the next release. 35 % lies before the merge, where git cannot tell coding from review and checks.

      <sub>example/shop · main at b7c1d0e5a · 17 Nov 2025 to 15 Nov 2026 (UTC)</sub>

      ### Where change waits

      | Stage | Kind | Median | Of time | Now in it | n |
      | --- | --- | --- | ---: | ---: | ---: |
      | Before the merge | unknown | 2.2 d \\[1.9, 2.7\\] | 35 % | 0 | 359 |
      | **Release wait** (longest known wait) | wait | 4.3 d \\[3.8, 4.7\\] | 65 % | 12 | 404 |

      ### Five metrics, by release tags

      | Metric | Estimate and interval | Rests on | Weekly trend |
      | --- | --- | --- | --- |
      | Change lead time | **6.7 d \\[6.2, 7.0\\]** | 404 changes, 12 not released yet · 85th percentile 16.1 d \\[14.9, 16.9\\] · merge to release 4.3 d \\[3.8, 4.7\\] | \`·▃▅▅·▅·▅···▅▆··▅···▄·▆···█\` |
      | Deployment frequency | **2.4 / week \\[2.0, 2.8\\]** | 123 releases in 52 weeks · median week: releases on 1 day \\[0.7, 1.3\\] | \`▃██▆▆█▆█▆▆▆███▆█▆▆▆▆▃▆▃▃▃▃\` |
      | Change fail rate | **8.9 % \\[5.1, 15.3\\]** | 11 of 123 releases, 5 by revert, 6 by hotfix | \`▁▁▁▁▁▆▁▁█▁▁▁▁▆▁▁▁▁▁█▁▁▁▁▁▁\` |
      | Recovery time | **8.2 d \\[7.4, 10.7\\]** | 11 failed releases |  |
      | Deployment rework rate | **8.9 % \\[5.1, 15.3\\]** | 11 of 123 releases | \`▁▆▁▁▁▁█▁▁▁█▁▁▁█▁▁▁▁▁▁█▁▁▁▁\` |

      ### What changed recently

      - Change lead time rose from 6.0 d to 10.8 d in the week of 21 Sep 2026 (p 0.004).

      ### AI-marked change: differs

      29.0 % \\[24.8, 33.6\\] of changes by people carry a mark: 117 of 404 (Claude Code 73, Copilot 44). A mark could have been seen in 90.1 % \\[86.8, 92.6\\] of changes. AI-marked change takes 6.3 h longer \\[2.1, 10.8\\] than unmarked change of the same month and type. Unmatched, which mixes in everything else, the difference is +15.8 h \\[8.1, 22.7\\].

      ### Services

      | Service | Frequency | Releases | Last |
      | --- | --- | ---: | --- |
      | checkout | 0.8 / week \\[0.6, 1.1\\] | 42 | 15 Nov 2026 |
      | storefront | 0.8 / week \\[0.6, 1.1\\] | 41 | 2 Nov 2026 |
      | @&zwj;shop/ledger-api | 0.8 / week \\[0.5, 1.0\\] | 40 | 27 Oct 2026 |

      ### To read this right

      - Deployments that are release tags: 123 of 123. A tag says released, not running.
      - Tags without a date of their own: 30 of 123. The date of their commit is used, which may be too early.
      - Deployments known to have failed, by repairs in git alone: 11 of 123. The true number is at least that.

      The source that would tell most: Deployments. They tell when a release was really running for users, and which ones failed. They come with the forge, or with "sluice record deployment" from a pipeline.
      "
    `)
  })

  it('claims no share of time where the clock starts at the merge', () => {
    const report = renderMarkdownReport(squashAnalysis())

    expect(report.split('\n').filter((line) => /^\| (Stage|Before|\*\*Release wait)/.test(line)))
      .toMatchInlineSnapshot(`
      [
        "| Stage | Kind | Median | Now in it | n |",
        "| Before the merge | unknown | git cannot tell |  |  |",
        "| **Release wait** (longest known wait) | wait | 4.1 d \\[3.7, 4.7\\] | 3 | 402 |",
      ]
    `)
  })

  it.each([
    ['a tiny history', tinyAnalysis, '## Cannot tell yet how long a change takes'],
    [
      'no releases',
      noDeploymentsAnalysis,
      '## 391 changes by people and 25 by bots reached the main line, but no release tells',
    ],
    ['an empty window', emptyAnalysis, '## No change reached the main line'],
  ])('begins with the answer for %s', (_, analysis, start) => {
    expect(renderMarkdownReport(analysis()).startsWith(start)).toBe(true)
  })

  it('lets no text of a repository become markup, a mention or another table cell', () => {
    const report = renderMarkdownReport(hostileAnalysis())

    expect(report).not.toMatch(/<img|@everyone|#1\b|[\u001b\u202e]/)
    const cells = report
      .split('\n')
      .filter((line) => line.includes('支払い') && line.startsWith('|'))
      .map((line) => line.split(/(?<!\\)\|/).length)
    expect(cells).toEqual([6, 6, 6])
  })
})
