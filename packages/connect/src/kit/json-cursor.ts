import type { z } from 'zod'

/**
 * What a cursor holds that was written as JSON. One that cannot be read, as of another version, is as good as none:
 * undefined, and everything is read again, which is harmless.
 */
export function parseJsonCursor<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
