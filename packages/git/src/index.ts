export { branchCommits, type Arrival } from './branch-commits.ts'
export {
  chooseMainLine,
  isReleaseBranch,
  readBranches,
  type Branch,
  type MainLineChoice,
  type MainLineReason,
} from './branches.ts'
export { changedFiles } from './changed-files.ts'
export { changedLines, type ChangedLines, type ChangedLinesOptions } from './changed-lines.ts'
export { commitsTouching } from './commits-touching.ts'
export { gitErrors } from './errors.ts'
export { firstReleases, type FirstReleases } from './first-releases.ts'
export { mayHoldCopies, type Original } from './hold-copies.ts'
export { readHistory, type Commit, type History, type ReadHistoryOptions } from './history.ts'
export { changesOf, type HistoryChange } from './history-changes.ts'
export { mainLine } from './main-line.ts'
export { parseMessage, type CommitMessage } from './message.ts'
export { parseReleaseTag, type ReleaseScheme, type ReleaseTag } from './release-tag.ts'
export { openRepository, type Head, type OpenOptions, type Repository } from './repository.ts'
export { countCommits, findRevision, resolveRevision } from './revisions.ts'
export {
  selectReleases,
  type Release,
  type ReleaseSelection,
  type SelectReleasesOptions,
} from './select-releases.ts'
export { readTags, type Tag, type TagList } from './tags.ts'
export { findServiceFolder, type ServiceFolder } from './service-folder.ts'
