import type { ForgePlace } from '../kit/forge-place.ts'
import type { HttpDoor } from '../kit/http-door.ts'
import type { ReadContext } from '../kit/source.ts'
import type { GithubConfig } from './config.ts'
import type { RepositoryAnswer } from './schema.ts'

/** What every stream reads with. */
export interface GithubReading {
  readonly http: HttpDoor
  readonly context: ReadContext
  readonly config: GithubConfig
  readonly place: ForgePlace
  /** Of the API, such as `/repos/acme/shop`. */
  readonly root: string
  readonly repository: RepositoryAnswer
}
