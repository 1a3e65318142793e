import { failed, ok, repositoryName, type RepositoryName, type Result } from '@sluice/model'

/**
 * The repository that an address or a name means: `https://github.com/acme/shop.git`, `git@github.com:acme/shop.git`
 * and `github.com/acme/shop` are one. What names no host is taken to be `fallback` when that could be meant.
 */
export function findRepository(text: string, fallback: RepositoryName): Result<RepositoryName, string> {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(?:\/[\w.~-]+)+$/.test(name))
    return ok(repositoryName(name))
  // `shop` and `acme/shop` may be short for the repository at hand.
  return name !== '' && `/${fallback}`.endsWith(`/${name}`)
    ? ok(fallback)
    : failed(`"${text.slice(0, 60)}" names no repository as host/path`)
}
