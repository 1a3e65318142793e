import { instant } from '@sluice/model'
import { sourceContract } from '../testing/source-contract.ts'
import { gitlabHistory } from '../testing/gitlab-history.ts'
import { startGitlabServer } from '../testing/gitlab-server.ts'
import { gitlabAuthorization, type GitlabConfig } from './config.ts'
import { gitlab } from './gitlab.ts'

sourceContract(gitlab, {
  start: () => startGitlabServer({ history: gitlabHistory({ requests: 12 }) }),
  configOf: (apiUrl): GitlabConfig => ({ project: 'acme/shop', apiUrl, jobs: 'all' }),
  door: () => ({ authorize: gitlabAuthorization }),
  now: instant(Date.UTC(2026, 10, 22)),
  enumFields: ['state', 'status', 'source', 'type', 'failure_reason', 'severity', 'tier'],
})
