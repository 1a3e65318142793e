import { revision, type RepositoryName, type Revision } from '@sluice/model'
import { isRevision } from '../records/is-revision.ts'

/**
 * The commit that a package URL names: in its qualifier `vcs_url`, or as the version of a package of a forge. The
 * digest of an image is no commit. Undefined where it names none.
 */
export function findRevision(artifact: string | undefined): Revision | undefined {
  if (artifact === undefined) return undefined
  const match = /^pkg:([a-z]+)\/[^@?#]+(?:@([^?#]+))?(?:\?([^#]*))?/i.exec(artifact)
  if (match === null) return undefined
  const [, type = '', version = '', qualifiers = ''] = match
  const fromAddress = new URLSearchParams(qualifiers).get('vcs_url')?.split('@').at(-1)?.toLowerCase() ?? ''
  if (isRevision(fromAddress)) return revision(fromAddress)
  const plain = version.toLowerCase()
  return forgeTypes.has(type.toLowerCase()) && isRevision(plain) ? revision(plain) : undefined
}

/** Names what a repository has at a commit as a package URL. */
export function packageUrl(repository: RepositoryName, commit: Revision): string {
  const [host = '', ...path] = repository.split('/')
  const type = new Map([
    ['github.com', 'github'],
    ['gitlab.com', 'gitlab'],
    ['bitbucket.org', 'bitbucket'],
  ]).get(host)
  if (type !== undefined) return `pkg:${type}/${path.map(encodeURIComponent).join('/')}@${commit}`
  const name = encodeURIComponent(path.at(-1) ?? repository)
  return `pkg:generic/${name}@${commit}?vcs_url=${encodeURIComponent(`git+https://${repository}@${commit}`)}`
}

const forgeTypes = new Set(['github', 'gitlab', 'bitbucket', 'generic', 'git'])
