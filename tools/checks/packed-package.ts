import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { join } from 'node:path'
import { z } from 'zod'
import { readPackageFile, repositoryRoot } from '../workspace.ts'
import { linesOf, runProgram, type Check } from './check.ts'

const home = join(repositoryRoot, 'packages/cli')
const PackList = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1)

export const packedPackageCheck: Check = {
  name: 'package',
  remedy: 'change packages/cli/package.json or tools/build.ts',
  run: async () => {
    const built = await runProgram(process.execPath, ['--import', 'tsx', 'tools/build.ts'])
    if (!built.isContent) return linesOf(built)

    const file = readPackageFile(join(home, 'package.json'))
    const { messages } = await publint({ pkgDir: home, pack: 'npm', strict: true })
    return [
      ...messages.map((message) => formatMessage(message, file) ?? message.code),
      ...(await unexpectedFiles()),
    ]
  },
}

/** What users install is the program, its font and the licences; nothing else gets in by accident. */
async function unexpectedFiles(): Promise<readonly string[]> {
  const packed = await runProgram('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], home)
  if (!packed.isContent) return linesOf(packed)

  const [list] = PackList.parse(JSON.parse(packed.output.slice(packed.output.indexOf('['))))
  const paths = list?.files.map(({ path }) => path) ?? []
  const wanted = [
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.txt',
    'bin/sluice.js',
    'dist/sluice.js',
    'package.json',
  ]
  return [
    ...wanted.filter((path) => !paths.includes(path)).map((path) => `${path} is missing from the package`),
    ...paths
      .filter((path) => !wanted.includes(path) && !/^dist\/[\w.-]+\.(js|woff2)$/.test(path))
      .map((path) => `${path} should not be in the package`),
  ]
}
