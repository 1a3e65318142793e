import { fc, it as propertyTest } from '@fast-check/vitest'
import { instant, repositoryName } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { distributionOf, flowMetrics, type FlowReading } from './flow-metrics.ts'
import { toOtlpMetrics } from './to-otlp-metrics.ts'
import { toPrometheusText } from './to-prometheus-text.ts'

const reading: FlowReading = {
  repository: repositoryName('github.com/acme/shop'),
  from: instant(1_795_000_000_000),
  to: instant(1_795_600_000_000),
  pipelines: [
    { pipeline: 'build "all"', state: 'executing', outcome: 'timed-out', seconds: [30, 31, 100_000] },
    { pipeline: 'build "all"', state: 'pending', seconds: [2] },
  ],
  changes: [{ state: 'open', count: 4 }],
  changeTimes: [
    { headBranch: 'a\\b\nc', state: 'merged', inState: 5, toApproval: 3_600, toMerge: 7_200.5 },
    { headBranch: 'd', state: 'open', inState: 9 },
  ],
  leadTimes: [{ service: 'api', seconds: [3_600], quantiles: [{ quantile: 0.5, value: 3_600, low: 1_800 }] }],
  deployments: [{ service: '', environment: 'production', outcome: 'succeeded', count: 12 }],
}

describe('flowMetrics', () => {
  it('names what the conventions name, and gives failed runs a class of error', () => {
    const metrics = flowMetrics(reading)

    expect(metrics.map(({ name, kind, unit, points }) => `${name} ${kind} ${unit} ${points.length}`)).toEqual(
      [
        'cicd.pipeline.run.duration histogram s 2',
        'vcs.change.count count {change} 1',
        'vcs.change.duration gauge s 2',
        'vcs.change.time_to_approval gauge s 1',
        'vcs.change.time_to_merge gauge s 1',
        'sluice.change.lead_time histogram s 1',
        'sluice.change.lead_time.quantile gauge s 2',
        'sluice.deployment.count counter {deployment} 1',
      ],
    )
    expect(metrics[0]?.points.map(({ attributes }) => attributes)).toEqual([
      {
        'cicd.pipeline.name': 'build "all"',
        'cicd.pipeline.run.state': 'executing',
        'cicd.pipeline.result': 'timeout',
        'error.type': 'timeout',
      },
      { 'cicd.pipeline.name': 'build "all"', 'cicd.pipeline.run.state': 'pending' },
    ])
  })

  it('has no metric for what nobody knows', () => {
    const { repository, from, to } = reading

    expect(flowMetrics({ repository, from, to })).toEqual([])
  })
})

describe('distributionOf', () => {
  it('counts a value at a bound below it and leaves out what is no duration', () => {
    expect(distributionOf([1, 5, 5.1, 99, Number.NaN, -1, Number.POSITIVE_INFINITY], [1, 5, 10])).toEqual({
      count: 4,
      sum: 110.1,
      bounds: [1, 5, 10],
      counts: [1, 1, 1, 1],
    })
  })

  propertyTest.prop(
    {
      values: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })),
      bounds: fc
        .uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 9 })
        .map((list) => list.sort((a, b) => a - b)),
    },
    { seed: 41 },
  )('has every value in exactly one bucket', ({ values, bounds }) => {
    const { count, counts } = distributionOf(values, bounds)

    expect([count, counts.length, counts.reduce((sum, each) => sum + each, 0)]).toEqual([
      values.length,
      bounds.length + 1,
      values.length,
    ])
  })
})

describe('toOtlpMetrics', () => {
  it('writes integers and times as text, and says that sums are cumulative', () => {
    const { repository, from, to, deployments = [] } = reading

    expect(toOtlpMetrics(flowMetrics({ repository, from, to, deployments }), { version: '1.0.0' })).toEqual({
      resourceMetrics: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'sluice' } }] },
          scopeMetrics: [
            {
              scope: { name: 'sluice', version: '1.0.0' },
              metrics: [
                {
                  name: 'sluice.deployment.count',
                  description: 'Deployments that ended, by service, environment and outcome.',
                  unit: '{deployment}',
                  sum: {
                    aggregationTemporality: 2,
                    isMonotonic: true,
                    dataPoints: [
                      {
                        attributes: [
                          {
                            key: 'vcs.repository.url.full',
                            value: { stringValue: 'https://github.com/acme/shop' },
                          },
                          { key: 'sluice.service', value: { stringValue: '' } },
                          { key: 'deployment.environment.name', value: { stringValue: 'production' } },
                          { key: 'sluice.deployment.outcome', value: { stringValue: 'succeeded' } },
                        ],
                        startTimeUnixNano: '1795000000000000000',
                        timeUnixNano: '1795600000000000000',
                        asInt: '12',
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    })
  })

  it('writes histograms and gauges', () => {
    const { repository, from, to, pipelines = [], changeTimes = [] } = reading
    const text = JSON.stringify(toOtlpMetrics(flowMetrics({ repository, from, to, pipelines, changeTimes })))

    expect(text).toContain('"count":"3","sum":100061,"explicitBounds":[1,5,10,30,60,')
    expect(text).toContain('"bucketCounts":["0","0","0","1","1","0",')
    expect(text).toContain('"asDouble":7200.5')
    expect(text).toContain('"histogram":{"aggregationTemporality":2,')
  })
})

describe('toPrometheusText', () => {
  it('writes names, labels and values as Prometheus reads them', () => {
    const { repository, from, to } = reading
    const few = flowMetrics({ ...reading, pipelines: [], leadTimes: [] })

    expect(toPrometheusText(few)).toMatchInlineSnapshot(`
      "# HELP vcs_change_count Changes of the repository by their state.
      # TYPE vcs_change_count gauge
      vcs_change_count{vcs_repository_url_full="https://github.com/acme/shop",vcs_change_state="open"} 4
      # HELP vcs_change_duration_seconds How long a change has been in its state.
      # TYPE vcs_change_duration_seconds gauge
      vcs_change_duration_seconds{vcs_repository_url_full="https://github.com/acme/shop",vcs_ref_head_name="a\\\\b\\nc",vcs_change_state="merged"} 5
      vcs_change_duration_seconds{vcs_repository_url_full="https://github.com/acme/shop",vcs_ref_head_name="d",vcs_change_state="open"} 9
      # HELP vcs_change_time_to_approval_seconds Time from the creation of a change to its first approval.
      # TYPE vcs_change_time_to_approval_seconds gauge
      vcs_change_time_to_approval_seconds{vcs_repository_url_full="https://github.com/acme/shop",vcs_ref_head_name="a\\\\b\\nc"} 3600
      # HELP vcs_change_time_to_merge_seconds Time from the creation of a change to its merge.
      # TYPE vcs_change_time_to_merge_seconds gauge
      vcs_change_time_to_merge_seconds{vcs_repository_url_full="https://github.com/acme/shop",vcs_ref_head_name="a\\\\b\\nc"} 7200.5
      # HELP sluice_deployment_count_total Deployments that ended, by service, environment and outcome.
      # TYPE sluice_deployment_count_total counter
      sluice_deployment_count_total{vcs_repository_url_full="https://github.com/acme/shop",sluice_service="",deployment_environment_name="production",sluice_deployment_outcome="succeeded"} 12
      "
    `)
    expect(toPrometheusText(flowMetrics({ repository, from, to }))).toBe('')
  })

  it('writes histograms that only rise and end in their count', () => {
    const text = toPrometheusText(flowMetrics(reading))
    const executing =
      'cicd_pipeline_name="build \\"all\\"",cicd_pipeline_run_state="executing",cicd_pipeline_result="timeout",error_type="timeout"'

    expect(text).toContain(`cicd_pipeline_run_duration_seconds_bucket{${executing},le="30"} 1\n`)
    expect(text).toContain(`cicd_pipeline_run_duration_seconds_bucket{${executing},le="86400"} 2\n`)
    expect(text).toContain(`cicd_pipeline_run_duration_seconds_bucket{${executing},le="+Inf"} 3\n`)
    expect(text).toContain(`cicd_pipeline_run_duration_seconds_sum{${executing}} 100061\n`)
    expect(text).toContain(`cicd_pipeline_run_duration_seconds_count{${executing}} 3\n`)
  })

  propertyTest.prop({ branch: fc.string({ unit: 'grapheme' }) }, { seed: 43 })(
    'puts every value on one line and can be read back',
    ({ branch }) => {
      const { repository, from, to } = reading
      const text = toPrometheusText(
        flowMetrics({
          repository,
          from,
          to,
          changeTimes: [{ headBranch: branch, state: 'open', toMerge: 1 }],
        }),
      )
      const line = text.split('\n')[2] ?? ''

      expect(text.split('\n')).toHaveLength(4)
      const label = /vcs_ref_head_name="((?:[^"\\]|\\.)*)"/s.exec(line)?.[1] ?? ''
      expect(label.replaceAll(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))).toBe(
        branch,
      )
    },
  )
})
