import type { Knowledge } from '@sluice/engine'
import { formatCount, formatInteger } from '../format/count.ts'
import { formatDate } from '../format/date.ts'
import { printable } from '../format/printable.ts'

/**
 * What the report rests on besides git: `With the ledger: github until 2026-11-20, which knows 312 changes; 48
 * deployments recorded.`
 */
export function knowledgeWords({ sources, changes, deployments }: Knowledge): string {
  const told = sources.map(({ source, lastAt }) => `${printable(source)} until ${formatDate(lastAt)}`)
  const known = [
    `${formatCount(changes, 'change')} known to a forge`,
    deployments === 0
      ? 'no deployment recorded, so release tags stand in'
      : `${formatInteger(deployments)} deployments recorded`,
  ]
  return `With the ledger: ${told.join(', ')}; ${known.join(', ')}.`
}
