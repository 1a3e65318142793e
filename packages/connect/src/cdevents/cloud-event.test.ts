import { SluiceError } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { readCloudEvents } from './cloud-event.ts'

const data = {
  context: { id: 'c', source: '/s', type: 'dev.cdevents.artifact.published.0.3.0' },
  subject: { id: 'a' },
}
const structured = {
  specversion: '1.0',
  id: '1',
  source: '/ci',
  type: 't',
  time: '2026-11-22T10:00:00Z',
  data,
}
const event = { id: '1', source: '/ci', type: 't', time: '2026-11-22T10:00:00Z', data }

describe('readCloudEvents', () => {
  it('reads the binary mode, with encoded attributes', () => {
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/ci/Gr%C3%B6%C3%9Fe',
      'ce-type': 't',
      'ce-time': '2026-11-22T10:00:00Z',
      'content-type': 'application/json',
    }

    const { events } = readCloudEvents({ headers, body: JSON.stringify(data) })

    expect(events).toMatchObject([{ ...event, source: '/ci/Größe' }])
  })

  it('reads one structured event, a batch, lines, and an event without an envelope', () => {
    const one = JSON.stringify(structured)

    expect(readCloudEvents({ body: one }).events).toMatchObject([event])
    expect(readCloudEvents({ body: `[${one},${one}]` }).events).toMatchObject([event, event])
    expect(readCloudEvents({ body: `${one}\n\n${one}\n` }).events).toMatchObject([event, event])
    expect(readCloudEvents({ body: JSON.stringify(data) }).events).toEqual([{ ...data.context, data }])
  })

  it('reads data that is a string or base64', () => {
    const { data: _, ...attributes } = structured
    const bodies = [
      { ...attributes, data: JSON.stringify(data) },
      { ...attributes, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') },
    ]

    expect(readCloudEvents({ body: JSON.stringify(bodies) }).events).toMatchObject([event, event])
  })

  it('sets aside what is no event and reads the others', () => {
    const reading = readCloudEvents({ body: JSON.stringify([structured, { specversion: '0.3' }, 7, null]) })

    expect(reading.events).toMatchObject([event])
    expect(reading.broken.map(({ input }) => input)).toEqual(['{"specversion":"0.3"}', '7', 'null'])
  })

  it('sets aside a binary event without its attributes, and a line that is no JSON', () => {
    expect(readCloudEvents({ headers: { 'ce-specversion': '1.0' }, body: '{}' }).broken).toHaveLength(1)
    expect(readCloudEvents({ body: `${JSON.stringify(structured)}\n{"cut` }).broken).toEqual([
      { input: '{"cut', reason: 'It is no CloudEvent of version 1.0.' },
    ])
  })

  it('refuses what is no JSON, and what is too much', () => {
    expect(codeOf(() => readCloudEvents({ body: '<xml/>' }))).toBe('CLOUD_EVENTS_UNREADABLE')
    expect(codeOf(() => readCloudEvents({ body: '' }))).toBe('CLOUD_EVENTS_UNREADABLE')
    expect(codeOf(() => readCloudEvents({ body: ' '.repeat(8 * 1_024 * 1_024 + 1) }))).toBe(
      'CLOUD_EVENTS_TOO_LARGE',
    )
    expect(codeOf(() => readCloudEvents({ body: `[${'0,'.repeat(10_000)}0]` }))).toBe(
      'CLOUD_EVENTS_TOO_LARGE',
    )
  })

  it('survives endless nesting and names of prototypes', () => {
    const depth = 200_000
    const deep = `{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${'['.repeat(depth)}${']'.repeat(depth)}}`
    const broken = `[${'['.repeat(depth)}${']'.repeat(depth)}]`
    const polluting = `{"specversion":"1.0","id":"1","source":"/s","type":"t","__proto__":{"polluted":1},"data":{}}`

    expect(readCloudEvents({ body: deep }).events).toHaveLength(1)
    expect(readCloudEvents({ body: broken }).broken).toHaveLength(1)
    expect(readCloudEvents({ body: polluting }).events).toHaveLength(1)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (caught) {
    return caught instanceof SluiceError ? caught.code : String(caught)
  }
}
