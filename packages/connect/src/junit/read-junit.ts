import type { CiRunId, Instant, RejectedRecord, RepositoryName, Revision, TestOutcome } from '@sluice/model'
import { SaxesParser } from 'saxes'
import { connectError } from '../errors.ts'
import {
  collectCases,
  type Attributes,
  type RepositoryTestResult,
  type TimeOrigins,
} from './collect-cases.ts'
import { decodeText } from './decode-text.ts'
import { repairTag } from './repair-tag.ts'
import { splitTags } from './split-tags.ts'

/** What the report itself does not say. */
export interface JunitContext {
  /** Identity of the report, from `reportId`. */
  readonly report: string
  readonly repository: RepositoryName
  readonly revision?: Revision
  readonly run?: CiRunId
  /** Stands in for the time of tests whose report tells none. */
  readonly receivedAt: Instant
  /** How far clocks are ahead of UTC where a time names no zone. Defaults to 0: most runners write UTC then. */
  readonly utcOffsetMinutes?: number
  /** Of the attribute `time`. Defaults to seconds, as all known runners mean it; a number cannot tell which it is. */
  readonly timeUnit?: 'seconds' | 'milliseconds'
  /** Folder of the clone on the machine that ran the tests; paths below it are told from there. */
  readonly root?: string
  /** Results of one batch. Defaults to 4,096. */
  readonly batchSize?: number
  /** Of the whole report. Defaults to 4 GiB. */
  readonly maximumBytes?: number
}

export interface JunitBatch {
  readonly results: readonly RepositoryTestResult[]
  readonly rejected: readonly RejectedRecord[]
  /** Only of the last batch. */
  readonly summary?: JunitSummary
}

export interface JunitSummary {
  readonly tests: number
  readonly outcomes: Readonly<Record<TestOutcome, number>>
  /** Cases that could not be understood; the first hundred are in the batches. */
  readonly rejected: number
  /** Tests by where their time comes from. */
  readonly times: Readonly<TimeOrigins>
  /** Tags with characters that XML forbids or that were not escaped, and could still be read. */
  readonly repaired: number
  /** `cut-off`: the report stops before its end. `malformed`: it is no XML from `line` on. What came before is kept. */
  readonly ending: 'whole' | 'cut-off' | 'malformed'
  /** Lines that were read. */
  readonly line: number
}

const pieceBytes = 65_536
const maximumTag = 16 * 1_024 * 1_024
const maximumDepth = 100
const maximumRejected = 100

/**
 * Reads a JUnit XML report of any flavour as its bytes arrive. Memory does not grow with the report. Whatever was
 * read before something goes wrong is given out first: a report that is cut off or that stops being XML ends in a
 * rejected record and a summary that says so, and only what is refused altogether is thrown.
 *
 * @throws JUNIT_NOT_A_REPORT, JUNIT_DTD_REFUSED, JUNIT_SEVERAL_ROOTS, JUNIT_TOO_DEEP, JUNIT_TAG_TOO_LARGE,
 * JUNIT_TOO_LARGE, JUNIT_ENCODING_UNKNOWN
 */
export async function* readJunit(
  chunks: AsyncIterable<Uint8Array>,
  context: JunitContext,
): AsyncGenerator<JunitBatch, void, undefined> {
  const batchSize = context.batchSize ?? 4_096
  const reader = reportReader(context)
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    // One chunk may be the whole report; a piece at a time keeps batches small.
    for (let at = 0; at < chunk.length && !reader.isStopped(); at += pieceBytes) {
      const refusal = attempt(() => {
        reader.write(chunk.subarray(at, at + pieceBytes))
        const maximum = context.maximumBytes ?? 4 * 1_024 ** 3
        if (bytes > maximum) throw connectError('JUNIT_TOO_LARGE', { maximum })
      })
      if (refusal !== undefined) {
        yield reader.takeAll()
        throw refusal.reason
      }
      if (reader.size() >= batchSize) yield reader.take()
    }
    if (reader.isStopped()) break
  }
  const refusal = attempt(() => reader.end())
  if (refusal !== undefined) {
    yield reader.takeAll()
    throw refusal.reason
  }
  yield { ...reader.take(), summary: reader.summary() }
}

interface ReportReader {
  write(bytes: Uint8Array): void
  end(): void
  /** Nothing more can be read. */
  isStopped(): boolean
  /** Results that wait to be taken. */
  size(): number
  take(): JunitBatch
  /** Also the result that may still have been continued. */
  takeAll(): JunitBatch
  summary(): JunitSummary
}

function reportReader(context: JunitContext): ReportReader {
  const { report, receivedAt } = context
  let results: RepositoryTestResult[] = []
  let rejected: RejectedRecord[] = []
  let tests = 0
  let rejections = 0
  let repaired = 0
  let depth = 0
  let rootIsClosed = false
  let lines = 1
  let piece = ''
  let tagEnd = 0
  let malformed: string | undefined
  let ending: JunitSummary['ending'] = 'whole'

  const cases = collectCases({
    report,
    repository: context.repository,
    revision: context.revision,
    run: context.run,
    receivedAt,
    timeUnit: context.timeUnit ?? 'seconds',
    utcOffsetMinutes: context.utcOffsetMinutes ?? 0,
    root: context.root,
    onCase: (result) => {
      tests += 1
      results.push(result)
    },
    onReject: ({ id, reason }) => reject(id, reason),
  })
  const decoder = decodeText()
  const parser = new SaxesParser({ position: false, xmlns: false } as const)
  parser.on('error', (error) => {
    malformed ??= error.message.replace(/\.$/, '')
  })
  parser.on('opentag', ({ name, attributes }) => opened(name, attributes))
  parser.on('closetag', ({ name }) => {
    depth -= 1
    cases.close(name)
    if (depth === 0) rootIsClosed = true
  })
  const splitter = splitTags({
    maximumTag,
    onTextBefore: () => {
      throw connectError('JUNIT_NOT_A_REPORT', { found: 'text that is no XML' })
    },
    onTag: (tag, offset) => {
      if (malformed !== undefined) return
      tagEnd = offset
      if (rootIsClosed) throw connectError('JUNIT_SEVERAL_ROOTS', { line: line() })
      const clean = repairTag(tag)
      if (clean !== tag) repaired += 1
      parser.write(clean)
    },
  })

  function opened(name: string, attributes: Attributes): void {
    if (malformed !== undefined) return
    if (depth === 0 && name !== 'testsuites' && name !== 'testsuite') {
      throw connectError('JUNIT_NOT_A_REPORT', { found: `the element <${name.slice(0, 40)}>` })
    }
    depth += 1
    if (depth > maximumDepth) throw connectError('JUNIT_TOO_DEEP', { maximum: maximumDepth, line: line() })
    cases.open(name, attributes)
  }

  function write(bytes: Uint8Array): void {
    feed(decoder.write(bytes))
  }

  function feed(text: string): void {
    piece = text
    tagEnd = 0
    splitter.write(text)
    if (malformed === undefined) lines += lineBreaks(text, text.length)
  }

  function line(): number {
    return lines + lineBreaks(piece, tagEnd)
  }

  function end(): void {
    if (malformed === undefined) feed(decoder.end())
    cases.end()
    const inside = splitter.end()
    if (malformed !== undefined) {
      lines = line()
      stop(
        'malformed',
        `The report is no XML from line ${lines} on: ${malformed}. The tests before it were read.`,
      )
    } else if (depth > 0) {
      const where = inside === undefined ? '' : `, in the middle of a ${inside}`
      stop('cut-off', `The report ends too early, at line ${lines}${where}. The tests before it were read.`)
    } else if (!rootIsClosed) {
      throw connectError('JUNIT_NOT_A_REPORT', { found: 'nothing' })
    }
  }

  function take(): JunitBatch {
    const batch = { results, rejected }
    results = []
    rejected = []
    return batch
  }

  function stop(how: JunitSummary['ending'], reason: string): void {
    ending = how
    reject(`${report}:end`, reason)
  }

  function reject(id: string, reason: string): void {
    rejections += 1
    if (rejections <= maximumRejected || id.endsWith(':end')) {
      rejected.push({ id, source: 'junit', reason, excerpt: '', receivedAt })
    }
  }

  return {
    write,
    end,
    isStopped: () => malformed !== undefined,
    size: () => results.length,
    take,
    takeAll() {
      cases.end()
      return take()
    },
    summary: () => ({
      tests,
      outcomes: { ...cases.counts },
      rejected: rejections,
      times: { ...cases.times },
      repaired,
      ending,
      line: lines,
    }),
  }
}

function lineBreaks(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

function attempt(work: () => void): { readonly reason: unknown } | undefined {
  try {
    work()
    return undefined
  } catch (reason) {
    return { reason }
  }
}
