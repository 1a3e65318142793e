import { errorsOf, type ErrorTable } from '@sluice/model'

/** Errors of `@sluice/git`. A code is permanent: add one, never rename or reuse one. */
export const gitErrors = {
  GIT_MISSING: {
    kind: 'operational',
    message: (at: { command: string }) => `The program "${at.command}" was not found or may not be run.`,
    hint: 'Install git 2.30 or later and make sure that it is on the PATH.',
  },
  GIT_TOO_OLD: {
    kind: 'operational',
    message: (at: { version: string; needed: string }) =>
      `git ${at.version} is installed, but at least ${at.needed} is needed to read a repository safely.`,
    hint: 'Upgrade git.',
  },
  PATH_NOT_FOUND: {
    kind: 'user',
    message: (at: { path: string }) => `There is nothing at ${at.path}, or it may not be read.`,
    hint: 'Give the path of a git clone, or run the command inside one.',
  },
  NOT_A_REPOSITORY: {
    kind: 'user',
    message: (at: { path: string }) => `${at.path} is not inside a git repository.`,
    hint: 'Give the path of a git clone, or run the command inside one.',
  },
  UNSAFE_OWNERSHIP: {
    kind: 'user',
    message: (at: { path: string }) =>
      `git refuses to read ${at.path} because another user owns it. To trust it, run: git config --global --add safe.directory '${at.path}'`,
    hint: 'Run the command above when you trust the repository, or run sluice as the user who owns it.',
  },
  EMPTY_REPOSITORY: {
    kind: 'user',
    message: (at: { path: string }) => `The repository at ${at.path} has no commit yet.`,
    hint: 'Commit something, or fetch a branch, and run again.',
  },
  UNKNOWN_REVISION: {
    kind: 'user',
    message: (at: { revision: string }) => `The repository has no commit called "${at.revision}".`,
    hint: 'Check the spelling; in a shallow or single-branch clone the branch may need to be fetched first.',
  },
  CORRUPT_REPOSITORY: {
    kind: 'operational',
    message: (at: { object: string; detail: string }) =>
      `The repository is damaged at object ${at.object}: ${at.detail}`,
    hint: 'Run "git fsck" to see the extent, then fetch the object again or make a fresh clone.',
  },
  MISSING_OBJECTS: {
    kind: 'user',
    message: (at: { filter: string; wanted: string }) =>
      `This partial clone (filter ${at.filter}) lacks the objects that ${at.wanted} needs.`,
    hint: 'Clone again without the filter (or with --filter=blob:none); sluice never downloads objects by itself.',
  },
  GIT_FAILED: {
    kind: 'operational',
    message: (at: { command: string; detail: string }) => `"git ${at.command}" failed: ${at.detail}`,
    hint: 'Run the same git command in the repository to see the whole output.',
  },
  GIT_OUTPUT_UNREADABLE: {
    kind: 'bug',
    message: (at: { command: string; detail: string }) =>
      `"git ${at.command}" printed something that sluice cannot read: ${at.detail}`,
    hint: 'Please report this with the version of git.',
  },
  BAD_TAG_PATTERN: {
    kind: 'user',
    message: (at: { pattern: string; detail: string }) =>
      `The tag pattern "${at.pattern}" is not usable: ${at.detail}`,
    hint: 'Give a glob such as "v*", or a regular expression between slashes such as "/^(?<service>.+)-v\\d+/".',
  },
  CANCELLED: {
    kind: 'user',
    message: (at: { command: string }) => `Stopped while "git ${at.command}" was running.`,
    hint: 'Nothing was changed; run again to start over.',
  },
} satisfies ErrorTable

/** Makes an error of this package. */
export const gitError = errorsOf(gitErrors)
