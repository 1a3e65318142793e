import type { Change, Deployment } from '@sluice/model'
import type { ReactElement } from 'react'
import { printable } from '../../format/printable.ts'
import { fit } from '../../format/text-layout.ts'
import { changeTitle } from '../change-title.ts'
import type { ReportData } from '../report-data.ts'

/** The title of a change, linked to the forge where there is one. */
export function ChangeLink(props: {
  readonly change: Change
  readonly links: ReportData['links']
}): ReactElement {
  const { change, links } = props
  const title = changeTitle(change)
  const address =
    change.pullRequest === undefined
      ? links.commit?.replace('{sha}', change.revision)
      : links.pullRequest?.replace('{number}', String(change.pullRequest))
  return <Linked text={title} address={address} />
}

/** The name of a deployment, linked to the forge where there is one. */
export function DeploymentLink(props: {
  readonly deployment: Deployment
  readonly links: ReportData['links']
}): ReactElement {
  const { deployment, links } = props
  const address = links.tag?.replace(
    '{tag}',
    encodeURIComponent(deployment.name.replaceAll(/\p{Surrogate}/gu, '\ufffd')),
  )
  return <Linked text={fit(printable(deployment.name), 80)} address={address} />
}

function Linked(props: { readonly text: string; readonly address: string | undefined }): ReactElement {
  if (props.address === undefined) return <bdi>{props.text}</bdi>
  return (
    <a href={props.address} rel="noreferrer noopener" target="_blank" dir="auto">
      {props.text}
    </a>
  )
}
