import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readPackageFile } from '../workspace.ts'

/**
 * The licence texts that must travel with a bundle of other people's code.
 *
 * @param folders Absolute folders of the npm packages in it.
 * Throws when one of them carries no licence text, because the bundle must not be published then.
 */
export async function thirdPartyNotices(folders: readonly string[]): Promise<string> {
  const notices = await Promise.all(folders.map((folder) => notice(folder)))
  const intro = `sluice contains the following third-party work, each under its own licence.`
  return `${[intro, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

async function notice(folder: string): Promise<string> {
  const { name, version, license } = readPackageFile(join(folder, 'package.json'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name} is bundled but carries no licence text`)

  const text = await readFile(join(folder, file), 'utf8')
  return `${name} ${version ?? ''} (${license ?? 'see below'})\n\n${text.trim()}`
}
