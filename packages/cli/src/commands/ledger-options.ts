import type { OptionTable } from '../command.ts'

/** Where the ledger is, for every command that opens it. */
export const ledgerOptions = {
  data: {
    kind: 'text',
    value: 'DIR',
    description: 'Folder of the ledger (default: SLUICE_DATA, or the data folder of the user)',
  },
} as const satisfies OptionTable

/** Which repository something is about, for every command that records. */
export const repositoryOptions = {
  repository: {
    kind: 'text',
    value: 'NAME',
    description:
      'Repository it is about, such as github.com/acme/shop (default: the origin of the clone here)',
  },
} as const satisfies OptionTable

/** How a command talks, for every command that works for a while. */
export const talkOptions = {
  json: { kind: 'file', description: 'Write what was done as JSON; to stdout without FILE' },
  quiet: { kind: 'flag', default: false, description: 'No progress and no remarks, only what was asked for' },
} as const satisfies OptionTable
