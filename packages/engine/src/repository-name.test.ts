import { describe, expect, it } from 'vitest'
import { findForge, findForgeLinks } from './repository-name.ts'

describe('findForge', () => {
  it.each([
    ['https://github.com/fastify/fastify.git', 'github.com', 'fastify/fastify'],
    ['git@github.com:fastify/fastify.git', 'github.com', 'fastify/fastify'],
    ['https://git.example.org:8443/group/project.git', 'git.example.org:8443', 'group/project'],
    ['ssh://git@GitLab.example.org:2222/group/sub/project/', 'gitlab.example.org', 'group/sub/project'],
  ])('reads %s', (url, host, path) => {
    expect(findForge(url)).toEqual({ host, path })
  })

  it.each(['/srv/git/project.git', 'file:///srv/git/project', '../elsewhere', '', 'javascript://x/a/b'])(
    'knows no forge behind %j',
    (url) => {
      expect(findForge(url)).toBeUndefined()
    },
  )
})

describe('findForgeLinks', () => {
  it('knows the pages of GitHub', () => {
    expect(findForgeLinks({ host: 'github.com', path: 'a/b' })).toEqual({
      commit: 'https://github.com/a/b/commit/{sha}',
      pullRequest: 'https://github.com/a/b/pull/{number}',
      tag: 'https://github.com/a/b/releases/tag/{tag}',
    })
  })

  it('escapes what a hostile remote address puts into the path', () => {
    expect(findForgeLinks({ host: 'gitlab.com', path: 'a/"><script>' })?.commit).toBe(
      'https://gitlab.com/a/%22%3E%3Cscript%3E/-/commit/{sha}',
    )
  })

  it('does not guess the pages of an unknown forge', () => {
    expect(findForgeLinks({ host: 'git.example.org', path: 'a/b' })).toBeUndefined()
  })
})
