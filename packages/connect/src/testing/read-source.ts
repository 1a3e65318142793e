import { clockFrom, type DeliveryEvent } from '@sluice/model'
import { openHttpDoor, type HttpDoorOptions } from '../kit/open-http-door.ts'
import type { Source, SourcePage } from '../kit/source.ts'
import { Secret } from '../kit/secret.ts'

export interface ReadSourceOptions<TConfig> {
  readonly url: string
  readonly config: TConfig
  readonly cursors?: ReadonlyMap<string, string>
  readonly door?: Partial<HttpDoorOptions>
  readonly secret?: string
}

export interface SourceReading {
  readonly pages: readonly SourcePage[]
  readonly events: ReadonlyMap<string, DeliveryEvent>
  readonly cursors: ReadonlyMap<string, string>
}

/** Reads a source from its server to the end. */
export async function readSource<TConfig>(
  source: Source<TConfig>,
  { url, config, cursors: given, door: how, secret = 'not-a-real-token' }: ReadSourceOptions<TConfig>,
): Promise<SourceReading> {
  const clock = clockFrom(() => Date.now())
  await using door = openHttpDoor({
    source: source.id,
    baseUrl: url,
    clock,
    secret: new Secret(secret),
    ...how,
  })
  const pages: SourcePage[] = []
  const cursors = new Map(given)
  for await (const page of source.read(config, {
    http: door,
    clock,
    cursorOf: (stream) => given?.get(stream),
  })) {
    pages.push(page)
    if (page.cursor !== undefined) cursors.set(page.stream, page.cursor)
  }
  const events = new Map(pages.flatMap((page) => page.events.map((event) => [event.id, event] as const)))
  return { pages, events, cursors }
}
