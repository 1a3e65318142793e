import { fc, test } from '@fast-check/vitest'
import { temporaryRepository, type HistoryScript, type ScriptedCommit } from '@sluice/git/testing'
import { day, fixedClock, instant } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { AnalyzeOptions } from './analyze-options.ts'
import { outlineClone } from './clone-reading.ts'
import { factsFromGit, type GitFacts } from './git-facts.ts'
import { isLikeAll, readAll, readRecent, type WindowReading } from './window-reading.ts'

const end = Date.UTC(2026, 6, 1)
const options: AnalyzeOptions = { clock: fixedClock(instant(end)), since: '26w' }

describe('readRecent', () => {
  it('leaves out what was released long before the window', async () => {
    await using repository = await temporaryRepository(fourYears)

    const { bounded, isWhole, read, whole } = await bothReadings(repository.path)

    expect(isWhole).toBe(false)
    expect(bounded).toEqual(whole)
    // Half a year, the time in which a release can be blamed, and that in which changes are under way.
    expect([read, whole.facts.changes.length]).toEqual([53, 39])
  })

  it('follows a branch that was started before what it leaves out', async () => {
    await using repository = await temporaryRepository((script) => {
      const base = fourYears(script, 100)
      const work = script.commit('work', { branch: 'topic', parents: [base], at: end - 20 * day })
      script.merge('Merge pull request #9 from owner/topic', work, { at: end - 10 * day })
    })

    const { bounded, isWhole, whole } = await bothReadings(repository.path)

    expect(isWhole).toBe(false)
    expect(bounded).toEqual(whole)
  })

  it('follows a branch that was written long ago and arrived late', async () => {
    await using repository = await temporaryRepository((script) => {
      const base = fourYears(script, 100)
      const work = script.commit('work', { branch: 'topic', parents: [base], at: end - 701 * day })
      script.merge('Merge pull request #9 from owner/topic', work, { at: end - 10 * day })
    })

    const { bounded, isWhole, whole } = await bothReadings(repository.path)

    expect(isWhole).toBe(false)
    expect(bounded).toEqual(whole)
  })

  it.each<[string, (script: HistoryScript) => void]>([
    [
      'an old release has a copy of a change',
      (script) => {
        const base = fourYears(script, 100)
        const written = { authoredAt: end - 720 * day }
        script.commit('port', { branch: '1.x', parents: [base], at: end - 710 * day, ...written })
        script.tag('v1.100.1', script.tip('1.x'), { annotatedAt: end - 700 * day })
        script.commit('port', { at: end - 9 * day, ...written })
      },
    ],
    [
      'a merge brings in what an old release had from a branch of its own',
      (script) => {
        const base = fourYears(script, 100)
        const hotfix = script.commit('hotfix', { branch: '1.x', parents: [base], at: end - 710 * day })
        script.tag('v1.100.1', hotfix, { annotatedAt: end - 700 * day })
        script.merge('Merge branch 1.x', hotfix, { at: end - 9 * day })
      },
    ],
    [
      'a commit lies in the future',
      (script) => {
        fourYears(script)
        script.commit('from tomorrow', { at: end + 99 * day })
      },
    ],
    [
      'the main line holds nothing that is new',
      (script) => {
        script.tag('v1.0.0', script.commit('one', { at: end - 900 * day }))
        const side = script.commit('side', { branch: 'side', at: end - 90 * day })
        script.tag('v2.0.0', side, { annotatedAt: end - 80 * day })
      },
    ],
  ])('reads everything when %s', async (_, write) => {
    await using repository = await temporaryRepository(write)

    const { bounded, isWhole, whole } = await bothReadings(repository.path)

    expect(isWhole).toBe(true)
    expect(bounded).toEqual(whole)
  })

  test.prop({ steps: fc.array(anyStep(), { minLength: 20, maxLength: 120 }) }, { seed: 1, numRuns: 25 })(
    'comes to the same facts as reading everything',
    async ({ steps }) => {
      await using repository = await temporaryRepository((script) => play(script, steps))

      const { bounded, whole } = await bothReadings(repository.path)

      expect(bounded).toEqual(whole)
    },
    60_000,
  )
})

interface BothReadings {
  readonly bounded: GitFacts
  readonly isWhole: boolean
  /** Commits read in the bounded reading. */
  readonly read: number
  readonly whole: GitFacts
}

async function bothReadings(path: string): Promise<BothReadings> {
  const outline = await outlineClone(path, options)
  const context = { now: options.clock.now(), only: undefined }
  const recent = await readRecent(outline, options, context)
  const all = await readAll(outline, options, context)
  const isEnough = recent !== undefined && (await isLikeAll(recent, options))
  const used = isEnough ? recent : all
  return { bounded: factsOf(used), isWhole: !isEnough, read: used.reading.history.size, whole: factsOf(all) }
}

function factsOf({ reading, changes, horizon }: WindowReading): GitFacts {
  return factsFromGit(reading, changes, horizon.newestAt)
}

/** A change a week and a release every second week; returns the commit of the week asked for. */
function fourYears(script: HistoryScript, week = 0): ScriptedCommit {
  const commits = Array.from({ length: 200 }, (_, number) => {
    const at = end - (200 - number) * 7 * day
    const commit = script.commit(`change ${number} (#${number + 1})`, { at })
    if (number % 2 === 0) script.tag(`v1.${number}.0`, commit, { annotatedAt: at + day })
    return commit
  })
  return commits[week] ?? script.tip('main')
}

interface Step {
  readonly kind:
    | 'commit'
    | 'branch'
    | 'merge'
    | 'release'
    | 'patch'
    | 'copy'
    | 'port'
    | 'merge-back'
    | 'revert'
  readonly days: number
  /** Which of the earlier commits it is about, counted from the newest. */
  readonly back: number
  /** Days by which the author date lies before the commit, or the clock was wrong. */
  readonly age: number
  readonly isClockWrong: boolean
}

function anyStep(): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constantFrom<Step['kind'][]>(
      ...(['commit', 'commit', 'release', 'release', 'branch', 'merge'] as const),
      ...(['patch', 'copy', 'port', 'merge-back', 'revert'] as const),
    ),
    days: fc.integer({ min: 0, max: 30 }),
    back: fc.nat({ max: 12 }),
    age: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    isClockWrong: fc.integer({ min: 0, max: 60 }).map((chance) => chance === 0),
  })
}

/** Plays a project: work, branches that lie around, release lines with patches and copies, merges back, reverts. */
function play(script: HistoryScript, steps: readonly Step[]): void {
  const length = steps.reduce((sum, { days }) => sum + days, 0)
  let now = end - (length + 1) * day
  const main: { title: string; commit: ScriptedCommit; authoredAt: number }[] = []
  const open: ScriptedCommit[] = []
  const add = (title: string, authoredAt: number, at = now): void => {
    main.push({ title, commit: script.commit(title, { at, authoredAt }), authoredAt })
  }
  add('start', now)
  for (const [number, { kind, days, back, age, isClockWrong }] of steps.entries()) {
    now += days * day
    const past = main.at(-1 - (back % main.length))
    if (past === undefined) continue
    const line = `line-${back % 3}`
    const authoredAt = now - age * day
    if (kind === 'commit') add(`change ${number}`, authoredAt, isClockWrong ? now - age * day : now)
    if (kind === 'revert') add(`Revert "${past.title}"`, now)
    if (kind === 'release') script.tag(`v1.${number}.0`, script.tip('main'), { annotatedAt: now + age })
    if (kind === 'branch') {
      const options = { branch: `topic-${number}`, parents: [past.commit], at: now, authoredAt }
      open.push(script.commit(`topic ${number}`, options))
    }
    if (kind === 'merge') {
      const topic = open.pop()
      if (topic !== undefined) {
        const title = `Merge pull request #${number} from owner/topic`
        main.push({ title, commit: script.merge(title, topic, { at: now }), authoredAt: now })
      }
    }
    if (kind === 'patch' || kind === 'copy') {
      const title = kind === 'copy' ? past.title : `patch ${number}`
      const written = kind === 'copy' ? past.authoredAt : now
      const base = main.at(-1 - (main.length >> 1)) ?? past
      const patch = script.commit(title, {
        branch: line,
        parents: [base.commit],
        at: now,
        authoredAt: written,
      })
      script.tag(`v1.0.${number}`, patch, { annotatedAt: now })
      open.push(patch)
    }
    if (kind === 'port') add(past.title, past.authoredAt)
    if (kind === 'merge-back') {
      const side = open.shift()
      if (side !== undefined) {
        const title = `Merge branch 'release/${number}'`
        main.push({ title, commit: script.merge(title, side, { at: now }), authoredAt: now })
      }
    }
  }
}
