import { withoutSecrets } from '../kit/secret.ts'

/** An address that may be shown as a link, without name and password; undefined unless it is http or https. */
export function safeAddress(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
  return withoutSecrets(text)
}
