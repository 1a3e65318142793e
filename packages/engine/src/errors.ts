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
  ORIGIN_UNKNOWN: {
    kind: 'user',
    message: (at: { folder: string }) =>
      `The clone at ${at.folder} has no remote "origin" on a server, so it is not known which repository this is.`,
    hint: 'Name the repository, such as "sluice sync github acme/shop", or add the remote with git.',
  },
} satisfies ErrorTable

export const engineError = errorsOf(engineErrors)
