import type { RepositoryAnalysis } from '@sluice/engine'
import { serviceId, type Change } from '@sluice/model'
import type { Estimate } from '@sluice/stats'
import { describe, expect } from 'vitest'
import { fc, it } from '@fast-check/vitest'
import {
  allStagesAnalysis,
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
} from '../testing/sample-analysis.ts'
import { renderHtmlReport } from './render-html-report.tsx'
import type { ReportData } from './report-data.ts'

const variants: Readonly<Record<string, () => RepositoryAnalysis>> = {
  'a year of a monorepo': sampleAnalysis,
  'a repository that squashes': squashAnalysis,
  'all stages known': allStagesAnalysis,
  'nine changes': tinyAnalysis,
  'no deployments': noDeploymentsAnalysis,
  'an empty window': emptyAnalysis,
  'a single change': () => withFlow(tinyAnalysis(), ({ changes }) => ({ changes: changes.slice(0, 1) })),
  'nothing known': () => withEstimates(sampleAnalysis(), () => unknown),
  'no upper bounds': () =>
    withEstimates(sampleAnalysis(), (estimate) =>
      estimate.kind === 'known'
        ? { ...estimate, interval: { ...estimate.interval, high: Infinity } }
        : { ...estimate, atLeast: 3_600_000 },
    ),
  'a thousand services': () =>
    withFlow(sampleAnalysis(), ({ services }) => ({
      services: Array.from({ length: 1_000 }, (_, index) => ({
        ...(services[0] ?? fail()),
        service: serviceId(`service-${index}`),
      })),
    })),
  'hostile text': () => hostileAnalysis(),
}

const unknown: Estimate = { kind: 'unknown', reason: 'no-data', n: 0, censored: 0, method: 'wilson' }
const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'\`\u202egnp.exe\u2028&amp;`

describe('renderHtmlReport', () => {
  for (const [name, analysis] of Object.entries(variants)) {
    const page = renderHtmlReport(analysis())

    it(`writes sound markup for ${name}`, () => {
      expect(faultsOf(page)).toEqual([])
    })
  }

  it.prop([fc.gen()], { seed: 20_261_122, numRuns: 40, endOnFailure: true })(
    'writes sound markup for any estimates',
    (gen) => {
      const base = gen(() =>
        fc.constantFrom(sampleAnalysis, squashAnalysis, allStagesAnalysis, tinyAnalysis),
      )()
      const page = renderHtmlReport(withEstimates(base, () => gen(() => anyEstimate)))

      expect(faultsOf(page)).toEqual([])
    },
  )

  it.prop([fc.string({ unit: 'binary', maxLength: 60 })], { seed: 7, numRuns: 30 })(
    'writes sound markup for any text from a repository',
    (text) => {
      const page = renderHtmlReport(withText(tinyAnalysis(), text))

      expect(faultsOf(page)).toEqual([])
      expect(dataOf(page).changes).toHaveLength(tinyAnalysis().flow.changes.length)
    },
  )

  it('shows hostile text as text', () => {
    const page = renderHtmlReport(hostileAnalysis())

    expect(page).not.toMatch(/<script>alert|<img|onerror=alert\(1\)>"/)
    expect(page).not.toContain('\u202e')
    expect(page).not.toContain('\u2028')
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)')
    expect(dataOf(page).changes[0]?.[0]).toContain('</script><script>alert(1)')
  })

  it('cuts titles of thousands of characters', () => {
    const title = 'x'.repeat(5_000)
    const page = renderHtmlReport(
      withFlow(tinyAnalysis(), ({ changes }) => ({
        changes: changes.map((row) => ({ ...row, change: { ...row.change, title } })),
      })),
    )

    expect(page).not.toContain('x'.repeat(141))
  })

  it('links to the forge by http and https only', () => {
    const { repository } = sampleAnalysis()
    const page = renderHtmlReport(
      sampleAnalysis({
        repository: {
          ...repository,
          links: {
            commit: 'javascript:alert({sha})',
            pullRequest: 'data:text/html,{number}',
            tag: 'https://forge.example/{tag}',
          },
        },
      }),
    )

    expect(dataOf(page).links).toEqual({ tag: 'https://forge.example/{tag}' })
    expect(page).not.toMatch(/href="(javascript|data):/)
    expect(page).toContain('href="https://forge.example/checkout%402.41.0"')
  })

  it('gives the same page for the same analysis', () => {
    expect(renderHtmlReport(sampleAnalysis())).toBe(renderHtmlReport(sampleAnalysis()))
  })

  it('holds the newest 2,000 rows in less than 400 kB and says how many there are', () => {
    const page = renderHtmlReport(largeAnalysis(5_000))

    expect(page.length).toBeLessThan(400 * 1024)
    expect(dataOf(page).changes).toHaveLength(2_000)
    expect(dataOf(page).totals.changes).toBe(5_000)
  })

  it('says which sluice made it', () => {
    expect(renderHtmlReport(emptyAnalysis(), { generatedBy: 'sluice 9.8.7' })).toContain('sluice 9.8.7')
  })
})

/** What is wrong with a page, as sentences; none is as it should be. */
function faultsOf(page: string): readonly string[] {
  const markup = page.replaceAll(/<style>.*?<\/style>/gs, '').replaceAll(/<script[^>]*>.*?<\/script>/gs, '')
  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1] ?? '')
  const references = [
    ...markup.matchAll(/(?:href="#|popovertarget="|fill="url\(#)([^")]*)/gi),
    ...[...markup.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap((match) => [
      ...(match[1] ?? '').matchAll(/(\S+)/g),
    ]),
  ].map((match) => match[1] ?? '')
  const headings = [...markup.matchAll(/<h([1-6])[ >]/g)].map((match) => Number(match[1]))
  return [
    ...(markup.match(/\bNaN\b|\bundefined\b|\bInfinity\b|\[object /g) ?? []).map((word) => `shows ${word}`),
    ...repeated(ids).map((id) => `has the id ${id} twice`),
    ...references.filter((id) => !ids.includes(id)).map((id) => `refers to the missing id ${id}`),
    ...(markup.match(/<h1[ >]/g)?.length === 1 ? [] : ['has not exactly one h1']),
    ...headings
      .filter((level, index) => level > (headings[index - 1] ?? 0) + 1)
      .map((level) => `skips a level before an h${level}`),
    ...[...markup.matchAll(/<svg([^>]*)>(?!<title)/g)]
      .filter((match) => !(match[1] ?? '').includes('aria-hidden'))
      .map((match) => `has an svg without a title: ${match[1] ?? ''}`),
    ...(markup.match(/<(?:img|link|iframe|object|embed|video|audio|base|form)\b/g) ?? []).map(
      (tag) => `has ${tag}`,
    ),
    ...(markup.match(/\s(?:src|style|on[a-z]+)="/g) ?? []).map(
      (attribute) => `has the attribute ${attribute}`,
    ),
    ...(page.match(/@import|url\((?!data:|#)/g) ?? []).map((load) => `loads by ${load}`),
    ...(JSON.stringify(dataOf(page)).match(/null/g) ?? []).map(() => 'has a null among its rows'),
  ]
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index)
}

function dataOf(page: string): ReportData {
  const json = /<script id="report-data"[^>]*>(.*?)<\/script>/s.exec(page)?.[1] ?? 'null'
  return JSON.parse(json)
}

function hostileAnalysis(): RepositoryAnalysis {
  return withText(tinyAnalysis(), hostile)
}

/** Every text that comes from a repository, replaced. */
function withText(analysis: RepositoryAnalysis, text: string): RepositoryAnalysis {
  const retitled = (change: Change): Change => ({ ...change, title: text })
  const named = withFlow(analysis, (flow) => ({
    changes: flow.changes.map((row) => ({ ...row, change: retitled(row.change) })),
    deployments: flow.deployments.map((row) => ({
      ...row,
      deployment: { ...row.deployment, name: text, service: serviceId(text) },
    })),
    services: [0, 1].map((index) => ({
      service: serviceId(`${text}${index}`),
      deployments: 1,
      frequency: flow.throughput.estimate,
    })),
    cohorts: {
      ...flow.cohorts,
      tools: [{ tool: text, changes: 1 }],
      leadTime: { ...flow.cohorts.leadTime, strata: [{ name: text, marked: 1, unmarked: 1 }] },
    },
  }))
  return {
    ...named,
    repository: { ...named.repository, name: text, mainLine: text },
    scope: { ...named.scope, service: serviceId(text), serviceFolder: text },
    notices: [{ code: 'NOTICE', message: text, hint: text }],
  }
}

function withFlow(
  analysis: RepositoryAnalysis,
  change: (flow: RepositoryAnalysis['flow']) => Partial<RepositoryAnalysis['flow']>,
): RepositoryAnalysis {
  return { ...analysis, flow: { ...analysis.flow, ...change(analysis.flow) } }
}

/** The analysis with every estimate in it replaced, however deep. */
function withEstimates(
  analysis: RepositoryAnalysis,
  replace: (estimate: Estimate) => Estimate,
): RepositoryAnalysis {
  const { changes, deployments, ...rest } = analysis.flow
  const replaced = replaceDeep(rest, replace) as typeof rest
  return { ...analysis, flow: { ...replaced, changes, deployments } }
}

function replaceDeep(value: unknown, replace: (estimate: Estimate) => Estimate): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceDeep(item, replace))
  if (typeof value !== 'object' || value === null) return value
  if ('censored' in value && 'method' in value) return replace(value as Estimate)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceDeep(item, replace)]))
}

function largeAnalysis(changes: number): RepositoryAnalysis {
  return withFlow(squashAnalysis(), (flow) => ({
    changes: Array.from({ length: changes }, (_, index) => {
      const row = flow.changes[index % flow.changes.length] ?? fail()
      const title = `fix(runner): wait for the pool of workers to close before it reports (#${index})`
      return { ...row, change: { ...row.change, title, pullRequest: index } }
    }),
  }))
}

function fail(): never {
  throw new Error('The sample is empty.')
}

const anyCount = fc.nat({ max: 100_000 })
const anyValue = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 1e-9, 86_400_000),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
)
const anyEstimate: fc.Arbitrary<Estimate> = fc.oneof(
  fc
    .record({
      value: anyValue,
      below: anyValue,
      above: fc.oneof(anyValue, fc.constant(Infinity)),
      n: anyCount,
      censored: anyCount,
    })
    .map(({ value, below, above, n, censored }) => ({
      kind: 'known' as const,
      value,
      interval: { low: Math.max(0, value - below), high: value + above, confidence: 0.95 },
      n,
      censored: Math.min(n, censored),
      method: 'kaplan-meier' as const,
    })),
  fc.record(
    {
      kind: fc.constant('unknown' as const),
      reason: fc.constantFrom('too-few' as const, 'not-reached' as const, 'no-data' as const),
      n: anyCount,
      censored: anyCount,
      method: fc.constant('kaplan-meier' as const),
      needed: anyCount,
      atLeast: anyValue,
    },
    { requiredKeys: ['kind', 'reason', 'n', 'censored', 'method'] },
  ),
)
