import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface LedgerPlaceOptions {
  /** `--data DIR`. */
  readonly data?: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
}

/**
 * The folder of the embedded ledger: `--data`, else `SLUICE_DATA`, else where the system keeps a user's data
 * (`$XDG_DATA_HOME/sluice`, `~/.local/share/sluice`, `~/Library/Application Support/sluice`, `%LOCALAPPDATA%\sluice`).
 */
export function ledgerFolder({ data, environment, platform }: LedgerPlaceOptions): string {
  const asked = data ?? nonEmpty(environment['SLUICE_DATA'])
  return asked === undefined ? userFolder(environment, platform) : resolve(asked)
}

function userFolder(environment: LedgerPlaceOptions['environment'], platform: NodeJS.Platform): string {
  const home = nonEmpty(environment['HOME']) ?? homedir()
  const dataHome = nonEmpty(environment['XDG_DATA_HOME'])
  if (dataHome !== undefined) return join(dataHome, 'sluice')
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'sluice')
    case 'win32':
      return join(nonEmpty(environment['LOCALAPPDATA']) ?? join(home, 'AppData', 'Local'), 'sluice')
    default:
      return join(home, '.local', 'share', 'sluice')
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text
}
