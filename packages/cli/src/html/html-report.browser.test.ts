/**
 * The page in a real browser: the system's Chromium (`CHROMIUM_PATH`, or /usr/bin/chromium). Without one the
 * tests are skipped and say so; in CI a missing browser is a failure.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatDate } from '../format/date.ts'
import { formatDuration } from '../format/duration.ts'
import {
  allStagesAnalysis,
  emptyAnalysis,
  noDeploymentsAnalysis,
  sampleAnalysis,
  squashAnalysis,
  tinyAnalysis,
} from '../testing/sample-analysis.ts'
import { renderHtmlReport } from './render-html-report.tsx'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)
const pages = {
  sample: sampleAnalysis,
  squash: squashAnalysis,
  stages: allStagesAnalysis,
  tiny: tinyAnalysis,
  none: noDeploymentsAnalysis,
  empty: emptyAnalysis,
}
type PageName = keyof typeof pages

it('has a Chromium at CHROMIUM_PATH or /usr/bin/chromium to show the report in', ({ skip }) => {
  skip(
    !hasBrowser && process.env['CI'] === undefined,
    `There is none at ${executablePath}: set CHROMIUM_PATH.`,
  )

  expect(hasBrowser).toBe(true)
})

describe.runIf(hasBrowser)('renderHtmlReport in a browser', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-html-'))
    browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
    for (const [name, analysis] of Object.entries(pages)) {
      await writeFile(join(folder, `${name}.html`), renderHtmlReport(analysis()))
    }
  })
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  interface Visit {
    readonly page: Page
    /** Errors on the console, exceptions, and anything that the page tried to load. */
    readonly complaints: readonly string[]
  }

  async function open(
    name: PageName,
    options: { theme?: 'light' | 'dark'; script?: boolean } = {},
  ): Promise<Visit> {
    const context = await browser.newContext({
      viewport: { width: 1_024, height: 800 },
      colorScheme: options.theme ?? 'light',
      javaScriptEnabled: options.script ?? true,
    })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`loads ${request.url()}`)
    })
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
    return { page, complaints }
  }

  for (const name of Object.keys(pages) as PageName[]) {
    it.each(['light', 'dark'] as const)(
      `shows "${name}" without complaint or sideways scrolling from 320 to 1680 px in the %s theme`,
      async (theme) => {
        const { page, complaints } = await open(name, { theme })
        const overflow: unknown[] = []

        for (const width of [320, 390, 1_024, 1_680]) {
          await page.setViewportSize({ width, height: 800 })
          overflow.push(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
        }

        expect({ complaints, overflow }).toEqual({ complaints: [], overflow: [0, 0, 0, 0] })
      },
    )
  }

  it('uses the font that it carries', async () => {
    const { page } = await open('sample')

    expect(
      await page.evaluate('document.fonts.ready.then(() => document.fonts.check("600 14px Inter"))'),
    ).toBe(true)
    expect(await page.evaluate('[...document.fonts].map((face) => face.status)')).toEqual(['loaded'])
  })

  it('opens a number to its definition, and from there to its rows', async () => {
    const { page, complaints } = await open('sample')
    const { flow } = sampleAnalysis()
    const failed = flow.deployments
      .filter((row) => row.failures.length > 0)
      .toSorted((left, right) => right.deployment.finishedAt - left.deployment.finishedAt)

    await page.click('#metrics .open >> nth=2')
    expect(await page.isVisible('#about-change-fail-rate')).toBe(true)
    await page.click('#about-change-fail-rate [data-rows="deployments:failed"]')

    const names = await page.locator('#rows-body td:first-child').allTextContents()
    expect(names).toEqual(failed.map((row) => row.deployment.name))
    expect(await page.getAttribute('#rows-body a >> nth=0', 'href')).toBe(
      `https://github.com/example/shop/releases/tag/${encodeURIComponent(names[0] ?? '')}`,
    )
    expect(complaints).toEqual([])
  })

  it('lists as many changes as the number rests on, in the words of the page', async () => {
    const { page } = await open('squash')
    const people = squashAnalysis().flow.changes.filter((row) => row.change.authorClass !== 'bot')
    const newest = people.toSorted((left, right) => right.change.mergedAt - left.change.mergedAt)
    const released = newest.findIndex((row) => row.shipped !== undefined)

    await page.click('#metrics .open >> nth=0')
    await page.click('#about-change-lead-time [data-rows="changes:all"]')

    expect(await page.textContent('#rows-status')).toBe(`Showing 100 of ${people.length} changes`)
    const cells = await page.locator(`#rows-body tr >> nth=${released} >> td`).allTextContents()
    const row = newest[released]
    expect(row?.shipped).toBeDefined()
    if (row?.shipped === undefined) return
    expect(cells).toEqual([
      row.change.title,
      `#${row.change.pullRequest ?? ''}`,
      expect.stringMatching(/^(Unmarked|AI-)/),
      formatDate(row.change.mergedAt),
      formatDuration(row.shipped.at - row.change.mergedAt),
      row.shipped.deployment.split(':').at(-1),
    ])
  })

  it('searches and sorts the rows', async () => {
    const { page } = await open('sample')
    await page.click('#metrics .open >> nth=0')
    await page.click('#about-change-lead-time [data-rows="changes:all"]')

    await page.fill('#rows-search', 'partial refunds')
    const titles = await page.locator('#rows-body td:first-child').allTextContents()
    expect(new Set(titles)).toEqual(new Set(['Fix rounding of partial refunds']))

    await page.click('#rows-head >> text=Id')
    const ids = await page.locator('#rows-body td:nth-child(2)').allTextContents()
    expect(ids).toEqual(ids.toSorted())
    expect(await page.getAttribute('#rows-head th >> nth=1', 'aria-sort')).toBe('ascending')
  })

  it('can be used with the keyboard alone', async () => {
    const { page } = await open('sample')
    await page.focus('#metrics .open >> nth=0')

    await page.keyboard.press('Enter')
    expect(await page.isVisible('#about-change-lead-time')).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.isVisible('#about-change-lead-time')).toBe(false)

    await page.keyboard.press('Enter')
    await page.focus('#about-change-lead-time [data-rows="changes:open"]')
    await page.keyboard.press('Enter')
    expect(await page.isVisible('#rows')).toBe(true)
    expect(await page.evaluate('document.activeElement.id')).toBe('rows-search')
    await page.keyboard.press('Escape')
    expect(await page.isVisible('#rows')).toBe(false)
    expect(await page.evaluate('document.activeElement.getAttribute("popovertarget")')).toBe(
      'about-change-lead-time',
    )
  })

  it('reads single weeks of a trend by pointer and by arrow keys', async () => {
    const { page } = await open('sample')
    const trend = '#metrics .metric:nth-child(2)'
    const weeks = await page.locator(`${trend} tbody tr`).count()
    await page.hover(`${trend} .weeks`, { position: { x: 1, y: 20 } })
    expect(await page.textContent(`${trend} output`)).toMatch(/^17 Nov 2025/)

    await page.focus(`${trend} .weeks`)
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    expect(await page.inputValue(`${trend} .weeks`)).toBe(String(weeks - 2))
    const row = await page.locator(`${trend} tbody tr >> nth=${weeks - 2} >> th,td`).allTextContents()
    expect(await page.getAttribute(`${trend} .weeks`, 'aria-valuetext')).toBe(
      `${row[0] ?? ''}: ${row
        .slice(1)
        .filter((text) => text !== '')
        .join(', ')}`,
    )
  })

  it('keeps the chosen theme', async () => {
    const { page } = await open('sample', { theme: 'light' })
    const background = 'getComputedStyle(document.body).backgroundColor'
    const light = await page.evaluate(background)

    await page.click('#theme')
    const dark = await page.evaluate(background)
    await page.reload()

    expect(dark).not.toBe(light)
    expect(await page.evaluate(background)).toBe(dark)
    expect(await page.textContent('#theme')).toBe('Light theme')
  })

  it('opens numbers to their definitions without script', async () => {
    const { page } = await open('sample', { script: false })

    await page.click('#metrics .open >> nth=0')

    expect(await page.isVisible('#about-change-lead-time')).toBe(true)
    expect(await page.isVisible('#theme')).toBe(false)
    expect(await page.isVisible('#about-change-lead-time .action')).toBe(false)
  })

  it('prints every definition on paper', async () => {
    const { page } = await open('sample')

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })

    expect(await page.isVisible('#methods')).toBe(true)
    expect(await page.isVisible('#theme')).toBe(false)
    expect(
      await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--ink").trim()'),
    ).toBe('#17212b')
  })
})
