import { sourceTexts } from '@sluice/engine'
import type { FlowAnalysis } from '@sluice/flow'
import type { ReactElement } from 'react'
import { formatShare } from '../../format/count.ts'
import { formatValue } from '../../format/estimate.ts'
import { reachesOf, shareTitle, type Reach } from '../../report/reaches.ts'
import { levelText } from '../../report/stage-words.ts'
import { colour } from '../tokens.ts'
import { intervalText, unknownText } from '../words.ts'
import { Card } from './card.tsx'
import { Opener } from './opener.tsx'
import { TableView } from './table-view.tsx'

/**
 * The way from commit to customer as a canal: one reach for each stage, its level the mean work in progress,
 * waiting in the colour of water, work in slate, what nobody can see hatched, and a gate between neighbours.
 */
export function SluiceChart({ flow }: { readonly flow: FlowAnalysis }): ReactElement {
  const reaches = reachesOf(flow)
  const isWide = reaches.length <= 4
  return (
    <Card
      id="stages"
      title="From commit to customer"
      hint="median time in each stage · the level is work in progress"
    >
      <svg className="sr" width="0" height="0" aria-hidden="true">
        <title>Fills</title>
        <defs>
          <Gradient id="fill-wait" token="water" />
          <Gradient id="fill-work" token="work" />
          <pattern
            id="fill-unknown"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="8" height="8" fill={colour('work-soft')} />
            <line x1="0" x2="0" y1="0" y2="8" stroke={colour('line-2')} strokeWidth="2" />
          </pattern>
        </defs>
      </svg>
      <div className="river" role="region" aria-label="Stages from commit to customer" tabIndex={0}>
        <ol className={`sluice of-${reaches.length}`}>
          {reaches.map((reach, index) => (
            <ReachView
              key={reach.id}
              reach={reach}
              isWide={isWide}
              {...(index === 0 ? {} : { entry: reaches[index - 1]?.gate ?? '' })}
              {...(index === reaches.length - 1 && reach.gate !== undefined ? { exit: reach.gate } : {})}
            />
          ))}
        </ol>
      </div>
      {reaches.some((reach) => reach.summary === undefined) ? null : <Legend reaches={reaches} />}
      <TableView
        label="stages"
        columns={[
          { title: 'Stage' },
          { title: 'Median', isNumber: true },
          { title: 'Interval', isNumber: true },
          { title: `Share ${shareTitle(reaches) ?? 'of seen time'}`, isNumber: true },
          { title: 'In it on average', isNumber: true },
          { title: 'In it at the end', isNumber: true },
          { title: 'Changes', isNumber: true },
        ]}
        rows={reaches.map(tableRow)}
      />
    </Card>
  )
}

const height = 172
const base = height - 2
const headroom = 28

interface ReachProps {
  readonly reach: Reach
  /** There is room for words in the picture. */
  readonly isWide: boolean
  /** Name of the gate before it, empty for one without a name; absent at the beginning of the way. */
  readonly entry?: string
  /** Name of the gate at the end of the way, on the last reach. */
  readonly exit?: string
}

function ReachView(props: ReachProps): ReactElement {
  const { reach, isWide } = props
  const { summary } = reach
  return (
    <li className={isWide ? 'reach wide' : 'reach'}>
      <Water {...props} />
      <h3>{reach.label}</h3>
      {summary === undefined ? (
        <p className="hours">not known</p>
      ) : (
        <p className="hours">
          <Opener about={`stage-${summary.stage}`}>
            {summary.median.kind === 'known'
              ? formatValue(summary.median.value, 'milliseconds')
              : unknownText(summary.median, 'milliseconds').toLowerCase()}
          </Opener>
          {isWide && summary.median.kind === 'known' ? (
            <span className="interval"> {intervalText(summary.median, 'milliseconds')}</span>
          ) : null}
        </p>
      )}
      {footnotes(props).map((line) => (
        <p key={line} className="foot">
          {line}
        </p>
      ))}
      {reach.says === undefined || isSaidInPicture(props) ? null : <p className="foot says">{reach.says}</p>}
      {reach.kind === 'unknown' ? <p className="foot">{telling(props)}</p> : null}
    </li>
  )
}

/** The picture of one reach. Lengths along the way are percentages, so that nothing is stretched. */
function Water(props: ReachProps): ReactElement {
  const { reach } = props
  const depth = depthOf(reach)
  const top = base - depth
  const titleId = `reach-${reach.id}`
  return (
    <svg role="img" aria-labelledby={titleId}>
      <title id={titleId}>{sentence(reach)}</title>
      <rect x="0" y={top} width="100%" height={depth} fill={`url(#fill-${reach.kind})`} />
      <line
        x1="0"
        x2="100%"
        y1={top}
        y2={top}
        stroke={surface[reach.kind]}
        strokeWidth="2"
        strokeDasharray={reach.kind === 'unknown' ? '5 4' : undefined}
      />
      {isSaidInPicture(props) ? (
        <text
          className="mark"
          x="50%"
          y={top + depth / 2 + 5}
          textAnchor="middle"
          stroke={colour('work-soft')}
        >
          {reach.says}
        </text>
      ) : null}
      <line className="grid" x1="0" x2="100%" y1={base} y2={base} />
      {props.entry === undefined ? null : <Gate at="0" name={props.entry} anchor="middle" />}
      {props.exit === undefined ? null : <Gate at="100%" name={props.exit} anchor="end" />}
    </svg>
  )
}

/** A gate between two reaches: water passes under it. A gate without a name is a step inside the work. */
function Gate(props: {
  readonly at: '0' | '100%'
  readonly name: string
  readonly anchor: 'middle' | 'end'
}): ReactElement {
  const isNamed = props.name !== ''
  return (
    <svg x={props.at} y="0" width="1" height={height} overflow="visible" aria-hidden="true">
      <rect x="-5" y="14" width="10" height={base - 28} fill={colour('card')} />
      <rect
        x="-2"
        y={isNamed ? headroom - 10 : base - 78}
        width="4"
        height={isNamed ? base - headroom - 6 : 62}
        rx="2"
        fill={colour(isNamed ? 'ink-3' : 'line-2')}
      />
      {isNamed ? (
        <text className="axis" x={props.anchor === 'end' ? 2 : 0} y="10" textAnchor={props.anchor}>
          {props.name}
        </text>
      ) : null}
    </svg>
  )
}

/** Unknown reaches have no level of their own where nothing was measured: they stand at a middle height. */
function depthOf(reach: Reach): number {
  return Math.max(5, Math.round((reach.level ?? 0.42) * (base - headroom)))
}

function isSaidInPicture(props: ReachProps): boolean {
  return props.isWide && props.reach.kind === 'unknown' && depthOf(props.reach) > 44
}

const surface = { wait: colour('water'), work: colour('work'), unknown: colour('ink-3') } as const

function Gradient(props: { readonly id: string; readonly token: 'water' | 'work' }): ReactElement {
  return (
    <linearGradient id={props.id} x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stopColor={colour(props.token)} stopOpacity=".6" />
      <stop offset="1" stopColor={colour(props.token)} stopOpacity=".2" />
    </linearGradient>
  )
}

/** How the time divides; only where every reach has time, for shares of a part would mislead. */
function Legend(props: { readonly reaches: readonly Reach[] }): ReactElement {
  const shares = { wait: 0, work: 0, unknown: 0 }
  for (const reach of props.reaches) shares[reach.kind] += reach.share ?? 0
  const entries = [
    { kind: 'wait', text: 'of the time is waiting' },
    { kind: 'work', text: 'of the time is work' },
    { kind: 'unknown', text: 'of the time cannot be seen' },
  ] as const
  return (
    <ul className="legend">
      {entries
        .filter(({ kind }) => shares[kind] > 0)
        .map(({ kind, text }) => (
          <li key={kind}>
            <svg aria-hidden="true">
              <title>{kind}</title>
              <rect width="16" height="10" rx="2" fill={`url(#fill-${kind})`} />
            </svg>
            <span>
              <b>{formatShare(shares[kind])}</b> {text}
            </span>
          </li>
        ))}
    </ul>
  )
}

/** Kind and work in progress: on one line where there is room, on two where there is not. */
function footnotes({ reach, isWide }: ReachProps): readonly string[] {
  if (reach.summary === undefined) return []
  const level = `${levelText(reach.summary.meanInProgress)} in it`
  if (reach.kind === 'unknown') return [level]
  return isWide ? [`${reach.kind} · ${level}`] : [reach.kind, level]
}

function telling({ reach, isWide }: ReachProps): string {
  const source = reach.wouldTell ?? 'forge'
  return `${isWide ? sourceTexts[source].label : `the ${source}`} would tell`
}

function sentence(reach: Reach): string {
  const { summary } = reach
  const says = reach.says === undefined ? '' : `, ${reach.says}`
  if (summary === undefined) return `${reach.label}: not known${says}`
  const median =
    summary.median.kind === 'known'
      ? `median ${formatValue(summary.median.value, 'milliseconds')} ${intervalText(summary.median, 'milliseconds')}`
      : unknownText(summary.median, 'milliseconds').toLowerCase()
  return `${reach.label} (${reach.kind}): ${median}, ${levelText(summary.meanInProgress)} changes in it on average${says}`
}

function tableRow(reach: Reach): readonly string[] {
  const { summary } = reach
  if (summary === undefined) return [reach.label, 'not known', '', '', '', '', '']
  const { median } = summary
  return [
    reach.label,
    median.kind === 'known'
      ? formatValue(median.value, 'milliseconds')
      : unknownText(median, 'milliseconds').toLowerCase(),
    median.kind === 'known' ? intervalText(median, 'milliseconds') : '',
    reach.share === undefined ? '' : formatShare(reach.share),
    levelText(summary.meanInProgress),
    String(summary.inProgress),
    String(summary.n),
  ]
}
