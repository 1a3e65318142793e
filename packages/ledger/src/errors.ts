import { errorsOf, type ErrorTable } from '@sluice/model'

/** Errors of `@sluice/ledger`. A code is permanent: add one, never rename or reuse one. */
export const ledgerErrors = {
  LEDGER_ADDRESS_INVALID: {
    kind: 'user',
    message: (at: { readonly setting: string; readonly reason: string }) =>
      `${at.setting} is no address of a ledger: ${at.reason}.`,
    hint: 'Write clickhouse://user:password@host:8123/database or postgres://user:password@host:5432/database.',
  },
  LEDGER_UNREACHABLE: {
    kind: 'operational',
    message: (at: { readonly server: string; readonly reason: string }) =>
      `The server ${at.server} of the ledger did not do what it was asked: ${at.reason}`,
    hint: 'See that it is up and can be reached from here; what was asked can be asked again.',
  },
  LEDGER_ACCESS_DENIED: {
    kind: 'user',
    message: (at: { readonly server: string }) =>
      `The server ${at.server} of the ledger does not know this user, or the password is wrong.`,
    hint: 'Correct user and password in SLUICE_LEDGER or SLUICE_CONTROL; characters such as @ are written as %40.',
  },
  LEDGER_DATABASE_MISSING: {
    kind: 'user',
    message: (at: { readonly server: string }) => `There is no database ${at.server}.`,
    hint: 'Make it with CREATE DATABASE, or correct the name.',
  },
  LEDGER_RIGHT_MISSING: {
    kind: 'user',
    message: (at: { readonly server: string; readonly reason: string }) =>
      `The user of the ledger may not do what is needed on ${at.server}: ${at.reason}`,
    hint: 'Grant the rights that docs/guides/scale.md lists.',
  },
  LEDGER_SERVER_TOO_OLD: {
    kind: 'user',
    message: (at: { readonly server: string; readonly found: string; readonly needed: string }) =>
      `${at.server} is version ${at.found}, and the ledger needs ${at.needed} or later.`,
    hint: 'Bring the server up to date.',
  },
  LEDGER_CLUSTER_UNKNOWN: {
    kind: 'user',
    message: (at: { readonly server: string; readonly cluster: string }) =>
      `The server ${at.server} knows no cluster "${at.cluster}".`,
    hint: 'Name a cluster of its remote_servers; SELECT DISTINCT cluster FROM system.clusters lists them.',
  },
  LEDGER_CLUSTER_UNSUITABLE: {
    kind: 'user',
    message: (at: { readonly cluster: string; readonly reason: string }) =>
      `The ledger cannot use the cluster "${at.cluster}": ${at.reason}.`,
    hint: 'See docs/guides/scale.md for what a cluster must be like.',
  },
  LEDGER_TOO_NEW: {
    kind: 'user',
    message: (at: { readonly unknown: readonly string[] }) =>
      `The ledger was changed by a later version of sluice (${at.unknown.join(', ')}), which this one does not understand.`,
    hint: 'Use the later version everywhere.',
  },
  LEDGER_OUTBOX_FULL: {
    kind: 'operational',
    message: (at: { readonly batches: number; readonly bytes: number; readonly reason: string }) =>
      `The ledger has not taken ${at.batches} batches (${at.bytes} bytes), and no more are kept for it: ${at.reason}`,
    hint: 'Bring its servers back. Sources go on from where they are; nothing that was accepted is lost.',
  },
  LEDGER_REBUILD_UNDER_WAY: {
    kind: 'user',
    message: () =>
      'Facts are being derived anew by another process, and two at once would disturb one another.',
    hint: 'Wait until it is done; if it died, the way is free after ten minutes.',
  },
  LEDGER_QUERY_FAILED: {
    kind: 'bug',
    message: (at: { readonly server: string; readonly reason: string }) =>
      `The server ${at.server} of the ledger refused a statement: ${at.reason}`,
    hint: 'Please report it with this message and the version of the server.',
  },
  LEDGER_IN_USE: {
    kind: 'user',
    message: (at: { readonly path: string; readonly holder: string }) =>
      `The ledger ${at.path} is in use by ${at.holder}; one process at a time may open it.`,
    hint: 'Stop that process, or give this one a data directory of its own with --data; "sluice analyze --no-ledger" asks git alone.',
  },
  LEDGER_DIRECTORY_UNUSABLE: {
    kind: 'user',
    message: (at: { readonly directory: string; readonly reason: string }) =>
      `The data directory ${at.directory} cannot be used: ${at.reason}`,
    hint: 'Give a directory that this user may read and write with --data.',
  },
  LEDGER_DISK_FULL: {
    kind: 'operational',
    message: (at: { readonly path: string }) =>
      `There is no space left to write the ledger ${at.path}. What was recorded before is kept; this was not recorded.`,
    hint: 'Make space and do it again; the ledger need not be opened anew.',
  },
  LEDGER_DAMAGED: {
    kind: 'operational',
    message: (at: { readonly path: string; readonly reason: string }) =>
      `The ledger ${at.path} is damaged and was left as it is: ${at.reason}`,
    hint: 'Restore it from a backup, or move it away and sync again.',
  },
  LEDGER_FOREIGN_FILE: {
    kind: 'user',
    message: (at: { readonly path: string }) => `${at.path} is a DuckDB file, but not a ledger of sluice.`,
    hint: 'Give another data directory with --data, or move the file away.',
  },
  LEDGER_MIGRATION_CHANGED: {
    kind: 'bug',
    message: (at: { readonly migration: string }) =>
      `The ledger was made with another wording of the step ${at.migration} than this version of sluice has.`,
    hint: 'Use the version of sluice that made it, or move the ledger away and sync again.',
  },
  LEDGER_ROW_INVALID: {
    kind: 'bug',
    message: (at: { readonly table: string; readonly reason: string }) =>
      `Something for the table ${at.table} cannot be recorded: ${at.reason}. Nothing of its batch was recorded.`,
    hint: 'Please report it with the source it came from.',
  },
  LEDGER_FILE_UNREADABLE: {
    kind: 'user',
    message: (at: { readonly path: string; readonly reason: string }) =>
      `${at.path} cannot be read into the ledger: ${at.reason}`,
    hint: 'Give a CSV, Parquet or NDJSON file whose columns are those of the table, or a folder that "sluice ledger export" wrote.',
  },
  LEDGER_CANCELLED: {
    kind: 'user',
    message: () => 'The work on the ledger was cancelled, and nothing of it was kept.',
    hint: 'Start it again when it suits.',
  },
  LEDGER_CLOSED: {
    kind: 'bug',
    message: () => 'The ledger was closed, and something was asked of it after that.',
    hint: 'Please report it with what you were doing.',
  },
  LEDGER_FAILED: {
    kind: 'bug',
    message: (at: { readonly path: string; readonly reason: string }) =>
      `The ledger ${at.path} could not do what it was asked: ${at.reason}`,
    hint: 'Please report it with this message.',
  },
} satisfies ErrorTable

/** Makes an error of this package. */
export const ledgerError = errorsOf(ledgerErrors)
