import type { SluiceError } from '@sluice/model'
import { connectError } from '../errors.ts'
import type { Answer } from './http-exchange.ts'
import { withoutSecrets, type Secret } from './secret.ts'

export interface RefusedRequest {
  /** Title of the source, such as GitHub. */
  readonly source: string
  readonly answer: Answer
  readonly secret: Secret | undefined
}

/** What a status that is no success means, in words that say what is missing. */
export function refusalOf({ source, answer, secret }: RefusedRequest): SluiceError {
  const path = withoutSecrets(answer.url.pathname, [secret])
  const said = withoutSecrets(messageOf(answer), [secret])
  switch (answer.status) {
    case 401:
      return connectError('SOURCE_UNAUTHORIZED', { source, path, isAnonymous: secret === undefined })
    case 403:
      return connectError('SOURCE_FORBIDDEN', {
        source,
        path,
        lack: missingRight(answer) ?? (said === '' ? 'it did not say why' : `it says "${said}"`),
      })
    case 404: {
      const lack = missingRight(answer)
      return connectError('SOURCE_NOT_FOUND', { source, path, lack: lack === undefined ? '' : `; ${lack}` })
    }
    case 410:
      return connectError('SOURCE_GONE', { source, path })
    default:
      return connectError('SOURCE_REFUSED', {
        source,
        path,
        status: answer.status,
        detail: said === '' ? '' : `: "${said}"`,
      })
  }
}

/** Which right the token lacks, from the headers in which GitHub and GitLab tell. */
function missingRight({ headers }: Answer): string | undefined {
  if (headers.get('x-github-sso')?.startsWith('required') === true) {
    return 'the organisation wants the token to be authorised for single sign-on'
  }
  const permissions = headers.get('x-accepted-github-permissions')
  const granted = headers.get('x-oauth-scopes')
  if (permissions !== undefined && granted === undefined) return `it needs the permission ${permissions}`

  const wanted = listOf(headers.get('x-accepted-oauth-scopes') ?? '')
  if (
    wanted.length > 0 &&
    granted !== undefined &&
    !wanted.some((scope) => listOf(granted).includes(scope))
  ) {
    return `it needs the scope ${wanted.join(' or ')}, and has ${granted === '' ? 'none' : granted}`
  }
  const [, scope] = /insufficient_scope.*?scope="([^"]*)"/.exec(headers.get('www-authenticate') ?? '') ?? []
  return scope === undefined ? undefined : `it needs the scope ${scope}`
}

function listOf(header: string): readonly string[] {
  return header.split(/[\s,]+/).filter((word) => word !== '')
}

/** What the server says itself, in one short line. */
function messageOf({ text }: Answer): string {
  const [, message = ''] =
    /"(?:message|error_description|error)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text.slice(0, 5_000)) ?? []
  return message.replaceAll(/\\./g, ' ').slice(0, 200)
}
