import { generateForgeHistory } from '../testing/forge-history.ts'
import { startGithubServer } from '../testing/github-server.ts'
import { sourceContract } from '../testing/source-contract.ts'
import { github } from './github.ts'

const history = generateForgeHistory({ seed: 5, pulls: 130 })

sourceContract(github, {
  start: () => startGithubServer({ history }),
  configOf: (url) => ({
    repository: 'acme/shop',
    apiUrl: url,
    host: 'github.com',
    checks: true,
    releasesAreDeployments: true,
  }),
  now: history.now,
  enumFields: ['state', 'status', 'conclusion', 'event'],
})
