import { performance } from 'node:perf_hooks'
import { analyzeFlow, type FlowFacts, type FlowOptions } from '@sluice/flow'
import { syntheticOrganisation } from '@sluice/flow/testing'
import { milliseconds, week } from '@sluice/model'
import { interleaved } from './interleaved.ts'
import { showSpread } from './spread.ts'

const rounds = 7
const weeks = 52

/**
 * The pure analysis of a year with a forge, CI and deployments, against the same changes without a forge, in turns.
 * Nothing is read or written: `npm run bench -- stages [CHANGES [DEPLOYMENTS]]`.
 */
export async function stagesOfManyChanges(words: readonly string[]): Promise<readonly string[]> {
  const [changes = 50_000, deployments = 5_000] = words.map(Number)
  const { facts, options } = syntheticOrganisation({
    changes,
    weeks,
    releaseEvery: milliseconds((weeks * week) / deployments),
    forge: true,
  })
  const { forge, ...withoutForge } = facts
  const { ours, reference, ratio } = await interleaved(rounds, {
    ours: () => Promise.resolve(timed(facts, options)),
    reference: () => Promise.resolve(timed(withoutForge, options)),
  })
  return [
    '| changes | events | CI runs | deployments | with a forge, ms | without, ms | ratio |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    [
      `| ${facts.changes.length} | ${forge?.events.length ?? 0} | ${forge?.ciRuns.length ?? 0} `,
      `| ${facts.deployments.length} | ${showSpread(ours, 0)} | ${showSpread(reference, 0)} `,
      `| ${showSpread(ratio, 2)} |`,
    ].join(''),
  ]
}

function timed(facts: FlowFacts, options: FlowOptions): number {
  const begin = performance.now()
  const { stages } = analyzeFlow(facts, options)
  const end = performance.now()
  if (stages.length === 0) throw new TypeError('an analysis without stages measures nothing')
  return end - begin
}
