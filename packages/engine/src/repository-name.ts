import { repositoryName, type RepositoryName } from '@sluice/model'

/** A repository's address on its forge, read from the address of the remote. */
export interface Forge {
  readonly host: string
  /** `owner/name`, with further levels on GitLab. */
  readonly path: string
}

/** Patterns for the pages of a forge; `{sha}`, `{number}` and `{tag}` are to be replaced. */
export interface ForgeLinks {
  readonly commit: string
  readonly pullRequest: string
  readonly tag: string
}

const scpForm = /^(?:[\w.-]+@)?([\w.-]+):(?!\/)(.+)$/

/** Reads `https://host/owner/name.git`, `ssh://git@host/owner/name` and `git@host:owner/name`. */
export function findForge(remoteUrl: string): Forge | undefined {
  if (!remoteUrl.includes('://')) {
    const parts = scpForm.exec(remoteUrl)
    return parts?.[1] === undefined || parts[2] === undefined ? undefined : forgeOf(parts[1], parts[2])
  }
  if (!URL.canParse(remoteUrl)) return undefined
  const url = new URL(remoteUrl)
  if (/^https?:$/.test(url.protocol)) return forgeOf(url.host, url.pathname)
  // The port of ssh is not that of the pages.
  return /^(ssh|git):$/.test(url.protocol) ? forgeOf(url.hostname, url.pathname) : undefined
}

/** The name of a repository in every id that is made of it. */
export function nameOf({ host, path }: Forge): RepositoryName {
  return repositoryName(`${host}/${path}`.toLowerCase())
}

/** Pages of GitHub and GitLab servers, known by the host's name; undefined for others. */
export function findForgeLinks(forge: Forge): ForgeLinks | undefined {
  const base = `https://${forge.host}/${forge.path.split('/').map(encodeURIComponent).join('/')}`
  if (forge.host.includes('github')) {
    return {
      commit: `${base}/commit/{sha}`,
      pullRequest: `${base}/pull/{number}`,
      tag: `${base}/releases/tag/{tag}`,
    }
  }
  if (forge.host.includes('gitlab')) {
    return {
      commit: `${base}/-/commit/{sha}`,
      pullRequest: `${base}/-/merge_requests/{number}`,
      tag: `${base}/-/tags/{tag}`,
    }
  }
  return undefined
}

function forgeOf(host: string, rawPath: string): Forge | undefined {
  const path = rawPath
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
  return host === '' || !path.includes('/') ? undefined : { host: host.toLowerCase(), path }
}
