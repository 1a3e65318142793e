import { describe, expect, it } from 'vitest'
import { ledgerFolder } from './ledger-folder.ts'

describe('ledgerFolder', () => {
  it.each([
    ['--data before all', { data: '/srv/data', environment: { SLUICE_DATA: '/other' } }, '/srv/data'],
    ['SLUICE_DATA next', { environment: { SLUICE_DATA: '/other', XDG_DATA_HOME: '/xdg' } }, '/other'],
    ['the data folder of the desktop next', { environment: { XDG_DATA_HOME: '/xdg' } }, '/xdg/sluice'],
    ['the home folder last', { environment: { HOME: '/data/ada' } }, '/data/ada/.local/share/sluice'],
    [
      'empty variables as absent',
      { environment: { HOME: '/data/ada', SLUICE_DATA: '' } },
      '/data/ada/.local/share/sluice',
    ],
  ])('takes %s', (_, options, folder) => {
    expect(ledgerFolder({ platform: 'linux', ...options })).toBe(folder)
  })

  it('follows the habits of other systems', () => {
    const environment = { HOME: '/data/ada' }

    expect(ledgerFolder({ platform: 'darwin', environment })).toBe(
      '/data/ada/Library/Application Support/sluice',
    )
  })
})
