import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions, talkOptions } from './ledger-options.ts'

export const syncOptions = {
  since: {
    kind: 'text',
    value: 'TIME',
    description:
      'How far back to read: a date or 90d (default: 64 weeks); later runs go on where the last one stopped',
  },
  apiUrl: {
    kind: 'text',
    value: 'URL',
    description: 'API of a forge of your own, such as https://github.acme.example/api/v3, or of a proxy',
  },
  incidentLabels: {
    kind: 'text',
    value: 'NAMES',
    description: 'Labels, with commas between, that make an issue an incident (default: incident)',
  },
  production: {
    kind: 'text',
    value: 'PATTERN',
    description:
      'Regular expression of the environments that users meet (default: names that begin with prod or live)',
  },
  only: {
    kind: 'text',
    value: 'STREAMS',
    description: 'Only these parts, with commas between, such as pulls,deployments',
  },
  again: {
    kind: 'flag',
    default: false,
    description: 'Read everything again from --since on, as after gaps; nothing is doubled',
  },
  ...ledgerOptions,
  ...talkOptions,
} as const satisfies OptionTable

/** `sluice sync`. */
export const syncCommand = defineCommand({
  name: 'sync',
  summary: 'Read the past of a repository from its forge into the ledger',
  description:
    'Reads pull or merge requests with their reviews, CI runs, deployments and incidents from a forge and keeps them ' +
    'in the ledger on this machine. It goes on where it stopped, keeps to the limits of the server, and can be ' +
    'interrupted at any time. The token comes from GITHUB_TOKEN or GITLAB_TOKEN and is never stored.',
  arguments: [
    { name: 'source', description: 'Forge to read', isRequired: true, choices: ['github', 'gitlab'] },
    { name: 'repository', description: 'Such as acme/shop (default: the origin of the clone here)' },
  ],
  options: syncOptions,
  examples: [
    { command: 'sluice sync github', does: 'the repository you stand in' },
    { command: 'sluice sync github acme/shop --since 2026-01-01', does: 'another one, this year' },
    { command: 'sluice sync gitlab --api-url https://git.acme.example/api/v4', does: 'a GitLab of your own' },
    { command: 'sluice sync github --only deployments', does: 'one part alone' },
  ],
  load: async () => (await import('./run-sync.ts')).runSync,
})
