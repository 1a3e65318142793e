import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf, runTool } from '../../tools/checks/check.ts'
import { repositoryRoot, workspacePackages } from '../../tools/workspace.ts'

interface Snippet {
  readonly name: string
  readonly text: string
}

/** Shows that the compiler looks at all: it must complain about this one, and about no other. */
const wrongSnippet: Snippet = {
  name: 'wrong-on-purpose.ts',
  text: "import { nothingOfThatName } from '@sluice/model'\n",
}

// The packages are found only from inside the workspace; its cache is not checked in.
let folder: string
beforeAll(() => {
  const cache = join(repositoryRoot, '.cache')
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'readme-snippets-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const packages = workspacePackages().map((workspacePackage) => workspacePackage.folder)
// What users install is a command, and its README shows commands; `npm run check` holds those.
const libraries = packages.filter((name) => name !== 'cli')

describe('the README', () => {
  it.each(libraries)('of %s shows how the package is used', (name) => {
    expect(existsSync(readmeOf(name))).toBe(true)
    expect(snippetsOf(name)).not.toEqual([])
  })

  it('of every package shows only code that compiles', async () => {
    const complaints = await complaintsAbout([...packages.flatMap(snippetsOf), wrongSnippet])

    expect(complaints).toEqual([expect.stringMatching(/^wrong-on-purpose\.ts\(1,10\): error TS2305: /)])
  })
})

function readmeOf(name: string): string {
  return join(repositoryRoot, 'packages', name, 'README.md')
}

/** The TypeScript blocks of a README, each on the line it has there, so that a complaint names that line. */
function snippetsOf(name: string): readonly Snippet[] {
  const readme = readFileSync(readmeOf(name), 'utf8')
  return [...readme.matchAll(/^```(?:tsx?|typescript)\b.*\n([^]*?)^```$/gm)].map(
    ({ 1: code = '', index }) => {
      const line = readme.slice(0, index).split('\n').length
      return { name: `${name}-README-${line}.ts`, text: '\n'.repeat(line) + code }
    },
  )
}

async function complaintsAbout(snippets: readonly Snippet[]): Promise<readonly string[]> {
  for (const { name, text } of snippets) writeFileSync(join(folder, name), text)
  const settings = {
    extends: relative(folder, join(repositoryRoot, 'tsconfig.json')),
    // An example may end where its reader goes on.
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
    include: ['*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const lines = linesOf(await runTool('tsc', ['--project', folder, '--pretty', 'false']))
  const here = `${relative(repositoryRoot, folder)}/`
  return lines.map((line) => line.replace(here, ''))
}
