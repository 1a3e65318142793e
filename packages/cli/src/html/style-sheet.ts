import { tokenDeclarations } from './tokens.ts'

/** All CSS of a report. `font` is a data URI of Inter, or `undefined` for the system's own face. */
export function styleSheet(font: string | undefined): string {
  return [
    font === undefined
      ? ''
      : `@font-face{font-family:Inter;font-style:normal;font-weight:100 900;font-display:swap;src:url(${font}) format("woff2")}`,
    themes(),
    rules.replaceAll(/\n\s*/g, '\n').trim(),
  ].join('\n')
}

function themes(): string {
  const light = tokenDeclarations('light')
  const dark = tokenDeclarations('dark')
  return [
    `:root{color-scheme:light;${light}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}`,
    `@media screen{:root[data-theme=dark]{color-scheme:dark;${dark}}}`,
  ].join('\n')
}

/** Type sizes 11, 13, 14, 17, 24 and 27 px; distances on a grid of 4 px. */
const rules = `
*,*::before,*::after { box-sizing: border-box }
* { margin: 0 }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 16px }
body { background: var(--paper); color: var(--ink); font: 14px/1.5 Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased; overflow-wrap: anywhere }
h1, h2, h3 { text-wrap: balance }
a { color: inherit; text-decoration-color: var(--line-2); text-underline-offset: 3px }
a:hover { text-decoration-color: currentColor }
b, strong { font-weight: 600 }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: inherit; cursor: pointer }
ul, ol { padding: 0; list-style: none }
:focus-visible { outline: 2px solid var(--water); outline-offset: 2px; border-radius: 4px }
code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
svg { display: block; overflow: visible }
svg text { font-family: inherit; font-variant-numeric: tabular-nums }
[hidden] { display: none !important }
html:not([data-script]) .needs-script { display: none }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip { position: absolute; left: 16px; top: -48px; background: var(--card); padding: 8px 12px; z-index: 1 }
.skip:focus { top: 8px }
.quiet { color: var(--ink-3) }
.nowrap { white-space: nowrap }

.page { max-width: 1304px; margin: 0 auto; padding: 20px 32px 64px }
.bar { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; font-size: 13px; color: var(--ink-2) }
.brand { display: flex; gap: 8px; align-items: center; font-weight: 650; font-size: 14px; letter-spacing: -.01em; color: var(--ink); margin-right: 8px }
.chip { border: 1px solid var(--line); background: var(--card); border-radius: 999px; padding: 3px 11px }
.bar .grow { flex: 1 }
.theme { border: 1px solid var(--line); background: var(--card); border-radius: 999px; padding: 3px 11px; white-space: nowrap }
.theme:hover { border-color: var(--line-2) }

.answer { padding: 28px 0 8px }
h1 { font-size: 27px; line-height: 1.25; letter-spacing: -.022em; font-weight: 620; max-width: 32em }
.answer p { color: var(--ink-2); max-width: 68em; margin-top: 8px; text-wrap: pretty }
.answer .next { color: var(--ink) }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 20px; min-width: 0 }
.stack > * + * { margin-top: 16px }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; align-items: baseline }
h2 { font-size: 14px; font-weight: 600; letter-spacing: -.005em }
h3 { font-size: 13px; font-weight: 600; letter-spacing: -.003em }
.hint { color: var(--ink-3); font-size: 13px }
.note { color: var(--ink-2); font-size: 13px; margin-top: 12px; text-wrap: pretty }
.rule { border-top: 1px solid var(--line); padding-top: 12px; margin-top: 16px }
.two { display: grid; gap: 16px; grid-template-columns: repeat(2, minmax(0, 1fr)) }
.two > * { margin-top: 0 }
.two:has(> :only-child) { grid-template-columns: minmax(0, 1fr) }

.open { border-radius: 4px; text-decoration: underline dotted var(--line-2); text-decoration-thickness: 1px; text-underline-offset: 4px }
.open:hover { text-decoration: underline solid currentColor; text-decoration-thickness: 1px }
.interval { color: var(--ink-2); font-weight: 450; letter-spacing: 0 }
.pill { display: inline-block; border-radius: 999px; padding: 1px 9px; font-size: 13px; font-weight: 550; background: var(--work-soft); color: var(--ink-2); white-space: nowrap }
.pill.act { background: var(--amber-soft); color: var(--amber) }
.pill.failed { background: var(--bad-soft); color: var(--bad) }
.pill.small { font-size: 11px; padding: 0 7px; font-weight: 500 }

.sluice { display: grid; grid-template-columns: repeat(var(--reaches), minmax(76px, 1fr)) }
.river { margin-top: 16px; overflow-x: auto; padding: 0 4px 4px 0 }
.reach { min-width: 0; text-align: center }
.reach svg { width: 100%; height: 172px }
.reach h3 { margin-top: 12px; padding: 0 4px }
.reach:not(.wide) h3 { min-height: 2lh; display: flex; align-items: end; justify-content: center }
.reach .hours { font-size: 17px; font-weight: 600; letter-spacing: -.02em; padding: 0 2px; color: var(--ink) }
.reach .hours .interval { font-size: 13px; white-space: nowrap }
.reach .foot { font-size: 11px; color: var(--ink-3); padding: 0 2px; line-height: 1.5 }
.reach .says { color: var(--ink-2); font-weight: 500 }
.reach.wide .foot { font-size: 13px }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 20px; font-size: 13px; color: var(--ink-2) }
.legend li { display: flex; gap: 8px; align-items: center }
.legend svg { width: 16px; height: 10px; flex: none }

.metrics { display: grid; gap: 16px; grid-template-columns: repeat(5, minmax(0, 1fr)) }
.metric { display: flex; flex-direction: column }
.metric .value { font-size: 24px; line-height: 1.2; letter-spacing: -.025em; font-weight: 600; margin-top: 8px }
.metric .value .open { text-underline-offset: 6px }
.metric .value.words { font-size: 17px; letter-spacing: -.015em; padding: 3px 0 }
.metric .sure { font-size: 13px; color: var(--ink-2); min-height: 20px }
.metric .n { font-size: 13px; color: var(--ink-3); line-height: 1.4; margin-top: 2px; flex: 1 }
.metric .pill { margin-top: 4px }

.trend { margin-top: 12px; position: relative }
.trend .plot { height: 56px; width: 100% }
.trend.tall .plot { height: 96px }
.trend .cursor { visibility: hidden }
.trend.reading .cursor { visibility: visible }
.trend .weeks { position: absolute; inset: 0 0 auto; height: 56px; width: 100%; margin: 0; opacity: 0; cursor: crosshair; touch-action: pan-y }
.trend.tall .weeks { height: 96px }
.trend:has(.weeks:focus-visible) .plot { outline: 2px solid var(--water); outline-offset: 4px; border-radius: 4px }
.trend output, .trend .ends { display: block; font-size: 11px; line-height: 16px; height: 16px; color: var(--ink-3); margin-top: 6px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.trend .ends { display: flex; justify-content: space-between }
.trend.reading .ends, .trend:not(.reading) output { display: none }
.trend output { color: var(--ink) }
.none { font-size: 13px; color: var(--ink-3); margin-top: 12px }

.chart { width: 100%; margin-top: 16px }
.chart.survival { height: 244px }
.chart.pair { height: 216px }
.band { fill: var(--water); opacity: .16 }
.series { fill: none; stroke: var(--water); stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke }
.grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges }
.axis { fill: var(--ink-3); font-size: 11px }
.mark { fill: var(--ink); font-size: 13px; font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round }
.mark tspan { fill: var(--ink-2); font-weight: 450 }
.guide { stroke: var(--ink-3); stroke-width: 1; stroke-dasharray: 3 3; shape-rendering: crispEdges }
.word { fill: var(--ink-2); font-size: 11px; paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round }
.whisker { stroke: var(--water); stroke-width: 4; opacity: .16 }
.dot { fill: var(--water) }
.cursor { stroke: var(--ink); stroke-width: 1; shape-rendering: crispEdges }

.bars { margin-top: 12px; display: grid; gap: 8px }
.bars > li { display: grid; grid-template-columns: 132px minmax(0, 1fr) 172px; gap: 16px; align-items: center; font-size: 13px }
.bars .name { color: var(--ink-2) }
.bars .figure { text-align: right }
.bars svg { width: 100%; height: 20px }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; font-size: 13px; margin-top: 12px }
.facts dt { color: var(--ink-3) }
.facts dd { color: var(--ink-2) }

details > summary { cursor: pointer; color: var(--ink-3); font-size: 11px; line-height: 20px; width: max-content; max-width: 100%; border-radius: 4px }
details > summary:hover { color: var(--ink) }
details.view { margin-top: 8px }
.scroll { overflow: auto; max-height: 320px; margin-top: 8px }
.scroll.flat { max-height: none }
table { border-collapse: collapse; width: 100%; font-size: 13px }
caption { text-align: left; color: var(--ink-3); font-size: 11px; padding-bottom: 4px }
th { font-weight: 550; color: var(--ink-3); text-align: left; font-size: 11px; white-space: nowrap; vertical-align: bottom }
th, td { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line) }
td { vertical-align: top }
tbody th { font-weight: 450; color: var(--ink-2); font-size: 13px; vertical-align: top; white-space: normal }
th:last-child, td:last-child { padding-right: 0 }
.num, .nums td, .nums th + th { text-align: right; white-space: nowrap }
td { white-space: nowrap }
tbody th, td.text { overflow-wrap: anywhere; white-space: normal; min-width: 140px }
.scroll thead th { position: sticky; top: 0; background: var(--card) }
.list { margin-top: 12px; display: grid; gap: 12px; font-size: 13px; color: var(--ink-2) }
.list b { color: var(--ink) }
.more { margin-top: 12px; font-size: 13px; color: var(--ink-2) }
.action { border: 1px solid var(--line-2); border-radius: 8px; padding: 5px 12px; font-size: 13px; font-weight: 550; background: var(--card) }
.action:hover { border-color: var(--ink-3) }
.terms { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px 40px; margin-top: 16px; font-size: 13px }
.terms p { color: var(--ink-2); margin-top: 2px; text-wrap: pretty }
.terms .source { color: var(--ink-3); font-size: 11px }
footer { color: var(--ink-3); font-size: 13px; padding-top: 24px }

[popover], dialog { background: var(--card); color: var(--ink); border: 1px solid var(--line-2); padding: 24px }
[popover] { position: fixed; inset: 0 0 0 auto; width: min(460px, 100vw); height: 100dvh; max-height: none; margin: 0; border-width: 0 0 0 1px; overflow: auto; overscroll-behavior: contain }
[popover]::backdrop, dialog::backdrop { background: rgb(10 16 22 / .32) }
.sheet h2 { font-size: 17px; letter-spacing: -.01em; padding-right: 64px }
.sheet h3 { margin-top: 20px; color: var(--ink-3); font-weight: 550 }
.sheet p { color: var(--ink-2); margin-top: 4px; text-wrap: pretty }
.sheet .value { font-size: 24px; font-weight: 600; letter-spacing: -.025em; color: var(--ink); margin-top: 12px }
.sheet .value .interval { font-size: 14px }
.sheet .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 24px }
.close { position: absolute; right: 20px; top: 20px; color: var(--ink-2); font-size: 13px; border: 1px solid var(--line); border-radius: 8px; padding: 3px 11px; background: var(--card) }
.close:hover { border-color: var(--ink-3) }
dialog { width: min(1120px, calc(100vw - 32px)); max-width: none; height: min(860px, calc(100dvh - 32px)); max-height: none; margin: auto; border-radius: 14px; overflow: hidden }
dialog[open] { display: flex; flex-direction: column; gap: 12px }
dialog h2 { font-size: 17px; letter-spacing: -.01em; padding-right: 72px }
dialog .scroll { flex: 1; max-height: none; margin: 0 }
dialog input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line-2); border-radius: 8px; padding: 6px 12px; width: min(360px, 100%) }
dialog thead button { font-weight: 550 }
dialog th[aria-sort] button::after { content: " \\2193" }
dialog th[aria-sort=ascending] button::after { content: " \\2191" }
dialog td a { text-decoration-color: var(--line-2) }

${Array.from({ length: 12 }, (_, index) => `.of-${index + 1} { --reaches: ${index + 1} }`).join('\n')}

@media (max-width: 1099px) {
  .metrics { grid-template-columns: repeat(6, minmax(0, 1fr)) } .metric { grid-column: span 2 } .metric:nth-child(n + 4) { grid-column: span 3 }
}
@media (max-width: 859px) {
  .two, .terms { grid-template-columns: minmax(0, 1fr) }
  .page { padding: 16px 20px 48px }
}
@media (max-width: 639px) {
  .page { padding: 12px 16px 40px }
  .answer { padding: 20px 0 4px }
  h1 { font-size: 24px }
  .card { padding: 16px }
  .reach.wide .foot { font-size: 11px }
  .reach .hours .interval { display: block }
  .metrics { grid-template-columns: minmax(0, 1fr) } .metric, .metric:nth-child(n + 4) { grid-column: auto }
  .bars > li { grid-template-columns: minmax(0, 1fr) max-content; gap: 4px 12px } .bars svg { grid-column: 1 / -1; grid-row: 2 }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0 } .facts dd { margin-bottom: 8px }
  dialog { padding: 16px; width: 100vw; height: 100dvh; border: 0; border-radius: 0 } .close { right: 12px; top: 12px }
  .bar .grow { flex-basis: 100%; height: 0 }
}
@media (prefers-reduced-motion: no-preference) {
  [popover] { transition: transform .18s ease-out; transform: none }
  @starting-style { [popover]:popover-open { transform: translateX(24px) } }
}
@media print {
  body { background: none; font-size: 11px }
  .page { padding: 0; max-width: none }
  .needs-script, .skip, .close, .weeks, dialog { display: none !important }
  .card { break-inside: avoid; border-color: var(--line-2) }
  .metrics { grid-template-columns: repeat(5, minmax(0, 1fr)) } .metric, .metric:nth-child(n + 4) { grid-column: auto }
  .scroll { max-height: none; overflow: visible }
  .open { text-decoration: none }
}
`
