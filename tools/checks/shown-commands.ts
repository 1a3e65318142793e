import { optionUsage } from '../../packages/cli/src/command.ts'
import { commands } from '../../packages/cli/src/commands/commands.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { repositoryRoot } from '../workspace.ts'
import type { Check } from './check.ts'
import { trackedFiles, type TrackedFile } from './tracked-files.ts'

export const shownCommandCheck: Check = {
  name: 'shown commands',
  remedy: 'correct the command in the Markdown file',
  run: async () => {
    const pages = (await trackedFiles()).filter(({ path }) => path.endsWith('.md'))
    return findUnknownCommands(pages, { commands: knownCommands(), scripts: knownScripts() })
  },
}

/** What a page may tell people to type. */
export interface KnownCommands {
  /** Flags (`--since`) by command (`analyze`). */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>
  readonly scripts: ReadonlySet<string>
}

/** Commands in `sh` blocks and code spans of Markdown pages that do not exist, as `page:line: what`. */
export function findUnknownCommands(pages: readonly TrackedFile[], known: KnownCommands): readonly string[] {
  return pages.flatMap((page) =>
    shownLines(page.text).flatMap(({ code, line }) =>
      code
        .split(/&&|\||;/)
        .flatMap((part) => problemsOf(part.trim(), known))
        .map((problem) => `${page.path}:${line}: ${problem}`),
    ),
  )
}

function problemsOf(typed: string, { commands: byName, scripts }: KnownCommands): readonly string[] {
  const words = typed.split(/\s+/)
  if (words[0] === 'npm' && words[1] === 'run') {
    const script = words[2] ?? ''
    return scripts.has(script) ? [] : [`there is no script "${script}"`]
  }
  const start = words[0] === 'npx' ? 1 : 0
  if (words[start] !== 'sluice') return []

  const [name = '', ...rest] = words.slice(start + 1)
  if (!/^[a-z]+$/.test(name) || name === 'help') return []
  const flags = byName.get(name)
  if (flags === undefined) return [`there is no command "sluice ${name}"`]
  return rest
    .map((word) => /^--[a-z-]+/.exec(word)?.[0])
    .filter((flag) => flag !== undefined && flag !== '--help' && !flags.has(flag))
    .map((flag) => `sluice ${name} has no option ${flag ?? ''}`)
}

function shownLines(text: string): readonly { readonly code: string; readonly line: number }[] {
  let fence: string | undefined
  return text.split('\n').flatMap((content, index) => {
    const mark = /^\s*```(\w*)/.exec(content)
    if (mark !== null) {
      fence = fence === undefined ? (mark[1] ?? '') : undefined
      return []
    }
    const line = index + 1
    if (fence === 'sh') return [{ code: content.replace(/\s#\s.*$/, ''), line }]
    if (fence !== undefined) return []
    return [...content.matchAll(/`([^`]+)`/g)].map(([, code = '']) => ({ code, line }))
  })
}

function knownCommands(): KnownCommands['commands'] {
  return new Map(
    commands.map(({ name, options }) => [
      name,
      new Set(Object.entries(options).map(([option, how]) => optionUsage(option, how).split(' ')[0] ?? '')),
    ]),
  )
}

function knownScripts(): KnownCommands['scripts'] {
  const Root = z.object({ scripts: z.record(z.string(), z.string()) })
  const root = Root.parse(JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')))
  return new Set(Object.keys(root.scripts))
}
