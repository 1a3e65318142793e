import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions, repositoryOptions, talkOptions } from './ledger-options.ts'

export const ingestOptions = {
  ...repositoryOptions,
  service: { kind: 'text', value: 'NAME', description: 'Service of rows that name none' },
  environment: {
    kind: 'text',
    value: 'NAME',
    description: 'Environment of deployments that name none (default: production)',
  },
  sha: { kind: 'text', value: 'SHA', description: 'Revision that a test report is about' },
  run: { kind: 'text', value: 'ID', description: 'CI run that a test report comes from' },
  zone: {
    kind: 'text',
    value: 'ZONE',
    description: 'Zone of times that say none: UTC, +02:00 (default: they are refused)',
  },
  ...ledgerOptions,
  ...talkOptions,
} as const satisfies OptionTable

/** `sluice ingest`. */
export const ingestCommand = defineCommand({
  name: 'ingest',
  summary: 'Read test reports, events, deployments or incidents from files into the ledger',
  description:
    'Reads files, or standard input for "-", into the ledger on this machine. What arrives twice counts once. What ' +
    'cannot be understood is set aside with its reason and counted; "sluice doctor" shows it.',
  arguments: [
    {
      name: 'kind',
      description: 'What the files hold',
      isRequired: true,
      choices: ['junit', 'deployments', 'incidents', 'cdevents', 'otel', 'alerts'],
    },
    { name: 'files', description: 'Files, or - for standard input', isRequired: true, isRepeated: true },
  ],
  options: ingestOptions,
  examples: [
    { command: 'sluice ingest junit reports/*.xml --sha "$SHA"', does: 'test reports of a revision' },
    { command: 'sluice ingest deployments deploys.csv', does: 'a list of deployments' },
    { command: 'sluice ingest incidents incidents.jsonl --service shop', does: 'incidents of one service' },
    { command: 'cat event.json | sluice ingest cdevents -', does: 'one event from a pipeline' },
  ],
  load: async () => (await import('./run-ingest.ts')).runIngest,
})
