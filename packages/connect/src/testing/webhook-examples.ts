import { createRequire } from 'node:module'
import { z } from 'zod'

export interface WebhookExample {
  readonly event: string
  /** For the name of a test. */
  readonly title: string
  readonly payload: Readonly<Record<string, unknown>>
}

const Definitions = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }),
)

/** Deliveries that GitHub publishes as examples, of github.com and of its servers from 3.1 to 3.5. */
export const webhookExamples: readonly WebhookExample[] = [
  'api.github.com',
  'ghes-31',
  'ghes-32',
  'ghes-33',
  'ghes-34',
  'ghes-35',
].flatMap((server) =>
  Definitions.parse(
    createRequire(import.meta.url)(`@octokit/webhooks-examples/${server}/index.json`),
  ).flatMap(({ name, examples }) =>
    examples.map((payload, place) => ({
      event: name,
      title: `${server} ${name} ${typeof payload['action'] === 'string' ? payload['action'] : ''} ${place}`,
      payload,
    })),
  ),
)
