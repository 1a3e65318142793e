/**
 * What a thing is called in the spans of CI systems: first the name in the OpenTelemetry semantic conventions for
 * CI/CD and VCS (1.44), then older and own names of the GitHub and GitLab receivers of the OpenTelemetry Collector,
 * of actions that export runs of GitHub, and of the OpenTelemetry plugin of Jenkins (`ci.`, `git.`).
 */
export const attributeNames = {
  runId: ['cicd.pipeline.run.id', 'ci.pipeline.run.number', 'github.run_id'],
  /** Numbers of runs in Jenkins are unique within their job only. */
  pipelineId: ['ci.pipeline.id'],
  pipeline: ['cicd.pipeline.name', 'ci.pipeline.name', 'github.workflow'],
  runResult: [
    'cicd.pipeline.result',
    'cicd.pipeline.run.result',
    'cicd.pipeline.run.status',
    'ci.pipeline.run.result',
    'github.conclusion',
  ],
  runUrl: ['cicd.pipeline.run.url.full', 'ci.pipeline.run.url'],
  attempt: ['cicd.pipeline.run.attempt', 'github.workflow.run.attempt', 'github.run_attempt'],
  previousAttempt: ['cicd.pipeline.run.previous_attempt.url.full'],
  trigger: ['gitlab.pipeline.source', 'github.event_name', 'github.event'],
  taskRunId: ['cicd.pipeline.task.run.id'],
  task: ['cicd.pipeline.task.name'],
  taskResult: [
    'cicd.pipeline.task.run.result',
    'cicd.pipeline.task.run.status',
    'cicd.pipeline.run.task.status',
  ],
  queue: ['cicd.pipeline.run.queue.duration', 'cicd.pipeline.task.run.queue.duration'],
  repository: ['vcs.repository.url.full', 'vcs.repository.url', 'git.repository'],
  provider: ['vcs.provider.name', 'vcs.vendor.name'],
  revision: ['vcs.ref.head.revision', 'vcs.repository.ref.revision', 'github.head_sha', 'git.commit.sha'],
  branch: ['vcs.ref.head.name', 'vcs.ref.head', 'vcs.repository.ref.name', 'git.branch'],
  change: ['vcs.change.id', 'vcs.repository.change.id'],
} as const
