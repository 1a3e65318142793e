import type { RepositoryAnalysis } from '@sluice/engine'
import { renderToStaticMarkup } from 'react-dom/server'
import { printable } from '../format/printable.ts'
import { fit } from '../format/text-layout.ts'
import { ReportPage } from './components/report-page.tsx'
import { contentPolicy } from './content-policy.ts'
import { inlineJson } from './inline-json.ts'
import { interFont } from './inter-font.ts'
import { pageScript, themeScript } from './page-scripts.ts'
import { reportData } from './report-data.ts'
import { styleSheet } from './style-sheet.ts'

export interface HtmlReportOptions {
  /** What made the page, such as `sluice 0.1.0`. Defaults to `sluice`. */
  readonly generatedBy?: string
}

/**
 * The analysis as one HTML page that needs nothing else: style, font, script and the rows behind the numbers
 * are in it, and its Content-Security-Policy lets it load nothing. The same analysis gives the same page.
 */
export function renderHtmlReport(analysis: RepositoryAnalysis, options: HtmlReportOptions = {}): string {
  const data = reportData(analysis)
  const style = styleSheet(interFont())
  const policy = contentPolicy({ styles: [style], scripts: [themeScript, pageScript] })
  const markup = renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${fit(printable(analysis.repository.name), 80)}: from commit to customer`}</title>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <ReportPage analysis={analysis} links={data.links} generatedBy={options.generatedBy ?? 'sluice'} />
        <script
          id="report-data"
          type="application/json"
          dangerouslySetInnerHTML={{ __html: inlineJson(data) }}
        />
        <script dangerouslySetInnerHTML={{ __html: pageScript }} />
      </body>
    </html>,
  )
  return `<!doctype html>\n${markup}\n`
}
