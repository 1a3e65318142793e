import type { Knowledge } from '@sluice/engine'
import { formatCount } from '../format/count.ts'
import { formatDate } from '../format/date.ts'
import { printable } from '../format/printable.ts'

/**
 * What the report rests on besides git: `With the ledger: github until 20 Nov 2026; 312 changes known to a forge, 48
 * deployments recorded.`
 */
export function knowledgeWords({ sources, changes, deployments }: Knowledge): string {
  const told = sources.map(({ source, lastAt }) => `${printable(source)} until ${formatDate(lastAt)}`)
  const known = [
    `${formatCount(changes, 'change')} known to a forge`,
    deployments === 0
      ? 'no deployment recorded, so release tags stand in'
      : `${formatCount(deployments, 'deployment')} recorded`,
  ]
  return `With the ledger: ${told.join(', ')}; ${known.join(', ')}.`
}
