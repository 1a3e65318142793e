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
