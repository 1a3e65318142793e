import { readEach, readWhole } from '../kit/read-each.ts'
import type { SourcePage } from '../kit/source.ts'
import { isProductionDeployment, mapDeployment, type EnvironmentRules } from './map-deployment.ts'
import { readUpdated } from './read-updated.ts'
import { sourcePage } from '../kit/source-page.ts'
import type { GitlabReading } from './reading.ts'
import { Environment, GitlabDeployment } from './schema.ts'

/**
 * Deployments, the first changed first. The list does not tell approvals, so those to production are asked for one
 * by one. The tiers of environments are read once before.
 */
export async function* readDeployments(reading: GitlabReading): AsyncGenerator<SourcePage, void, void> {
  const { http, context, config, place, root } = reading
  const environments = await readWhole(
    http.pages(`${root}/environments`, { schema: Environment, query: { per_page: 100 } }),
  )
  const tiers = new Map(environments.items.map(({ name, tier }) => [name, tier]))
  const rules: EnvironmentRules = {
    production: config.productionEnvironments,
    tierOf: (name) => tiers.get(name),
  }
  const list = readUpdated(http, {
    path: `${root}/deployments`,
    schema: GitlabDeployment,
    updatedAt: (deployment) => deployment.updated_at,
    keyOf: (deployment) => deployment.id,
    since: config.since,
    cursor: context.cursorOf('deployments'),
  })
  let rejected = environments.rejected
  for await (const { items, ...page } of list) {
    const parts = await readEach(
      items,
      async (deployment) => {
        const { name, tier } = deployment.environment
        const isProduction = isProductionDeployment(
          { environment: name, tier: tier ?? tiers.get(name) },
          rules.production,
        )
        const whole = isProduction
          ? await http.get(`${root}/deployments/${deployment.id}`, { schema: GitlabDeployment })
          : undefined
        return { events: mapDeployment(place, whole ?? deployment, rules), rejected: [] }
      },
      (deployment) => ({ events: mapDeployment(place, deployment, rules), rejected: [] }),
    )
    yield sourcePage('deployments', parts, { ...page, rejected: [...rejected, ...page.rejected] })
    rejected = []
  }
}
