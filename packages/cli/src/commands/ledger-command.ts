import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions, talkOptions } from './ledger-options.ts'

export const ledgerCommandOptions = {
  ...ledgerOptions,
  ...talkOptions,
} as const satisfies OptionTable

/** `sluice ledger`. */
export const ledgerCommand = defineCommand({
  name: 'ledger',
  summary: 'Look at the ledger, take it along, or derive its facts again',
  description:
    'status: where it is, what it holds and what was set aside. export: everything as Parquet files in a folder. ' +
    'import: such a folder into this ledger. rebuild: all facts again from the events, as after an update of sluice.',
  arguments: [
    {
      name: 'action',
      description: 'What to do',
      isRequired: true,
      choices: ['status', 'export', 'import', 'rebuild'],
    },
    { name: 'folder', description: 'Folder of the export' },
  ],
  options: ledgerCommandOptions,
  examples: [
    { command: 'sluice ledger status', does: 'what is in it' },
    { command: 'sluice ledger export backup', does: 'Parquet files, for a backup or another tool' },
    { command: 'sluice ledger import backup --data /srv/sluice', does: 'into another ledger' },
  ],
  load: async () => (await import('./run-ledger.ts')).runLedger,
})
