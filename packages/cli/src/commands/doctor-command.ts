import { defineCommand, type OptionTable } from '../command.ts'
import { ledgerOptions } from './ledger-options.ts'

export const doctorOptions = {
  tagPattern: {
    kind: 'text',
    value: 'PATTERN',
    description: 'Glob or /regular expression/ of the tags that are releases (default: stable versions)',
  },
  main: { kind: 'text', value: 'REF', description: 'Main line (default: the default branch of the remote)' },
  ...ledgerOptions,
  json: { kind: 'file', description: 'Write the findings as JSON (sluice.doctor/1); to stdout without FILE' },
  color: { kind: 'flag', default: true, description: 'Print without colour, as NO_COLOR does' },
} as const satisfies OptionTable

/** `sluice doctor`. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'Say what sluice finds in a git clone, and what is missing',
  description:
    'Looks at git, the clone, its main line, its tags and the ledger, says what each costs the analysis, and which further ' +
    'source would add what. Exit code 0 when the clone can be analyzed as it is, 2 when something must be mended first.',
  arguments: [{ name: 'path', description: 'Folder of the clone (default: the current one)' }],
  options: doctorOptions,
  examples: [
    { command: 'sluice doctor', does: 'the clone you stand in' },
    { command: 'sluice doctor ../shop --tag-pattern "release-*"', does: 'try a tag pattern' },
    { command: 'sluice doctor --json', does: 'the findings for a program' },
  ],
  load: async () => (await import('./run-doctor.ts')).runDoctor,
})
