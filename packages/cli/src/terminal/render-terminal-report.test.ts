import { describe, expect, it } from 'vitest'
import { displayWidth } from '../format/text-layout.ts'
import { hostileAnalysis } from '../testing/hostile-analysis.ts'
import {
  allStagesAnalysis,
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
} from '../testing/sample-analysis.ts'
import { renderTerminalReport } from './render-terminal-report.ts'

const variants = {
  allStagesAnalysis,
  emptyAnalysis,
  hostileAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
}

describe('renderTerminalReport', () => {
  it('answers first, then shows what the answer rests on', () => {
    expect(renderTerminalReport(sampleAnalysis(), { width: 80, color: 0 })).toMatchInlineSnapshot(`
      "example/shop · main at b7c1d0e5a · 17 Nov 2025 to 15 Nov 2026 (UTC)

      From first commit to release, a change takes 6.7 days [6.2, 7.0].
      Half of 404 changes took longer; 12 are not released yet and count as still
      waiting. 65 % of the time is release wait: merged, and waiting for the next
      release. 35 % lies before the merge, where git cannot tell coding from review
      and checks.

      From commit to customer            level: changes in it on average, median below
                           merge                  release
                             │███████████████████████│
                             │███████████████████████│
      ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱│███████████████████████│
      ╱ git sees no details ╱│███████████████████████│
      ───────────────────────┴───────────────────────┴
      Before the merge        Release wait
      2.2 d [1.9, 2.7]        4.3 d [3.8, 4.7]
      unknown · 2.8 in it     wait · 5.3 in it

      Where change waits  median                                  of time  now in    n
      Before the merge    2.2 d [1.9, 2.7]                           35 %       0  359
      Release wait        4.3 d [3.8, 4.7]                           65 %      12  404
        ↑ longest known wait

      Five metrics        by release tags · 95 % intervals · weekly trend to the right
      Change lead time        6.7 d [6.2, 7.0]              ·▃▅▅·▅·▅···▅▆··▅···▄·▆···█
                              404 changes, 12 not released yet
                              85th percentile 16.1 d [14.9, 16.9]
                              merge to release 4.3 d [3.8, 4.7]
      Deployment frequency    2.4 / week [2.0, 2.8]         ▃██▆▆█▆█▆▆▆███▆█▆▆▆▆▃▆▃▃▃▃
                              123 releases in 52 weeks
                              median week: releases on 1 day [0.7, 1.3]
      Change fail rate        8.9 % [5.1, 15.3]             ▁▁▁▁▁▆▁▁█▁▁▁▁▆▁▁▁▁▁█▁▁▁▁▁▁
                              11 of 123 releases, 5 by revert, 6 by hotfix
      Recovery time           8.2 d [7.4, 10.7]
                              11 failed releases
      Deployment rework rate  8.9 % [5.1, 15.3]             ▁▆▁▁▁▁█▁▁▁█▁▁▁█▁▁▁▁▁▁█▁▁▁▁
                              11 of 123 releases

      What changed recently
      Change lead time rose from 6.0 d to 10.8 d in the week of 21 Sep 2026 (p 0.004).

      AI-marked change                                                         differs
      29.0 % [24.8, 33.6] of changes by people carry a mark: 117 of 404 (Claude Code
      73, Copilot 44). A mark could have been seen in 90.1 % [86.8, 92.6] of changes.
      AI-marked change takes 6.3 h longer [2.1, 10.8] than unmarked change of the same
      month and type. Unmatched, which mixes in everything else, the difference is
      +15.8 h [8.1, 22.7].

      Services
      Service                       frequency                   releases          last
      checkout                      0.8 / week [0.6, 1.1]             42   15 Nov 2026
      storefront                    0.8 / week [0.6, 1.1]             41    2 Nov 2026
      @shop/ledger-api              0.8 / week [0.5, 1.0]             40   27 Oct 2026

      To read this right
      · Deployments that are release tags: 123 of 123. A tag says released, not
        running.
      · Tags without a date of their own: 30 of 123. The date of their commit is used,
        which may be too early.
      · Deployments known to have failed, by repairs in git alone: 11 of 123. The true
        number is at least that.

      Next
      The source that would tell most: Deployments. They tell when a release was
      really running for users, and which ones failed. They come with the forge, or
      with "sluice record deployment" from a pipeline.
      sluice analyze --html flow.html  opens every number down to its rows
      "
    `)
  })

  it('says what little can be said of nine changes', () => {
    expect(renderTerminalReport(tinyAnalysis(), { width: 80, color: 0 })).toMatchInlineSnapshot(`
      "example/parcel · main at b7c1d0e5a · 21 Sep 2026 to 15 Nov 2026 (UTC)

      Cannot tell yet how long a change takes from first commit to release: 8 changes,
      needs about 10.
      87 % of the time is release wait: merged, and waiting for the next release. 13 %
      lies before the merge, where git cannot tell coding from review and checks.

      From commit to customer            level: changes in it on average, median below
                           merge                  release
                             │███████████████████████│
                             │███████████████████████│
                             │███████████████████████│
      ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱│███████████████████████│
      ───────────────────────┴───────────────────────┴
      Before the merge        Release wait
      cannot tell yet         cannot tell yet
      unknown · 0.2 in it     wait · 1.4 in it

      Where change waits  median                                    of time  now in  n
      Before the merge    cannot tell yet                              13 %       0  7
      Release wait        cannot tell yet                              87 %       2  8
        ↑ longest known wait

      Five metrics        by release tags · 95 % intervals · weekly trend to the right
      Change lead time        cannot tell yet (n 8, needs 10)
                              8 changes, 2 not released yet
      Deployment frequency    1.6 / month [0.3, 4.8]                          █▁▁█▁▁█▁
                              3 releases in 8 weeks
                              median week: releases on 1 day [0.4, 2]
      Change fail rate        0 % [0, 56.2]                                   ▁··▁··▁·
                              0 of 3 releases
      Recovery time           no data
                              0 failed releases
      Deployment rework rate  0 % [0, 56.2]                                   ▁··▁··▁·
                              0 of 3 releases

      AI-marked change                                                     cannot tell
      12.5 % [2.2, 47.1] of changes by people carry a mark: 1 of 8 (Claude Code 1). A
      mark could have been seen in 87.5 % [52.9, 97.8] of changes. Whether AI-marked
      change takes longer cannot be told: too few changes carry a mark.

      To read this right
      · Deployments that are release tags: 3 of 3. A tag says released, not running.
      · Deployments known to have failed, by repairs in git alone: 0 of 3. The true
        number is at least that.
      · Changes in the window: 9. About 30 are needed before the values mean much;
        read the intervals.

      Next
      The source that would tell most: Deployments. They tell when a release was
      really running for users, and which ones failed. They come with the forge, or
      with "sluice record deployment" from a pipeline.
      sluice analyze --html flow.html  opens every number down to its rows
      "
    `)
  })

  it('claims nothing about releases where there are none', () => {
    expect(renderTerminalReport(noDeploymentsAnalysis(), { width: 80, color: 0 })).toMatchInlineSnapshot(`
      "example/parcel · main at b7c1d0e5a · 17 Nov 2025 to 15 Nov 2026 (UTC)

      391 changes by people and 25 by bots reached the main line, but no release tells
      when users got them.
      Tag releases, or name your tags with --tag-pattern; "sluice doctor" shows what
      it finds.

      From commit to customer
                           merge
                             │
                             │
      ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱│╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
      ╱ git cannot see this ╱│╱╱ no release tells ╱╱╱
      ───────────────────────┴───────────────────────
      Before the merge        After the merge
      git cannot tell         git cannot tell
      a forge would tell      deployments would tell

      How much change there is                               weekly trend to the right
      Merged changes          7.5 / week [6.8, 8.3]         ▇█████▇███▇█▇▇▇▇██▇█▇▇██▇█
      The five metrics need to know when change reaches users, and nothing tells that
      yet.

      AI-marked change                                                     cannot tell
      23.8 % [19.8, 28.2] of changes by people carry a mark: 93 of 391 (Claude Code
      55, Copilot 38). A mark could have been seen in 90.0 % [86.7, 92.6] of changes.
      Whether AI-marked change takes longer cannot be told: nothing comparable was
      released.

      To read this right
      · No deployment or release is known, so nothing after the merge can be measured.
        That is unknown, not slow.

      Next
      The source that would tell most: Deployments. They tell when a release was
      really running for users, and which ones failed. They come with the forge, or
      with "sluice record deployment" from a pipeline.
      sluice analyze --html flow.html  opens every number down to its rows
      "
    `)
  })

  it('speaks plainly of an empty window', () => {
    expect(renderTerminalReport(emptyAnalysis(), { width: 80, color: 0 })).toMatchInlineSnapshot(`
      "example/parcel · main at b7c1d0e5a · 17 Nov 2025 to 15 Nov 2026 (UTC)

      No change reached the main line from 17 Nov 2025 to 15 Nov 2026 (UTC).

      To read this right
      · No deployment or release is known, so nothing after the merge can be measured.
        That is unknown, not slow.

      Next
      The source that would tell most: Deployments. They tell when a release was
      really running for users, and which ones failed. They come with the forge, or
      with "sluice record deployment" from a pipeline.
      sluice analyze --html flow.html  opens every number down to its rows
      "
    `)
  })

  it('draws what happens before the merge as out of sight where every change arrives as one commit', () => {
    const report = renderTerminalReport(squashAnalysis(), { width: 80, color: 0 })

    expect(report.slice(report.indexOf('From commit to'), report.indexOf('Five metrics')))
      .toMatchInlineSnapshot(`
        "From commit to customer            level: changes in it on average, median below
                             merge                  release
                               │███████████████████████│
                               │███████████████████████│
        ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱│███████████████████████│
        ╱ git cannot see this ╱│███████████████████████│
        ───────────────────────┴───────────────────────┴
        Before the merge        Release wait
        git cannot tell         4.1 d [3.7, 4.7]
        a forge would tell      wait · 5.1 in it

        Where change waits  median                                           now in    n
        Before the merge    git cannot tell
        Release wait        4.1 d [3.7, 4.7]                                      3  402
          ↑ longest known wait

        "
      `)
  })

  it('numbers the stages where their names do not fit beside each other', () => {
    const report = renderTerminalReport(allStagesAnalysis(), { width: 80, color: 0 })

    expect(report.slice(report.indexOf('From commit'), report.indexOf('Five metrics')))
      .toMatchInlineSnapshot(`
        "From commit to customer            level: changes in it on average, median below
                                                           merge            release
                                                             │█████            │
                                                             │█████            │
             │     │     │     │     │     │     │     │     │█████│     │     │
        ▃▃▃▃▃│▄▄▄▄▄│▅▅▅▅▅│▂▂▂▂▂│▁▁▁▁▁│▁▁▁▁▁│▁▁▁▁▁│▁▁▁▁▁│╱╱╱╱╱│█████│▁▁▁▁▁│▁▁▁▁▁│
        ─────────────────────────────────────────────────────┴─────────────────┴
        1     2     3     4     5     6     7     8     9     10    11    12
        5.6h  6.4h  9.9h  3.0h  56m   1.2h  32m   46m   16m   4.1d  2.2h  13m
        0.5   0.6   0.8   0.3   0.1   0.1   0.1   0.1   <0.1  5.1   0.1   <0.1

        Where change waits  median                                  of time  now in    n
        1 Coding            5.6 h [4.3, 6.7]                            6 %       0  350
        2 Pickup wait       6.4 h [5.2, 8.1]                            7 %       0  350
        3 Reviewer wait     9.9 h [8.4, 11.6]                          10 %       0  350
        4 Author rework     3.0 h [2.6, 3.6]                            4 %       0  350
        5 CI queue          56 min [44, 68]                             1 %       0  350
        6 CI run            1.2 h [1.0, 1.6]                            2 %       0  350
        7 CI repair         32 min [24, 38]                             1 %       0  350
        8 Merge wait        46 min [34, 53]                             1 %       0  350
        9 Unknown           16 min [13, 21]                            <1 %       0  350
        10 Release wait     4.1 d [3.7, 4.6]                           66 %      12  388
          ↑ longest known wait
        11 Deploy approval  2.2 h [1.9, 2.5]                            2 %       0  384
        12 Deploy run       13 min [9, 15]                             <1 %       0  384

        "
      `)
  })

  describe.each(Object.entries(variants))('for %s', (_, analysis) => {
    it.each([60, 80, 120])('has no line wider than %i columns', (width) => {
      const lines = renderTerminalReport(analysis(), { width, color: 0, changes: 20 }).split('\n')

      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([])
    })

    it('says the same with colour as without', () => {
      const plain = renderTerminalReport(analysis(), { width: 80, color: 0, changes: 3 })
      const colored = renderTerminalReport(analysis(), { width: 80, color: 3, changes: 3 })

      const uncolored = colored.replaceAll(/\u001b\[[\d;]*m/g, '')
      expect(uncolored.split('\n').map((line) => line.trimEnd())).toEqual(plain.split('\n'))
    })
  })

  it('prints no control or direction character of a repository', () => {
    const report = renderTerminalReport(hostileAnalysis(), { width: 80, color: 0, changes: 20 })

    expect(report).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  it('paints amber only the wait on which a person should act', () => {
    const amber = renderTerminalReport(sampleAnalysis(), { width: 80, color: 3 })
      .split('\n')
      .filter((line) => line.includes('\u001b[38;2;217;112;31m'))

    expect(amber).toEqual([
      expect.stringContaining('Release wait'),
      expect.stringContaining('longest known wait'),
    ])
  })
})
