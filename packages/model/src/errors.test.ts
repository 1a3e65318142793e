import { describe, expect, it } from 'vitest'
import { errorsOf, SluiceError, type ErrorTable } from './errors.ts'

const table = {
  GATE_STUCK: {
    kind: 'operational',
    message: (at: { gate: string }) => `The gate ${at.gate} does not move.`,
    hint: 'Look for driftwood.',
  },
} satisfies ErrorTable

describe('errorsOf', () => {
  it('makes an error that carries its code, its kind, what happened and what to do', () => {
    const cause = new Error('driftwood')

    const error = errorsOf(table)('GATE_STUCK', { gate: 'north' }, cause)

    expect(error).toBeInstanceOf(SluiceError)
    expect({ ...error, message: error.message, cause: error.cause }).toEqual({
      name: 'SluiceError',
      code: 'GATE_STUCK',
      kind: 'operational',
      hint: 'Look for driftwood.',
      message: 'The gate north does not move.',
      cause,
    })
  })
})
