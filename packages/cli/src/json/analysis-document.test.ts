import type { FlowAnalysis } from '@sluice/flow'
import { changeId, incidentId } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  allStagesAnalysis,
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
} from '../testing/sample-analysis.ts'
import { analysisDocument } from './analysis-document.ts'
import { analysisSchema } from './analysis-schema.ts'
import { analysisJsonSchema } from './json-schemas.ts'

const variants = {
  allStagesAnalysis,
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
}

describe('analysisDocument', () => {
  it.each(Object.entries(variants))('has exactly the published shape for %s', (_, analysis) => {
    const document = analysisDocument(analysis())

    expect(analysisSchema.parse(document)).toEqual(document)
  })

  it('survives JSON unchanged, so that nothing is undefined, infinite or a class', () => {
    const document = analysisDocument(sampleAnalysis())

    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  it('has the published shape for what a forge, CI and incidents tell', () => {
    const sample = sampleAnalysis()
    const { window, changes, deployments } = sample.flow
    const stages = [{ stage: 'pickup-wait', from: window.since, to: window.until } as const]
    const open: FlowAnalysis['open'] = {
      asOf: window.until,
      changes: 1,
      byBots: 2,
      byStage: [{ stage: 'pickup-wait', changes: 1 }],
      medianAge: sample.flow.inFlight.medianAge,
      slowest: [
        {
          change: {
            id: changeId('github.com/example/shop#7'),
            title: 'Cache the prices',
            startedAt: window.since,
            openedAt: window.since,
            authorClass: 'unmarked',
          },
          stages,
          stage: 'pickup-wait',
          since: window.since,
        },
      ],
      abandoned: 3,
    }
    const flow: FlowAnalysis = {
      ...sample.flow,
      open,
      review: { known: 9, withoutReview: 2, byProgramsOnly: 1 },
      changes: changes.map((row) => ({ ...row, review: 'by-programs', doubts: ['impossible-order'] })),
      deployments: deployments.map((row) => ({
        ...row,
        deployment: { ...row.deployment, environment: 'production', outcome: 'failed', isPlanned: false },
        failures: row.failures.map((failure) => ({
          ...failure,
          incident: incidentId('pager:1'),
          openedAt: window.since,
          resolvedAt: window.until,
        })),
      })),
    }

    const document = analysisDocument({ ...sample, flow })

    expect(analysisSchema.parse(document)).toEqual(document)
    expect(document).toMatchObject({
      open: { changes: 1, slowest: [{ stage: 'pickup-wait', pullRequest: null }] },
      review: { withoutReview: 2 },
    })
    expect(document.changes[0]).toMatchObject({ review: 'by-programs', doubts: ['impossible-order'] })
    expect(document.deployments[0]).toMatchObject({ outcome: 'failed', environment: 'production' })
  })

  it('writes a bound that nobody knows as null', () => {
    const sample = sampleAnalysis()
    const metrics = sample.flow.metrics.map((metric) => {
      if (metric.estimate.kind !== 'known') return metric
      const interval = { ...metric.estimate.interval, high: Infinity }
      return { ...metric, estimate: { ...metric.estimate, interval } }
    })

    const document = analysisDocument({ ...sample, flow: { ...sample.flow, metrics } })

    expect(document.metrics['change-lead-time'].estimate).toMatchObject({ interval: { high: null } })
  })
})

describe('analysisJsonSchema', () => {
  it('requires every field of the document and allows no other', () => {
    const { required, additionalProperties } = closedObject.parse(JSON.parse(analysisJsonSchema()))

    expect(required).toEqual(Object.keys(analysisDocument(sampleAnalysis())))
    expect(additionalProperties).toBe(false)
  })
})

const closedObject = z.object({ required: z.array(z.string()), additionalProperties: z.boolean() })
