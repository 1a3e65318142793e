/**
 * Whether an account is a program that reviews with a language model. Such a review never starts the clock of
 * people, so a missing name here shortens waits that are in truth long; logins, not words of display names.
 */
export function isAiReviewer(login: string): boolean {
  return aiReviewers.has(login.toLowerCase().replace(/\[bot\]$/, ''))
}

/** Accounts on GitHub and GitLab, without the suffix `[bot]`; names that a person may bear too are not among them. */
const aiReviewers: ReadonlySet<string> = new Set([
  'amazon-q-developer',
  'augmentcode',
  'baz-reviewer',
  'bito-code-review',
  'chatgpt-codex-connector',
  'codeant-ai',
  'coderabbit',
  'coderabbitai',
  'codiumai-pr-agent',
  'codiumai-pr-agent-free',
  'codiumai-pr-agent-pro',
  'copilot-pull-request-reviewer',
  'cubic-dev-ai',
  'ellipsis-dev',
  'entelligence-ai-pr-reviews',
  'gemini-code-assist',
  'gitlabduo',
  'graphite-app',
  'greptile-apps',
  'greptileai',
  'kilo-code-bot',
  'kilocode-bot',
  'korbit-ai',
  'llamapreview',
  'macroscopeapp',
  'mesa-dot-dev',
  'openai-codex',
  'panto-ai',
  'qodo-ai',
  'qodo-code-review',
  'qodo-merge',
  'qodo-merge-for-open-source',
  'qodo-merge-pro',
  'recurseml',
  'sentry-ai',
  'sourcery-ai',
  'sourcery-ai-experiments',
  'what-the-diff',
  'windsurf-bot',
])
