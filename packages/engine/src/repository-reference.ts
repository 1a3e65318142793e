import { openRepository } from '@sluice/git'
import type { RepositoryName } from '@sluice/model'
import { engineError } from './errors.ts'
import { findForge, nameOf, type Forge } from './repository-name.ts'

/** Which repository on which server. */
export interface RepositoryReference {
  readonly name: RepositoryName
  /** Lower case. */
  readonly host: string
  /** As its owner writes it. */
  readonly path: string
}

export interface ReferenceOptions {
  /** What a person typed: `acme/shop`, `github.com/acme/shop` or an address; absent means the origin of the clone. */
  readonly repository?: string | undefined
  /** A folder in a clone. */
  readonly folder: string
  /** Server of a name without one. */
  readonly defaultHost?: string | undefined
  readonly signal?: AbortSignal
}

/**
 * The repository that a person means.
 *
 * @throws REPOSITORY_NAME_INVALID, ORIGIN_UNKNOWN, and the errors of `@sluice/git` when a clone must be asked
 */
export async function findReference(options: ReferenceOptions): Promise<RepositoryReference> {
  const { repository, folder, defaultHost, signal } = options
  if (repository !== undefined) return parseReference(repository, defaultHost)
  const { originUrl } = await openRepository(folder, { signal })
  const forge = originUrl === undefined ? undefined : findForge(originUrl)
  if (forge === undefined) throw engineError('ORIGIN_UNKNOWN', { folder })
  return referenceTo(forge)
}

/**
 * Reads `acme/shop`, `github.com/acme/shop`, `https://github.com/acme/shop.git` and `git@github.com:acme/shop`.
 *
 * @throws REPOSITORY_NAME_INVALID
 */
export function parseReference(text: string, defaultHost = 'github.com'): RepositoryReference {
  const words = text.replace(/\.git$/, '').split('/')
  const [first = '', ...rest] = words
  const isHost =
    rest.length >= 2 && (/^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/.test(first) || /^localhost\b/.test(first))
  const path = isHost ? rest : words
  if (path.length >= 2 && path.every((word) => /^[\w.~-]+$/.test(word) && !/^\.+$/.test(word))) {
    return referenceTo({ host: isHost ? first.toLowerCase() : defaultHost, path: path.join('/') })
  }
  const address = findForge(text)
  if (address === undefined) throw engineError('REPOSITORY_NAME_INVALID', { text })
  return referenceTo(address)
}

function referenceTo({ host, path }: Forge): RepositoryReference {
  return { name: nameOf({ host, path }), host, path }
}
