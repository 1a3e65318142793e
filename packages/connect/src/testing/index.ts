export {
  generateForgeHistory,
  historyName,
  historyOwner,
  type ForgeHistory,
  type ForgeHistoryOptions,
} from './forge-history.ts'
export {
  startGithubServer,
  type GithubFaults,
  type GithubServer,
  type GithubServerOptions,
} from './github-server.ts'
export { gitlabHistory, type GitlabHistory } from './gitlab-history.ts'
export { startGitlabServer, type GitlabFaults, type GitlabServer } from './gitlab-server.ts'
