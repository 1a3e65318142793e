import { errorsOf, type ErrorTable } from '@sluice/model'

/** Errors of `@sluice/engine`. A code is permanent: add one, never rename or reuse one. */
export const engineErrors = {
  TIME_NOT_UNDERSTOOD: {
    kind: 'user',
    message: (at: { option: string; text: string }) =>
      `${at.option} "${at.text}" is not a time sluice understands.`,
    hint: 'Use a date (2026-01-31), a length of time (90d, 12w, 6 months), "now", or the name of a tag.',
  },
  WINDOW_IS_EMPTY: {
    kind: 'user',
    message: (at: { since: string; until: string }) =>
      `The window is empty: it would start at ${at.since} and end at ${at.until}.`,
    hint: 'Choose a --since that is before --until.',
  },
  SERVICE_UNKNOWN: {
    kind: 'user',
    message: (at: { service: string; nearest: string }) =>
      `No release tag names a service "${at.service}"${at.nearest === '' ? '' : `; the nearest is "${at.nearest}"`}.`,
    hint: 'Services are the parts before the version in tags such as api@1.2.3 or api/v1.2.3; sluice doctor lists them.',
  },
  REPOSITORY_NAME_INVALID: {
    kind: 'user',
    message: (at: { text: string }) => `"${at.text}" is not the name of a repository.`,
    hint: 'Write owner/name, or with its server: github.com/acme/shop.',
  },
  REPOSITORY_NOT_KNOWN: {
    kind: 'user',
    message: (at: { repository: string }) => `The ledger knows nothing of ${at.repository}.`,
    hint: 'Read it with "sluice sync" first, or name the folder of the ledger with --data; "sluice ledger status" shows what is there.',
  },
  STREAM_UNKNOWN: {
    kind: 'user',
    message: (at: { stream: string; streams: string; nearest: string }) =>
      `There is no part "${at.stream}" to read${at.nearest === '' ? '' : `; the nearest is "${at.nearest}"`}. There are ${at.streams}.`,
    hint: 'Leave --only out to read all of them.',
  },
  PATTERN_INVALID: {
    kind: 'user',
    message: (at: { option: string; pattern: string }) =>
      `${at.option} "${at.pattern}" is not a regular expression.`,
    hint: 'Write one such as "^prod", with quotes so that the shell leaves it alone.',
  },
  INPUT_MISSING: {
    kind: 'user',
    message: (at: { file: string }) => `There is no file ${at.file}.`,
    hint: 'Check the name; a pattern such as reports/*.xml must match at least one file.',
  },
  INPUT_TOO_LARGE: {
    kind: 'user',
    message: (at: { file: string; limit: string }) => `${at.file} is larger than ${at.limit}.`,
    hint: 'Split it; files of deliveries are small, and reports of tests are read as "junit" without a limit.',
  },
  INPUT_NOT_JSON: {
    kind: 'user',
    message: (at: { file: string; line: number }) =>
      `${at.file} is neither JSON nor one JSON value on each line (line ${at.line}).`,
    hint: 'Give the body of the delivery as it was sent.',
  },
  INPUT_UNREADABLE: {
    kind: 'user',
    message: (at: { file: string; reason: string }) => `${at.file} cannot be read: ${at.reason}.`,
    hint: 'Name a file that you may read, or "-" for standard input.',
  },
  RECORD_REFUSED: {
    kind: 'user',
    message: (at: { kind: string; reason: string }) => `The ${at.kind} was not recorded: ${at.reason}`,
    hint: 'Say it again with the field mended; nothing was written.',
  },
  ORIGIN_UNKNOWN: {
    kind: 'user',
    message: (at: { folder: string }) =>
      `The clone at ${at.folder} has no remote "origin" on a server, so it is not known which repository this is.`,
    hint: 'Name the repository, such as "sluice sync github acme/shop", or add the remote with git.',
  },
} satisfies ErrorTable

export const engineError = errorsOf(engineErrors)
