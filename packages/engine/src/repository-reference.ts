import { openRepository } from '@sluice/git'
import { repositoryName, type RepositoryName } from '@sluice/model'
import { engineError } from './errors.ts'
import { findForge, type Forge } from './repository-name.ts'

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
  const address = findForge(text)
  if (address !== undefined) return referenceTo(address)
  const words = text.replace(/\.git$/, '').split('/')
  const isPlain = words.length >= 2 && words.every((word) => /^[\w.~-]+$/.test(word) && !/^\.+$/.test(word))
  if (!isPlain) throw engineError('REPOSITORY_NAME_INVALID', { text })
  const [first = '', ...rest] = words
  const isHost = rest.length >= 2 && (first.includes('.') || first === 'localhost')
  return referenceTo(
    isHost
      ? { host: first.toLowerCase(), path: rest.join('/') }
      : { host: defaultHost, path: words.join('/') },
  )
}

function referenceTo({ host, path }: Forge): RepositoryReference {
  return { name: repositoryName(`${host}/${path}`.toLowerCase()), host, path }
}
