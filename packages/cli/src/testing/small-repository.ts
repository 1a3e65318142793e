import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with a clone in it, removed by `dispose`. */
export interface SmallRepository {
  readonly folder: string
  readonly dispose: () => void
}

/** A git history of 40 commits, one a day, with a release tag after every fifth. */
export function smallRepository(): SmallRepository {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
  const git = (words: readonly string[], input = ''): void => {
    execFileSync('git', ['-C', folder, ...words], {
      input,
      env: { ...process.env, ...isolation },
      stdio: 'pipe',
    })
  }
  git(['init', '--quiet', '--initial-branch=main'])
  git(['fast-import', '--quiet'], fastImportScript())
  git(['reset', '--quiet', '--hard'])
  return { folder, dispose: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Settings of the person who runs the tests must not matter. */
const isolation = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }
const firstCommitAt = Date.UTC(2026, 0, 5, 9) / 1000
const secondsPerDay = 86_400

function fastImportScript(): string {
  return Array.from({ length: 40 }, (_, index) => {
    const at = `${firstCommitAt + index * secondsPerDay} +0000`
    const message = `feat: make step ${index + 1} (#${index + 1})`
    const commit =
      `commit refs/heads/main\nmark :${index + 1}\nauthor Ada <ada@example.com> ${at}\n` +
      `committer Ada <ada@example.com> ${at}\ndata ${message.length}\n${message}\n` +
      `M 100644 inline step.txt\ndata 3\n${String(index).padStart(3, '0')}\n\n`
    if (index % 5 !== 4) return commit
    const taggedAt = `${firstCommitAt + index * secondsPerDay + 3_600} +0000`
    return `${commit}tag v1.${(index + 1) / 5}.0\nfrom :${index + 1}\ntagger Ada <ada@example.com> ${taggedAt}\ndata 7\nrelease\n`
  }).join('')
}
