import { readFileSync } from 'node:fs'
import { fc, it as propertyTest } from '@fast-check/vitest'
import { ciRunId, instant, repositoryName, revision, SluiceError } from '@sluice/model'
import { describe, expect, it } from 'vitest'
import type { RepositoryTestResult } from './collect-cases.ts'
import { readJunit, type JunitBatch, type JunitContext, type JunitSummary } from './read-junit.ts'

const received = instant(Date.UTC(2026, 10, 22, 12))
const context: JunitContext = {
  report: 'r',
  repository: repositoryName('github.com/acme/shop'),
  receivedAt: received,
}

interface Reading {
  readonly results: readonly RepositoryTestResult[]
  readonly reasons: readonly string[]
  readonly summary: JunitSummary | undefined
  readonly refusal: unknown
}

describe('readJunit', () => {
  describe('reads what runners write', () => {
    it('Surefire: flaky and re-run tests with their attempts, thousands and decimal commas', async () => {
      expect(await linesOf('surefire-rerun.xml')).toEqual([
        'flaky x3 210ms shop.OrderTest|shop.OrderTest|isFlaky',
        'failed x3 1024120ms shop.OrderTest|shop.OrderTest|isBroken',
        'errored x2 2ms shop.OrderTest|shop.OrderTest|throws',
        'skipped x1 0ms shop.OrderTest|shop.OrderTest|isOff',
        'passed x1 4ms shop.OrderTest|shop.OrderTest|accepts(String)[2]',
      ])
    })

    it('PHPUnit: nested suites without the folder of the machine and the way of calling', async () => {
      expect(await linesOf('phpunit-nested.xml', { root: '/srv/ci/build/4711' })).toEqual([
        'passed x1 3ms Shop\\OrderTest|Shop.OrderTest|testTotal in tests/OrderTest.php',
        'passed x1 3ms Shop\\OrderTest > Shop\\OrderTest::testPrice|Shop.OrderTest|testPrice with data set "free" in tests/OrderTest.php',
        'failed x1 4ms Shop\\OrderTest > Shop\\OrderTest::testPrice|Shop.OrderTest|testPrice with data set #1 in tests/OrderTest.php',
      ])
    })

    it('nextest: retries, and a time with a zone for each test', async () => {
      expect(await linesOf('nextest.xml')).toEqual([
        'passed x1 4ms shop::orders|shop::orders|total',
        'flaky x2 4ms shop::orders|shop::orders|wobbly',
        'failed x2 4ms shop::orders|shop::orders|broken',
      ])
      expect((await readFixture('nextest.xml')).results.map(({ at }) => new Date(at).toISOString())).toEqual([
        '2026-01-09T05:50:12.665Z',
        '2026-01-09T05:50:12.700Z',
        '2026-01-09T05:50:12.665Z',
      ])
    })

    it('gotestsum: every attempt of a re-run test as it stands there', async () => {
      expect(await linesOf('gotestsum-rerun.xml')).toEqual([
        'failed x1 0ms example.com/shop/order|example.com/shop/order|TestWobbly',
        'passed x1 0ms example.com/shop/order|example.com/shop/order|TestTotal/no_items',
        'passed x1 0ms example.com/shop/order|example.com/shop/order|TestWobbly',
      ])
    })

    it('Gradle: a bare suite and parametrised names', async () => {
      expect(await linesOf('gradle.xml')).toEqual([
        'passed x1 21ms shop.OrderTest|shop.OrderTest|total()',
        'passed x1 2ms shop.OrderTest|shop.OrderTest|[1] 3 & 4',
      ])
    })

    it('NUnit as converted: the assembly without its folder, and what is ignored', async () => {
      expect(await linesOf('nunit-converted.xml')).toEqual([
        'passed x1 13.1ms Shop.Tests.dll > Shop > OrderTests|Shop.OrderTests|Total',
        'skipped x1 1ms Shop.Tests.dll > Shop > OrderTests|Shop.OrderTests|Price("a<b>", 1.5m)',
        'skipped x1 0ms Shop.Tests.dll > Shop > OrderTests|Shop.OrderTests|Ignored',
      ])
    })

    it('GoogleTest under Bazel: tests that were not run, exponents, several failures of one test', async () => {
      expect(await linesOf('googletest-bazel.xml')).toEqual([
        'passed x1 1ms OrderTest|OrderTest|Total in order_test.cc',
        'skipped x1 0ms OrderTest|OrderTest|DISABLED_Slow in order_test.cc',
        'failed x1 0.012ms OrderTest|OrderTest|Price/0 in order_test.cc',
      ])
    })

    it('Cypress: an empty root suite and class names that are titles', async () => {
      expect(await linesOf('cypress-mocha.xml')).toEqual([
        'passed x1 1103ms order page|shows the total|order page shows the total',
        'failed x1 0ms order page|pays|order page pays',
      ])
    })

    it('Node 20: terminal colours in attributes, and tests beside suites', async () => {
      const reading = await readText(
        `<testsuites>\n\t<testsuite name="sum"><testcase name="a &lt;1> b" time="0.001" classname="test"/>` +
          `<testcase name="fails" classname="test" failure="\u001b[31mred\u001b[0m"><failure message="\u001b[31mred"/></testcase>` +
          `<testsuite name="inner"><testcase name="deep" classname="test"/></testsuite></testsuite>` +
          `<testcase name="alone" classname="test"/><!-- tests 4 --></testsuites>`,
      )

      expect(reading.results.map(line)).toEqual([
        'passed x1 1ms sum|test|a <1> b',
        'failed x1 -ms sum|test|fails',
        'passed x1 -ms sum > inner|test|deep',
        'passed x1 -ms |test|alone',
      ])
      expect(reading.summary?.repaired).toBe(2)
    })

    it('pytest: a test that failed and whose clean-up broke is one result', async () => {
      const reading = await readText(
        `<testsuites><testsuite name="pytest" timestamp="2026-11-22T11:00:00.5+00:00">` +
          `<testcase classname="t" name="both"><failure message="assert 0"/></testcase>` +
          `<testcase classname="t" name="both"><error message="teardown"/></testcase>` +
          `<testcase classname="t" name="clean-up"><error message="teardown"/></testcase></testsuite></testsuites>`,
      )

      expect(reading.results.map(line)).toEqual([
        'failed x1 -ms pytest|t|both',
        'errored x1 -ms pytest|t|clean-up',
      ])
      expect(reading.summary?.times).toEqual({ stated: 2, zoneAssumed: 0, received: 0 })
    })

    it('takes a failure and an error in one case as one failed result', async () => {
      const { results } = await readText(suite(`<testcase name="a"><error/><failure/></testcase>`))

      expect(results.map(line)).toEqual(['failed x1 -ms s||a'])
    })

    it('believes a status only where nothing stands within the case', async () => {
      const { results } = await readText(
        suite(`<testcase name="a" status="failed"/><testcase name="b" status="error"/>
          <testcase name="c" status="passed"/><testcase name="d" status="run"><failure/></testcase>
          <testcase name="e"><rerunFailure/></testcase>`),
      )

      expect(results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
        'a failed',
        'b errored',
        'c passed',
        'd failed',
        'e failed',
      ])
    })
  })

  it('tells the whole result', async () => {
    const { results } = await readText(
      `<testsuite name="s" timestamp="2026-11-22T10:00:00"><testcase classname="c" name="n" file="src\\a.ts" time="1.5"/></testsuite>`,
      { revision: revision('a'.repeat(40)), run: ciRunId('github:1:1'), utcOffsetMinutes: 120 },
    )

    expect(results).toEqual([
      {
        id: 'r:0',
        test: 's\u0000c\u0000n',
        suite: 's',
        name: 'n',
        file: 'src/a.ts',
        outcome: 'passed',
        duration: 1_500,
        attempts: 1,
        at: instant(Date.UTC(2026, 10, 22, 8)),
        repository: 'github.com/acme/shop',
        revision: 'a'.repeat(40),
        run: 'github:1:1',
      },
    ])
  })

  it('takes the time of the innermost that tells one, then the time of receipt, and says which', async () => {
    const { results, summary } = await readText(
      `<testsuites timestamp="2026-11-22T01:00:00Z"><testsuite name="s" timestamp="2026-11-22T02:00:00">` +
        `<testcase name="own" timestamp="2026-11-22T03:00:00+01:00"/><testcase name="suite"/></testsuite>` +
        `<testsuite name="t" timestamp="yesterday"><testcase name="root"/></testsuite></testsuites>`,
    )

    expect(results.map(({ at }) => new Date(at).getUTCHours())).toEqual([2, 2, 1])
    expect(summary?.times).toEqual({ stated: 2, zoneAssumed: 1, received: 0 })
    const bare = await readText(suite('<testcase name="a" timestamp="2027-11-22T03:00:00Z"/>'))
    expect([bare.results[0]?.at, bare.summary?.times]).toEqual([
      received,
      { stated: 0, zoneAssumed: 0, received: 1 },
    ])
  })

  it('reads milliseconds where it is told to', async () => {
    const { results } = await readText(suite('<testcase name="a" time="120"/>'), { timeUnit: 'milliseconds' })

    expect(results[0]?.duration).toBe(120)
  })

  it('finds no test in an empty report and says so', async () => {
    for (const text of [
      '<testsuites/>',
      '<testsuite name="s" tests="0"></testsuite>',
      '<?xml version="1.0"?><testsuites> </testsuites>',
    ]) {
      const reading = await readText(text)

      expect([reading.results, reading.summary?.tests, reading.summary?.ending]).toEqual([[], 0, 'whole'])
    }
  })

  it('rejects a case without any name and reads the others', async () => {
    const reading = await readText(suite('<testcase time="1"/><testcase name="a"/>'))

    expect(reading.results.map(({ id }) => id)).toEqual(['r:1'])
    expect(reading.reasons).toEqual(['A test case has neither a name nor a class.'])
    expect(reading.summary?.rejected).toBe(1)
  })

  it('gives out the first hundred rejections and counts them all', async () => {
    const reading = await readText(suite('<testcase/>'.repeat(250)))

    expect([reading.reasons.length, reading.summary?.rejected]).toEqual([100, 250])
  })

  describe('encodings', () => {
    const text = suite('<testcase name="Größe"/>')
    const files: Readonly<Record<string, Uint8Array>> = {
      'UTF-8': Buffer.from(text),
      'UTF-8 with a mark': Buffer.from(`\ufeff${text}`),
      'UTF-16LE with a mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'UTF-16BE with a mark': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      'UTF-16LE without a mark': Buffer.from(text, 'utf16le'),
      'ISO-8859-1': Buffer.from(`<?xml version='1.0' encoding='ISO-8859-1'?>${text}`, 'latin1'),
      'UTF-8 that says UTF-16': Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${text}`),
    }
    it.each(Object.keys(files))('reads %s', async (encoding) => {
      const { results } = await readChunks([files[encoding] ?? new Uint8Array()])

      expect(results.map(({ name }) => name)).toEqual(['Größe'])
    })

    it('refuses an encoding that it does not know', async () => {
      expect(await refusalOf('<?xml version="1.0" encoding="EBCDIC-CP-US"?><testsuites/>')).toBe(
        'JUNIT_ENCODING_UNKNOWN',
      )
      expect(await refusalOf('<?xml version="1.0" encoding="__proto__"?><testsuites/>')).toBe(
        'JUNIT_ENCODING_UNKNOWN',
      )
    })

    it('puts U+FFFD for bytes that are no text', async () => {
      const { results } = await readChunks([
        Buffer.from('<testsuite><testcase name="a'),
        Uint8Array.of(0xc3, 0x28, 0xff),
        Buffer.from('b"/></testsuite>'),
      ])

      expect(results.map(({ name }) => name)).toEqual(['a\ufffd(\ufffdb'])
    })
  })

  describe('broken reports', () => {
    it('keeps what it read of a report that is cut off, and says where', async () => {
      const reading = await readText(`<testsuite name="s">\n<testcase name="a"/>\n<testcase name="b"><fail`)

      expect(reading.results.map(({ name }) => name)).toEqual(['a'])
      expect(reading.reasons).toEqual([
        'The report ends too early, at line 3, in the middle of a tag. The tests before it were read.',
      ])
      expect(reading.summary?.ending).toBe('cut-off')
    })

    it('keeps what it read before the report stops being XML, and says where', async () => {
      const reading = await readText(`<testsuite name="s">\n<testcase name="a"/>\n\n</testcase></testsuite>`)

      expect(reading.results.map(({ name }) => name)).toEqual(['a'])
      expect(reading.reasons).toEqual([
        expect.stringMatching(/^The report is no XML from line 4 on: .+ The tests before it were read\.$/),
      ])
      expect(reading.summary).toMatchObject({ ending: 'malformed', line: 4, tests: 1 })
    })

    it('keeps the first of two reports in one file and refuses the second', async () => {
      const one = suite('<testcase name="a"/>')
      const reading = await readText(`${one}\n${one}`)

      expect(reading.results.map(({ name }) => name)).toEqual(['a'])
      expect(codeOf(reading.refusal)).toBe('JUNIT_SEVERAL_ROOTS')
    })

    it('reads around characters that XML forbids and what nobody escaped', async () => {
      const { results, summary } = await readText(
        suite(
          `<testcase name="a & b < c &#27;[0m &#xD800; \u0000 &#233; &amp;amp;"/><testcase name="d"><system-out>if 1 < 2 && x <3</system-out></testcase>`,
        ),
      )

      expect(results.map(({ name }) => name)).toEqual(['a & b < c \ufffd[0m \ufffd \ufffd é &amp;', 'd'])
      expect(summary).toMatchObject({ repaired: 1, ending: 'whole' })
    })

    it('refuses what is no report at all', async () => {
      for (const text of [
        '',
        '  \n',
        '{"tests": []}',
        '<html></html>',
        '<test-run id="2"/>',
        '<?xml version="1.0"?>',
        '<!-- nothing -->',
      ]) {
        expect(await refusalOf(text)).toBe('JUNIT_NOT_A_REPORT')
      }
    })
  })

  describe('hostile reports', () => {
    it('refuses document types and entities, so that none is ever expanded or fetched', async () => {
      const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><testsuites name="&lol2;"/>`
      expect(await refusalOf(laughs)).toBe('JUNIT_DTD_REFUSED')
      expect(await refusalOf(`<!doctype html><html/>`)).toBe('JUNIT_DTD_REFUSED')
      expect(await refusalOf(suite('<testcase name="&file;"/>'))).toBe('JUNIT_DTD_REFUSED')
      expect(await refusalOf(`<testsuites><!ENTITY a "b"></testsuites>`)).toBe('JUNIT_DTD_REFUSED')
    })

    it('refuses endless nesting', async () => {
      expect(await refusalOf('<testsuite name="s">'.repeat(200_000))).toBe('JUNIT_TOO_DEEP')
    })

    it('refuses an endless attribute long before its end', async () => {
      let served = 0
      async function* endless(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('<testsuite><testcase name="')
        for (; served < 16_384; served += 1) yield Buffer.alloc(65_536, 'x')
      }
      const reading = await read(endless())

      expect(codeOf(reading.refusal)).toBe('JUNIT_TAG_TOO_LARGE')
      expect(served).toBeLessThan(300)
    })

    it('refuses a report over the limit', async () => {
      const reading = await readText(suite('<testcase name="a"/>'), { maximumBytes: 10 })

      expect(codeOf(reading.refusal)).toBe('JUNIT_TOO_LARGE')
    })

    it('takes __proto__ and constructor for names like any other', async () => {
      const { results } = await readText(
        suite(
          '<testcase name="__proto__" classname="constructor" __proto__="x" hasOwnProperty="y"><toString/></testcase>',
        ),
      )

      expect(results.map(line)).toEqual(['passed x1 -ms s|constructor|__proto__'])
      expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    })

    it('keeps long names apart and short', async () => {
      const long = 'x'.repeat(100_000)
      const { results } = await readText(suite(`<testcase name="${long}1"/><testcase name="${long}2"/>`))

      expect(results.map(({ name }) => name.length)).toEqual([1_017, 1_017])
      expect(new Set(results.map(({ test }) => test)).size).toBe(2)
    })

    it('never holds what tests print', async () => {
      async function* chatty(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('<testsuite name="s"><testcase name="a"><system-out><![CDATA[')
        for (let piece = 0; piece < 8_000; piece += 1) yield Buffer.alloc(65_536, 'log ')
        yield Buffer.from(']]></system-out></testcase></testsuite>')
      }
      const before = process.memoryUsage().heapUsed
      const reading = await read(chatty())

      expect(reading.results.map(line)).toEqual(['passed x1 -ms s||a'])
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6)
    })
  })

  it('reads a million cases in batches of bounded size', async () => {
    async function* many(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('<testsuites>')
      for (let at = 0; at < 1_000; at += 1) {
        yield Buffer.from(
          `<testsuite name="s${at}">${'<testcase name="a" time="0.1"/>'.repeat(1_000)}</testsuite>`,
        )
      }
      yield Buffer.from('</testsuites>')
    }
    let largest = 0
    let last: JunitBatch | undefined
    for await (const batch of readJunit(many(), context)) {
      largest = Math.max(largest, batch.results.length)
      last = batch
    }

    expect(last?.summary?.outcomes).toEqual({
      passed: 1_000_000,
      failed: 0,
      errored: 0,
      flaky: 0,
      skipped: 0,
    })
    expect(largest).toBeLessThan(8_192)
  })

  const texts = fc.constantFrom('a', 'b & <c>', '[1] "x"', "it's", 'Größe 😀', 'x\ty')
  const cases = fc.array(
    fc.record({
      name: texts,
      inner: fc.constantFrom(
        '',
        '<failure>a ]]&gt; b</failure>',
        '<skipped/>',
        '<!-- > -->',
        '<system-out><![CDATA[<testcase>]]></system-out>',
      ),
    }),
    { maxLength: 12 },
  )
  propertyTest.prop({ cases, cuts: fc.array(fc.nat(4_000), { maxLength: 40 }) }, { seed: 3 })(
    'does not depend on where the stream is cut',
    async ({ cases, cuts }) => {
      const bytes = Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>${suite(cases.map(({ name, inner }) => `<testcase name="${escaped(name)}">${inner}</testcase>`).join('\n'))}`,
      )
      const ends = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
        (a, b) => a - b,
      )
      const pieces = ends.slice(1).map((end, at) => bytes.subarray(ends[at], end))

      const [inPieces, inOne] = [await readChunks(pieces), await readChunks([bytes])]

      expect(inPieces).toEqual(inOne)
      expect(inOne.results.map(({ name }) => name)).toEqual(
        cases.map(({ name }) => name.replaceAll('\t', ' ')),
      )
    },
  )

  propertyTest.prop({ keep: fc.double({ min: 0, max: 1, noNaN: true }) }, { seed: 5 })(
    'gives the results of the whole report, as far as they go, for any beginning of it',
    async ({ keep }) => {
      const bytes = readFileSync(new URL('fixtures/surefire-rerun.xml', import.meta.url))
      const whole = await readChunks([bytes])
      const part = await readChunks([bytes.subarray(0, Math.floor(keep * (bytes.length - 1)))])

      expect(whole.results.slice(0, part.results.length)).toEqual(part.results)
      expect(part.summary?.ending === 'cut-off' || part.refusal !== undefined).toBe(true)
    },
  )

  propertyTest.prop({ bytes: fc.uint8Array({ maxLength: 400 }) }, { seed: 7 })(
    'never fails but with a code',
    async ({ bytes }) => {
      for (const start of ['', '<testsuite>', '<testsuite><testcase name="a" ']) {
        const { refusal } = await readChunks([Buffer.from(start), bytes])

        expect(refusal === undefined || codeOf(refusal)?.startsWith('JUNIT_')).toBe(true)
      }
    },
  )
})

function suite(cases: string): string {
  return `<testsuite name="s">${cases}</testsuite>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function line({ outcome, attempts, duration, test, file }: RepositoryTestResult): string {
  const identity = test.replaceAll('\u0000', '|')
  const time = duration === undefined ? '-' : Math.round(duration * 1e6) / 1e6
  return `${outcome} x${attempts} ${time}ms ${identity}${file === undefined ? '' : ` in ${file}`}`
}

async function linesOf(fixture: string, options: Partial<JunitContext> = {}): Promise<readonly string[]> {
  return (await readFixture(fixture, options)).results.map(line)
}

function readFixture(fixture: string, options: Partial<JunitContext> = {}): Promise<Reading> {
  return readChunks([readFileSync(new URL(`fixtures/${fixture}`, import.meta.url))], options)
}

function readText(text: string, options: Partial<JunitContext> = {}): Promise<Reading> {
  return readChunks([Buffer.from(text)], options)
}

function readChunks(chunks: readonly Uint8Array[], options: Partial<JunitContext> = {}): Promise<Reading> {
  return read(
    (async function* () {
      yield* chunks
    })(),
    options,
  )
}

async function read(
  chunks: AsyncIterable<Uint8Array>,
  options: Partial<JunitContext> = {},
): Promise<Reading> {
  const results: RepositoryTestResult[] = []
  const reasons: string[] = []
  let summary: JunitSummary | undefined
  let refusal: unknown
  try {
    for await (const batch of readJunit(chunks, { ...context, ...options })) {
      results.push(...batch.results)
      reasons.push(...batch.rejected.map(({ reason }) => reason))
      summary = batch.summary
    }
  } catch (caught) {
    refusal = caught
  }
  return { results, reasons, summary, refusal }
}

async function refusalOf(text: string): Promise<string | undefined> {
  return codeOf((await readText(text)).refusal)
}

function codeOf(refusal: unknown): string | undefined {
  return refusal instanceof SluiceError ? refusal.code : undefined
}
