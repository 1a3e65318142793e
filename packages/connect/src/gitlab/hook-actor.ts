import type { Actor } from '@sluice/model'
import { actorOf } from './actors.ts'
import type { HookUser } from './hook-schema.ts'

/** Who did what a webhook tells of. */
export function hookActor(user: HookUser | null | undefined): Actor | undefined {
  return user === null || user === undefined
    ? undefined
    : actorOf({ id: user.id ?? 0, username: user.username })
}
