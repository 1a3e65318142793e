import { inspect } from 'node:util'

/** A token or password. Printed in any way it is `[redacted]`; only `reveal` gives it. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }

  [inspect.custom](): string {
    return redacted
  }
}

/**
 * The text without secrets: without those given, without whatever has the form of a well-known token, and without
 * names and passwords in addresses. For everything from outside that is kept or shown.
 */
export function withoutSecrets(text: string, secrets: readonly (Secret | undefined)[] = []): string {
  let clean = text
  for (const secret of secrets) {
    const value = secret?.reveal() ?? ''
    // A value that short would blank out ordinary words.
    if (value.length >= 6) clean = clean.replaceAll(value, redacted)
  }
  return clean.replaceAll(tokenForms, redacted).replaceAll(userInfo, `$1${redacted}@`)
}

const redacted = '[redacted]'

/** GitHub, GitLab and Slack tokens, and the value of an Authorization header. */
const tokenForms =
  /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w.-]{16,}|glcbt-[\w.-]{16,}|xox[abprs]-[\w-]{10,})|(?<=\b(?:Bearer|Basic|token) )[\w.~+/=-]{16,}/g
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']+@/gi
