import type { Actor } from '@sluice/model'
import { isAiReviewer } from '../kit/ai-reviewers.ts'
import type { User } from './schema.ts'

/** What somebody did: some programs write code in one role and review it in another. */
export type ActorRole = 'reviewing' | 'other'

/** Who it was; undefined for accounts that are gone. */
export function actorOf(user: User | null | undefined, role: ActorRole = 'other'): Actor | undefined {
  if (user === null || user === undefined) return undefined
  return { name: user.login, kind: kindOf(user, role) }
}

/** The account behind an e-mail address that GitHub made for it; undefined for every other address. */
export function actorOfEmail(email: string): Actor | undefined {
  // The number before the login tells a real account from an address that anybody could have typed.
  const [, login] = /^\d+\+([^@]+)@users\.noreply\./i.exec(email) ?? []
  return login === undefined ? undefined : actorOf({ login, type: undefined })
}

function kindOf({ login, type }: User, role: ActorRole): Actor['kind'] {
  const name = login.toLowerCase().replace(/\[bot\]$/, '')
  const isProgram = type === 'Bot' || name.length < login.length || knownBots.has(name)
  if (isAiReviewer(name) || (isProgram && role === 'reviewing' && codingAgents.has(name)))
    return 'ai-reviewer'
  return isProgram ? 'bot' : 'person'
}

/** Coding agents that also review: what they do is told by the role alone. People may bear these names too. */
const codingAgents: ReadonlySet<string> = new Set([
  'claude',
  'copilot',
  'copilot-swe-agent',
  'cursor',
  'devin-ai-integration',
])

/** Programs whose accounts look like those of people. */
const knownBots: ReadonlySet<string> = new Set([
  'codecov-commenter',
  'copilot',
  'copilot-swe-agent',
  'dependabot-preview',
  'devin-ai-integration',
  'github-actions',
  'greenkeeperio-bot',
  'mergify',
  'pre-commit-ci',
  'renovate',
  'renovate-bot',
  'semantic-release-bot',
  'snyk-bot',
  'web-flow',
])
