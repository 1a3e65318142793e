import type { RepositoryName } from '@sluice/model'
import { findRepository } from './repository-reference.ts'
import { safeAddress } from './safe-address.ts'

/** The fields that records of every kind have, as a `FieldReader` reads them. */
export interface SharedFields {
  text(name: 'repository' | 'url'): string | undefined
  complain(name: 'repository' | 'url', problem: string): void
}

/** Where a record belongs; undefined, and noted, when what stands there names no repository. */
export function readRepository(fields: SharedFields, fallback: RepositoryName): RepositoryName | undefined {
  const text = fields.text('repository')
  if (text === undefined) return fallback
  const found = findRepository(text, fallback)
  if (found.ok) return found.value
  fields.complain('repository', found.failure)
  return undefined
}

/** Only http and https: an address is shown as a link. */
export function readAddress(fields: SharedFields): string | undefined {
  const text = fields.text('url')
  if (text === undefined) return undefined
  const address = safeAddress(text)
  if (address === undefined) fields.complain('url', 'it holds no address that begins with https://')
  return address
}
