import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { repositoryRoot, workspacePackages } from './workspace.ts'

/** One error code as the reference shows it. */
export interface DocumentedError {
  readonly code: string
  /** Folder of the package whose table holds it. */
  readonly package: string
  readonly kind: 'user' | 'operational' | 'bug'
  /** The message with its details as `<name>`. */
  readonly message: string
  readonly hint: string
}

const Definition = z.object({
  kind: z.enum(['user', 'operational', 'bug']),
  message: z.custom<(details: unknown) => unknown>((value) => typeof value === 'function'),
  hint: z.string(),
})
const Table = z.record(z.string(), Definition)

/** Every row of every error table (`xErrors` in `packages/x/src/errors.ts`), by package and then as written. */
export async function readErrorTables(root: string = repositoryRoot): Promise<readonly DocumentedError[]> {
  const folders = workspacePackages(root).filter(({ path }) => existsSync(join(path, 'src/errors.ts')))
  const tables = await Promise.all(
    folders.map(async ({ folder, path }) => {
      const errors: unknown = await import(pathToFileURL(join(path, 'src/errors.ts')).href)
      return Object.entries(tableOf(folder, errors)).map(([code, { kind, message, hint }]) => ({
        code,
        package: folder,
        kind,
        hint,
        message: String(message(placeholders())),
      }))
    }),
  )
  return tables.flat()
}

function tableOf(folder: string, errors: unknown): z.infer<typeof Table> {
  const name = `${folder.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Errors`
  const exported = z.record(z.string(), z.unknown()).parse({ ...z.looseObject({}).parse(errors) })
  // The model makes tables and has none of its own.
  return Table.parse(exported[name] ?? {})
}

/** Details that read as `<name>` wherever a message puts them, whatever it does with them. */
function placeholders(): unknown {
  return new Proxy({}, { get: (_, name) => placeholder(String(name)) })
}

function placeholder(name: string): unknown {
  const shown = (): string => `<${name}>`
  return new Proxy(shown, {
    get: (_, key) => (key === Symbol.toPrimitive || key === 'toString' ? shown : placeholder(name)),
    apply: () => placeholder(name),
  })
}
