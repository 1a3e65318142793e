import type { Actor } from '@sluice/model'
import { isAiReviewer } from '../kit/ai-reviewers.ts'
import type { GitlabUser } from './schema.ts'

/** Who it was; undefined for accounts that are gone, whose doings GitLab gives to one called ghost. */
export function actorOf(user: GitlabUser | null | undefined): Actor | undefined {
  if (user === null || user === undefined || user.username === 'ghost') return undefined
  return { name: user.username, kind: kindOf(user) }
}

function kindOf({ username, bot }: GitlabUser): Actor['kind'] {
  const name = username.toLowerCase()
  if (isAiReviewer(name)) return 'ai-reviewer'
  return bot === true || botForms.test(name) || knownBots.has(name) ? 'bot' : 'person'
}

/** Accounts that GitLab makes for access tokens and services, and names with `bot` as a word. */
const botForms = /^(?:project|group)_\d+_bot|^service_account|\[bot\]$|(?:^|[-_.])bot(?:$|[-_.\d])/

/** Programs whose accounts look like those of people. */
const knownBots: ReadonlySet<string> = new Set([
  'dependabot',
  'dependabot-gitlab',
  'danger',
  'renovate',
  'semantic-release',
])
