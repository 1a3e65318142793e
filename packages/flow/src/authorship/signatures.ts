/**
 * The marks that tools leave on changes, as data. What identifies a tool is structure that people do not have by
 * chance: an e-mail address, an application's login, a trailer key, the link in a footer. Names such as Claude,
 * Devin, Jules or Cursor identify nobody and stand in no table here.
 */

/** E-mail addresses of AI tools, lower case. A name beside them may be anything: several tools put the model there. */
export const agentEmails: Readonly<Record<string, string>> = {
  'noreply@anthropic.com': 'Claude Code',
  'copilot@github.com': 'Copilot',
  'noreply@openai.com': 'Codex',
  'codex@openai.com': 'Codex',
  'cursoragent@cursor.com': 'Cursor',
  'agent@cursor.com': 'Cursor',
  'noreply@aider.chat': 'Aider',
  'openhands@all-hands.dev': 'OpenHands',
  'amp@ampcode.com': 'Amp',
  'noreply@ampcode.com': 'Amp',
  'noreply@opencode.ai': 'OpenCode',
}

/**
 * Logins of AI tools that write code, lower case, without `[bot]`. They count with `[bot]` behind them, or in a
 * GitHub no-reply address together with its numeric id; without either, anybody may have such a name.
 */
export const agentLogins: Readonly<Record<string, string>> = {
  claude: 'Claude Code',
  // The coding agent signs as "Copilot", without "[bot]"; so does the assistant in the editor, under another id.
  copilot: 'Copilot',
  'copilot-swe-agent': 'Copilot',
  'chatgpt-codex-connector': 'Codex',
  cursor: 'Cursor',
  'devin-ai-integration': 'Devin',
  'google-labs-jules': 'Jules',
  'openhands-agent': 'OpenHands',
  'lovable-dev': 'Lovable',
  'gpt-engineer-app': 'Lovable',
}

/** Numeric GitHub ids of the same tools: the id stays when a login is renamed. */
export const agentAccountIds: Readonly<Record<string, string>> = {
  '209825114': 'Claude Code',
  '198982749': 'Copilot',
  '175728472': 'Copilot',
  '158243242': 'Devin',
  '161369871': 'Jules',
}

/**
 * Tools that review code with AI. They are bots, not authors: what they sign, they have commented on or touched up,
 * and no review clock may start at their comment.
 */
export const reviewBotLogins: ReadonlySet<string> = new Set([
  'coderabbitai',
  'copilot-pull-request-reviewer',
  'gemini-code-assist',
  'sourcery-ai',
  'qodo-merge-pro',
  'qodo-code-review',
  'codiumai-pr-agent',
  'greptile-apps',
])

/** Bots without AI that do not give themselves away by `[bot]` or a name that ends in "-bot", lower case. */
export const botNames: ReadonlySet<string> = new Set([
  'dependabot',
  'dependabot-preview',
  'renovate',
  'github-actions',
  'github actions',
  'github action',
  'pre-commit-ci',
  'mergify',
  'release-please',
  'snyk bot',
  'weblate',
  'hosted weblate',
  'crowdin',
  'greenkeeper',
  'allcontributors',
  'imgbot',
  'bors',
])

/** Addresses of bots without AI, lower case. */
export const botEmails: ReadonlySet<string> = new Set([
  'bot@renovateapp.com',
  'renovate@whitesourcesoftware.com',
  'action@github.com',
  'actions@github.com',
  'github-actions@github.com',
  'semantic-release-bot@martynus.net',
  'snyk-bot@snyk.io',
  'hosted@weblate.org',
  'noreply@weblate.org',
  'support@greenkeeper.io',
])

/** Numeric GitHub ids of bots without AI. */
export const botAccountIds: ReadonlySet<string> = new Set(['49699333', '29139614', '41898282'])

/** Trailers that only one tool writes, by lower-case key. `value` narrows keys that others could use too. */
export const agentTrailers: Readonly<Record<string, { readonly tool: string; readonly value?: string }>> = {
  'claude-session': { tool: 'Claude Code', value: 'https://claude.ai/code/session_' },
  'replit-commit-author': { tool: 'Replit' },
  'replit-commit-session-id': { tool: 'Replit' },
  'amp-thread-id': { tool: 'Amp', value: 'ampcode.com/threads/' },
}

/** Trailers whose value names the tool, or the person, that helped. */
export const helperTrailers: ReadonlySet<string> = new Set(['assisted-by', 'generated-by'])

/**
 * How tools are named in those trailers, lower case: the value is one of these, or starts with one and goes on with
 * anything but a letter. A bare first name is not enough, and a value with an e-mail address is judged by that.
 */
export const helperNames: Readonly<Record<string, string>> = {
  'claude code': 'Claude Code',
  'claude:': 'Claude Code',
  'claude-': 'Claude Code',
  'claude opus': 'Claude Code',
  'claude sonnet': 'Claude Code',
  'claude haiku': 'Claude Code',
  'github copilot': 'Copilot',
  copilot: 'Copilot',
  'openai codex': 'Codex',
  codex: 'Codex',
  chatgpt: 'ChatGPT',
  'gpt-': 'ChatGPT',
  'cursor:': 'Cursor',
  'cursor agent': 'Cursor',
  'gemini cli': 'Gemini',
  'gemini:': 'Gemini',
  'gemini-': 'Gemini',
  'google gemini': 'Gemini',
  aider: 'Aider',
  'devin:': 'Devin',
  'devin ai': 'Devin',
  openhands: 'OpenHands',
  opencode: 'OpenCode',
}

/** What a footer must contain, lower case: the link, because a name alone may be talked about. */
export const agentFooters: readonly { readonly contains: string; readonly tool: string }[] = [
  { contains: 'generated with [claude code](https://claude.', tool: 'Claude Code' },
  { contains: 'https://claude.ai/code/session_', tool: 'Claude Code' },
  { contains: 'https://chatgpt.com/codex/tasks/', tool: 'Codex' },
  { contains: 'https://chatgpt.com/s/codex', tool: 'Codex' },
  { contains: 'generated with [devin](https://devin.ai', tool: 'Devin' },
  { contains: 'generated with [devin](https://cli.devin.ai', tool: 'Devin' },
  { contains: 'https://app.devin.ai/sessions/', tool: 'Devin' },
  { contains: 'generated with cursor', tool: 'Cursor' },
  { contains: 'generated with [cursor](', tool: 'Cursor' },
  { contains: 'https://jules.google.com/task/', tool: 'Jules' },
]

/**
 * Branches that tools name themselves, with or without the owner of a fork before them. A branch of Devin goes on
 * with a number; without it, a person of that name may own the branch.
 */
export const agentBranches: readonly { readonly pattern: RegExp; readonly tool: string }[] = [
  { pattern: /^copilot\//, tool: 'Copilot' },
  { pattern: /^codex\//, tool: 'Codex' },
  { pattern: /^cursor\//, tool: 'Cursor' },
  { pattern: /^devin\/\d/, tool: 'Devin' },
]

/** Beginnings of titles, lower case. */
export const agentTitles: readonly { readonly start: string; readonly tool: string }[] = [
  { start: '[codex]', tool: 'Codex' },
  { start: 'aider:', tool: 'Aider' },
]

/** Labels, lower case and whole. */
export const agentLabels: Readonly<Record<string, string>> = {
  codex: 'Codex',
  'ai-generated': 'AI',
  'ai-assisted': 'AI',
}
