import { errorsOf, type ErrorTable } from '@sluice/model'

/** Errors of the command line. A code is permanent: add one, never rename or reuse one. */
export const cliErrors = {
  COMMAND_UNKNOWN: {
    kind: 'user',
    message: (at: { command: string; nearest?: string }) =>
      `There is no command "${at.command}"${at.nearest === undefined ? '' : `; the nearest is "${at.nearest}"`}.`,
    hint: 'Run "sluice help" for the commands; a folder is given to one: "sluice analyze FOLDER".',
  },
  OPTION_UNKNOWN: {
    kind: 'user',
    message: (at: { option: string; nearest?: string }) =>
      `There is no option "${at.option}"${at.nearest === undefined ? '' : `; the nearest is "${at.nearest}"`}.`,
    hint: 'Add --help to the command for its options.',
  },
  ARGUMENTS_INVALID: {
    kind: 'user',
    message: (at: { reason: string }) => `The command line cannot be used: ${at.reason}`,
    hint: 'Add --help to the command for its options and examples.',
  },
  OUTPUTS_COLLIDE: {
    kind: 'user',
    message: (at: { first: string; second: string; target: string }) =>
      `${at.first} and ${at.second} would both be written to ${at.target}.`,
    hint: 'Give each its own file, such as --json analysis.json --md report.md.',
  },
  OUTPUT_IS_DIRECTORY: {
    kind: 'user',
    message: (at: { file: string }) => `${at.file} is a folder, so no file can be written there.`,
    hint: 'Name a file. To analyze a folder, put it before the option: "sluice analyze FOLDER --json".',
  },
  OUTPUT_FOLDER_MISSING: {
    kind: 'user',
    message: (at: { file: string; folder: string }) =>
      `${at.file} cannot be written because the folder ${at.folder} does not exist.`,
    hint: 'Create the folder first, or name a file in one that exists.',
  },
  OUTPUT_NOT_WRITABLE: {
    kind: 'user',
    message: (at: { file: string; reason: string }) => `${at.file} cannot be written: ${at.reason}.`,
    hint: 'Choose a file in a folder you may write to, or "-" for standard output.',
  },
  OUTPUT_DISK_FULL: {
    kind: 'operational',
    message: (at: { file: string }) => `${at.file} was not written because the disk is full.`,
    hint: 'Free some space and run the command again; an older file of that name is unchanged.',
  },
  TOPIC_UNKNOWN: {
    kind: 'user',
    message: (at: { topic: string }) => `Nothing is known about "${at.topic}".`,
    hint: 'Run "sluice explain" for everything that can be explained.',
  },
} satisfies ErrorTable

export const cliError = errorsOf(cliErrors)
