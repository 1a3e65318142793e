import type { HttpDoor } from '../kit/http-door.ts'
import type { ReadContext } from '../kit/source.ts'
import type { GitlabConfig, GitlabPlace } from './config.ts'

/** What every stream reads with. */
export interface GitlabReading {
  readonly http: HttpDoor
  readonly context: ReadContext
  readonly config: GitlabConfig
  readonly place: GitlabPlace
  /** Of the API, such as `/projects/acme%2Fshop`. */
  readonly root: string
}
