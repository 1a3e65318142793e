import { createHash } from 'node:crypto'
import type { Instant } from '@sluice/model'

/**
 * The last part of the id of an event that tells the state of something: equal content has equal versions, so that
 * a record counts once however often it is read. Among versions of the same moment the fuller one is greater, and
 * so wins.
 */
export function versionOf(at: Instant, content: object): string {
  const filled = Object.values(content).filter((value) => value !== undefined).length
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)
  return `${at}.${String(filled).padStart(2, '0')}.${digest}`
}
