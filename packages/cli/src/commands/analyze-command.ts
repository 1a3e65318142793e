import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions } from './ledger-options.ts'

export const analyzeOptions = {
  html: {
    kind: 'text',
    value: 'FILE',
    description: 'Write one self-contained HTML page with charts and the rows behind every number',
  },
  md: { kind: 'file', description: 'Write Markdown for a comment or a job summary; to stdout without FILE' },
  json: {
    kind: 'file',
    description: 'Write the whole analysis as JSON (sluice.analysis/1); to stdout without FILE',
  },
  since: {
    kind: 'text',
    value: 'TIME',
    description: 'Start of the window: a date, 90d, "6 months ago" or a tag (default: 52 weeks)',
  },
  until: {
    kind: 'text',
    value: 'TIME',
    description: 'End of the window, not in it (default: the newest activity)',
  },
  service: {
    kind: 'text',
    value: 'NAME',
    description: 'Only one service of a repository that tags several, such as api for api@1.2.3',
  },
  tagPattern: {
    kind: 'text',
    value: 'PATTERN',
    description: 'Glob or /regular expression/ of the tags that are releases (default: stable versions)',
  },
  main: { kind: 'text', value: 'REF', description: 'Main line (default: the default branch of the remote)' },
  calendar: {
    kind: 'choice',
    value: 'KIND',
    choices: ['elapsed', 'weekdays'],
    default: 'elapsed',
    description: 'Count all hours, or those of Monday to Friday (UTC) only',
  },
  clusters: {
    kind: 'flag',
    default: false,
    description: 'Name a DORA cluster where the whole interval lies inside one',
  },
  size: {
    kind: 'flag',
    default: false,
    description: 'Read the size of each change and compare within sizes too (slow)',
  },
  changes: {
    kind: 'integer',
    minimum: 1,
    bare: 10,
    description: 'List the N changes that took or have waited longest (10 without N)',
  },
  seed: {
    kind: 'integer',
    minimum: 0,
    description: 'Seed of resampling; the same seed gives the same report (default: 1)',
  },
  repository: {
    kind: 'text',
    value: 'NAME',
    description: 'A repository that the ledger knows, such as github.com/acme/shop, without a clone of it',
  },
  ledger: {
    kind: 'flag',
    default: true,
    description: 'Ask git alone, even where a ledger knows more of the repository',
  },
  ...ledgerOptions,
  color: { kind: 'flag', default: true, description: 'Print without colour, as NO_COLOR does' },
  quiet: { kind: 'flag', default: false, description: 'No progress and no remarks, only what was asked for' },
} as const satisfies OptionTable

/** `sluice analyze`. */
export const analyzeCommand = defineCommand({
  name: 'analyze',
  summary: 'Show how change in a git clone reaches users, and where it waits',
  description:
    'Reads the history and the release tags of a git clone and reports how long change takes to reach users, ' +
    'where it waits, the five DORA metrics with their intervals, what changed recently, and how AI-marked ' +
    'change compares. Nothing is sent anywhere and nothing in the clone is written.',
  arguments: [{ name: 'path', description: 'Folder of the clone (default: the current one)' }],
  options: analyzeOptions,
  examples: [
    { command: 'sluice analyze', does: 'the clone you stand in, last 52 weeks' },
    { command: 'sluice analyze ../shop --since 2026-01-01', does: 'another clone, this year' },
    { command: 'sluice analyze --html flow.html', does: 'a page to open and pass on' },
    { command: 'sluice analyze --service api --since 90d', does: 'one service of a monorepo' },
    { command: 'sluice analyze --tag-pattern "release-*"', does: 'when releases are not v1.2.3' },
    { command: 'sluice analyze --repository github.com/acme/shop', does: 'from the ledger, without a clone' },
    { command: 'sluice analyze --json | jq .metrics', does: 'the numbers for a program' },
  ],
  load: async () => (await import('./run-analyze.ts')).runAnalyze,
})
