import type { Identity } from '@sluice/model'
import {
  agentAccountIds,
  agentEmails,
  agentLogins,
  botAccountIds,
  botEmails,
  botNames,
  reviewBotLogins,
} from './signatures.ts'

/** Whose name and e-mail address these are, as far as their structure tells. */
export type IdentityKind =
  | { readonly kind: 'agent'; readonly tool: string }
  | { readonly kind: 'bot'; readonly tool: string }
  | { readonly kind: 'unmarked' }

/**
 * Recognises the tools behind an identity. The address counts before the name; a name counts only with a structure
 * that people do not have: `[bot]`, an ending "-bot", or the suffix that aider adds.
 */
export function identityKind(identity: Identity): IdentityKind {
  const { name, email } = identity
  const known = seen.get(email)?.get(name)
  if (known !== undefined) return known
  const kind = recognise(name.trim().toLowerCase(), email.trim().toLowerCase())
  // A history has thousands of addresses at most; forgetting them all now and then bounds the memory of a server.
  if (seen.size >= mostRemembered) seen.clear()
  const names = seen.get(email)
  if (names === undefined) seen.set(email, new Map([[name, kind]]))
  else names.set(name, kind)
  return kind
}

/** Answers already given, by address and name. They never change, so remembering them cannot be seen from outside. */
const seen = new Map<string, Map<string, IdentityKind>>()
const mostRemembered = 20_000

const unmarked: IdentityKind = { kind: 'unmarked' }

function recognise(name: string, email: string): IdentityKind {
  const account = githubAccount(email)
  const botLogin = strippedBot(account?.login) ?? strippedBot(name)
  return (
    reviewBot(botLogin) ??
    reviewBot(reviewBotLogins.has(name) ? name : undefined) ??
    agentOf(name, email, account, botLogin) ??
    botOf(name, email, account, botLogin) ??
    unmarked
  )
}

function agentOf(
  name: string,
  email: string,
  account: Account | undefined,
  botLogin: string | undefined,
): IdentityKind | undefined {
  const tool =
    own(agentEmails, email) ??
    own(agentAccountIds, account?.id) ??
    own(agentLogins, botLogin) ??
    (account?.id === undefined ? undefined : own(agentLogins, account.login)) ??
    (name.endsWith(' (aider)') ? 'Aider' : undefined)
  return tool === undefined ? undefined : { kind: 'agent', tool }
}

function botOf(
  name: string,
  email: string,
  account: Account | undefined,
  botLogin: string | undefined,
): IdentityKind | undefined {
  if (botLogin !== undefined) return { kind: 'bot', tool: botLogin }
  const isBot =
    botEmails.has(email) ||
    (account?.id !== undefined && botAccountIds.has(account.id)) ||
    botNames.has(name) ||
    botEnding.test(name) ||
    (account !== undefined && botEnding.test(account.login)) ||
    botMailbox.test(email)
  return isBot ? { kind: 'bot', tool: account?.login ?? name } : undefined
}

function reviewBot(login: string | undefined): IdentityKind | undefined {
  return login !== undefined && reviewBotLogins.has(login) ? { kind: 'bot', tool: login } : undefined
}

interface Account {
  /** Absent in addresses from before ids were added; anybody may have taken such a login since. */
  readonly id: string | undefined
  readonly login: string
}

/** Reads `123+login@users.noreply.github.com`. That people hide their address this way says nothing about them. */
function githubAccount(email: string): Account | undefined {
  const match = githubNoReply.exec(email)
  const login = match?.[2]
  return login === undefined ? undefined : { id: match?.[1], login }
}

function strippedBot(login: string | undefined): string | undefined {
  return login?.endsWith('[bot]') === true ? login.slice(0, -'[bot]'.length).trim() : undefined
}

function own(table: Readonly<Record<string, string>>, key: string | undefined): string | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined
}

const githubNoReply = /^(?:(\d+)\+)?([^@]+)@users\.noreply\.github\.com$/
const botEnding = /[-_ ](?:bot|robot)$/
/** A mailbox that is called bot, or GitLab's address of a project's or group's token. */
const botMailbox = /^(?:(?:[^@]*[-+_.])?bot@|(?:project|group)_\d+_bot)/
