import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions, repositoryOptions, talkOptions } from './ledger-options.ts'

export const recordOptions = {
  ...repositoryOptions,
  service: { kind: 'text', value: 'NAME', description: 'Service (default: the repository as a whole)' },
  environment: { kind: 'text', value: 'NAME', description: 'Environment (default: production)' },
  sha: { kind: 'text', value: 'SHA', description: 'Revision that is deployed, or that caused the incident' },
  name: {
    kind: 'text',
    value: 'TEXT',
    description: 'What people call it: a version, or the title of an incident',
  },
  id: {
    kind: 'text',
    value: 'ID',
    description:
      'Your own id; recording the same id again brings it up to date (default: made of what it says)',
  },
  started: {
    kind: 'text',
    value: 'TIME',
    description: 'When it began, ISO 8601 (default: unknown; incidents: now)',
  },
  finished: {
    kind: 'text',
    value: 'TIME',
    description: 'When it ended, ISO 8601 (default: now; incidents: open)',
  },
  result: {
    kind: 'choice',
    value: 'RESULT',
    choices: ['success', 'failure'],
    default: 'success',
    description: 'How a deployment ended',
  },
  rollback: { kind: 'flag', default: false, description: 'It puts an older revision back' },
  unplanned: { kind: 'flag', default: false, description: 'It was made to repair trouble of users' },
  deployment: { kind: 'text', value: 'ID', description: 'Deployment that caused the incident' },
  ...ledgerOptions,
  ...talkOptions,
} as const satisfies OptionTable

/** `sluice record`. */
export const recordCommand = defineCommand({
  name: 'record',
  summary: 'Record one deployment or incident from a step of a pipeline',
  description:
    'Writes one deployment or incident into the ledger. Without --id, repeating the same call with the same times ' +
    'changes nothing.',
  arguments: [
    { name: 'kind', description: 'What to record', isRequired: true, choices: ['deployment', 'incident'] },
  ],
  options: recordOptions,
  examples: [
    {
      command: 'sluice record deployment --service shop --sha "$SHA"',
      does: 'a deployment that just finished',
    },
    {
      command: 'sluice record deployment --sha "$SHA" --result failure',
      does: 'one that failed',
    },
    {
      command: 'sluice record incident --service shop --name "Checkout is down" --id INC-7',
      does: 'trouble that begins',
    },
    { command: 'sluice record incident --id INC-7 --finished 2026-11-22T10:00:00Z', does: 'and ends' },
  ],
  load: async () => (await import('./run-record.ts')).runRecord,
})
