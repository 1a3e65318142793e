import { day, deploymentId, type DeploymentId } from '@sluice/model'
import { z } from 'zod'
import { readEach, readWhole, type ReadParts } from '../kit/read-each.ts'
import { parseJsonCursor } from '../kit/json-cursor.ts'
import { readNewestFirst } from '../kit/newest-first.ts'
import type { SourcePage } from '../kit/source.ts'
import { deploymentIdFor, isFinalState, mapDeployment, mapDeploymentStatus } from './map-deployment.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GithubReading } from './reading.ts'
import { DeploymentStatus, GithubDeployment } from './schema.ts'

/**
 * Deployments with every state they went through, waits for approval among them, the newest first. Those of
 * environments that come and go, such as previews, are told without their states, because there may be one for
 * every push. Those that had not come to an end are looked at again by the next reading.
 */
export async function* readDeployments(reading: GithubReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, root } = reading
  const known = parseJsonCursor(Cursor, context.cursorOf('deployments')) ?? { open: [] }
  let open: readonly OpenDeployment[] = []
  if (known.open.length > 0) {
    const read = await readEach(
      known.open,
      async ({ native, id }) => {
        const { parts, isOver } = await readStatuses(reading, native, deploymentId(id))
        if (!isOver) open = [...open, { native, id }]
        return parts
      },
      () => ({ events: [], rejected: [] }),
    )
    yield sourcePage('deployments', read, {
      cursor: JSON.stringify({ ...known, open } satisfies Cursor),
      progress: { done: read.length },
    })
  }
  const list = readNewestFirst(http, {
    path: `${root}/deployments`,
    query: {},
    schema: GithubDeployment,
    momentOf: (deployment) => deployment.created_at,
    since: config.since,
    cursor: known.list,
  })
  for await (const { items, cursor, ...page } of list) {
    const parts = await readEach(
      items,
      async (deployment) => {
        const told = mapDeployment(reading.place, deployment, config.productionEnvironments)
        if (deployment.transient_environment === true) return { events: told, rejected: [] }
        const id = deploymentIdFor(reading.place, deployment, config.productionEnvironments)
        const read = await readStatuses(reading, deployment.id, id)
        const age = context.clock.now() - deployment.created_at
        if (!read.isOver && age < givenUpAfter) open = [...open, { native: deployment.id, id }]
        return { events: [...told, ...read.parts.events], rejected: read.parts.rejected }
      },
      (deployment) => ({
        events: mapDeployment(reading.place, deployment, config.productionEnvironments),
        rejected: [],
      }),
    )
    open = withoutRepeats(open).slice(0, mostOpen)
    yield sourcePage('deployments', parts, {
      ...page,
      cursor: JSON.stringify({ list: cursor, open } satisfies Cursor),
    })
  }
}

async function readStatuses(
  { http, place, root }: GithubReading,
  native: number,
  id: DeploymentId,
): Promise<{ readonly parts: ReadParts; readonly isOver: boolean }> {
  const { items, rejected } = await readWhole(
    http.pages(`${root}/deployments/${native}/statuses`, {
      schema: DeploymentStatus,
      query: { per_page: 100 },
    }),
  )
  const events = items.flatMap((status) => mapDeploymentStatus(place, id, status) ?? [])
  return { parts: { events, rejected }, isOver: items.some(({ state }) => isFinalState(state)) }
}

function withoutRepeats(open: readonly OpenDeployment[]): readonly OpenDeployment[] {
  return [...new Map(open.map((one) => [one.native, one])).values()]
}

/** A deployment without an end after that time will have none. */
const givenUpAfter = 30 * day
const mostOpen = 200

const OpenDeployment = z.object({ native: z.int(), id: z.string() })
type OpenDeployment = z.infer<typeof OpenDeployment>
const Cursor = z.object({ list: z.string().optional(), open: z.array(OpenDeployment).readonly() })
type Cursor = z.infer<typeof Cursor>
