import { createRequire } from 'node:module'
import type { WebhookDefinition } from '@octokit/webhooks-examples'

export interface WebhookExample {
  readonly event: string
  /** For the name of a test. */
  readonly title: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Deliveries that GitHub publishes as examples, of github.com and of its servers from 3.1 to 3.5. */
export const webhookExamples: readonly WebhookExample[] = [
  'api.github.com',
  'ghes-31',
  'ghes-32',
  'ghes-33',
  'ghes-34',
  'ghes-35',
].flatMap((server) => definitionsOf(server).flatMap((definition) => examplesOf(server, definition)))

/** By server, as the package keeps them in files; its own entry holds those of github.com alone. */
function definitionsOf(server: string): readonly WebhookDefinition[] {
  return createRequire(import.meta.url)(`@octokit/webhooks-examples/${server}/index.json`)
}

function examplesOf(server: string, { name, examples }: WebhookDefinition): readonly WebhookExample[] {
  return examples.map((payload, place) => ({
    event: name,
    title: `${server} ${name} ${'action' in payload ? payload.action : ''} ${place}`,
    payload: { ...payload },
  }))
}
