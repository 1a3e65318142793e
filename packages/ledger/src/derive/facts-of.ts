import type { Authorship, DeliveryEvent, EventHeader, EventId, Instant } from '@sluice/model'
import type { FactRow } from './fact-row.ts'

/**
 * The fact rows that an event stands for. It looks at nothing else, so facts are the same in whatever order and
 * however often events arrive: of rows with the same key the one with the later `event_at`, then the greater
 * `event_id`, wins. A `removed` event becomes a row of `removals`, which hides all that is older on its subject.
 */
export function factsOf(event: DeliveryEvent): readonly FactRow[] {
  const { repository } = event
  const version = versionOf(event)
  switch (event.kind) {
    case 'change': {
      const { change } = event
      return [
        {
          table: 'changes',
          row: {
            id: change.id,
            repository,
            number: change.number,
            title: change.title,
            url: change.url ?? null,
            state: change.state,
            is_draft: change.isDraft,
            opened_at: change.openedAt,
            merged_at: change.mergedAt ?? null,
            closed_at: change.closedAt ?? null,
            merge_revision: change.mergeRevision ?? null,
            head_revision: change.headRevision ?? null,
            head_branch: change.headBranch ?? null,
            base_branch: change.baseBranch,
            author_name: change.author?.name ?? null,
            author_kind: change.author?.kind ?? null,
            labels: change.labels,
            changed_lines: sumOf(change.addedLines, change.deletedLines),
            ...authorshipColumns(change.authorship),
            ...version,
          },
        },
      ]
    }
    case 'change-commits': {
      const { change, commits, authorship } = event
      return [
        {
          table: 'change_commits',
          row: {
            change,
            repository,
            revisions: commits.map((commit) => commit.revision),
            authored_at: commits.map((commit) => commit.authoredAt),
            commits: commits.length,
            first_authored_at: earliest(commits.map((commit) => commit.authoredAt)),
            ...authorshipColumns(authorship),
            ...version,
          },
        },
      ]
    }
    case 'change-event': {
      const { change, kind, at, actor, isAuthor, revision } = event.event
      return [
        {
          table: 'change_events',
          row: {
            change,
            repository,
            kind,
            at,
            actor_name: actor?.name ?? null,
            actor_kind: actor?.kind ?? null,
            is_author: isAuthor,
            revision: revision ?? null,
            ...version,
          },
        },
      ]
    }
    case 'ci-run': {
      const { run } = event
      return [
        {
          table: 'ci_runs',
          row: {
            id: run.id,
            repository,
            native_id: run.nativeId,
            attempt: run.attempt,
            pipeline: run.pipeline,
            trigger: run.trigger,
            revision: run.revision,
            branch: run.branch ?? null,
            changes: run.changes,
            created_at: run.createdAt,
            started_at: run.startedAt ?? null,
            finished_at: run.finishedAt ?? null,
            outcome: run.outcome ?? null,
            url: run.url ?? null,
            ...version,
          },
        },
      ]
    }
    case 'ci-job': {
      const { job } = event
      return [
        {
          table: 'ci_jobs',
          row: {
            id: job.id,
            repository,
            run: job.run ?? null,
            attempt: job.attempt,
            name: job.name,
            revision: job.revision,
            queued_at: job.queuedAt ?? null,
            started_at: job.startedAt ?? null,
            finished_at: job.finishedAt ?? null,
            outcome: job.outcome ?? null,
            labels: job.labels,
            ...version,
          },
        },
      ]
    }
    case 'deployment': {
      const { deployment } = event
      return [
        {
          table: 'deployments',
          row: {
            id: deployment.id,
            repository,
            service: deployment.service,
            environment: deployment.environment,
            is_production: deployment.isProduction,
            revision: deployment.revision,
            name: deployment.name ?? null,
            created_at: deployment.createdAt,
            is_rollback: deployment.isRollback ?? null,
            is_planned: deployment.isPlanned ?? null,
            url: deployment.url ?? null,
            ...version,
          },
        },
      ]
    }
    case 'deployment-event': {
      const { deployment, state, at } = event.event
      return [{ table: 'deployment_events', row: { deployment, repository, state, at, ...version } }]
    }
    case 'deployment-changes': {
      const { deployment, how, changes, revisions } = event.link
      return [
        {
          table: 'deployment_changes',
          row: { deployment, how, repository, changes, revisions, ...version },
        },
      ]
    }
    case 'incident': {
      const { incident } = event
      return [
        {
          table: 'incidents',
          row: {
            id: incident.id,
            repository,
            service: incident.service,
            title: incident.title,
            opened_at: incident.openedAt,
            resolved_at: incident.resolvedAt ?? null,
            severity: incident.severity ?? null,
            url: incident.url ?? null,
            deployment: incident.deployment ?? null,
            revision: incident.revision ?? null,
            ...version,
          },
        },
      ]
    }
    case 'failure': {
      const { evidence } = event
      return [
        {
          table: 'failures',
          row: {
            deployment: evidence.deployment,
            rung: evidence.rung,
            evidence: evidence.incident ?? '',
            repository,
            remediation: evidence.remediation ?? null,
            known_at: evidence.knownAt,
            is_withdrawn: evidence.isWithdrawn ?? false,
            ...version,
          },
        },
      ]
    }
    case 'finding': {
      const { finding } = event
      return [
        {
          table: 'findings',
          row: {
            id: finding.id,
            repository,
            rule: finding.rule,
            tool: finding.tool,
            severity: finding.severity,
            revision: finding.revision,
            path: finding.path,
            line: finding.line ?? null,
            message: finding.message,
            state: finding.state,
            ...version,
          },
        },
      ]
    }
    case 'removed': {
      const { kind, id } = event.subject
      return [{ table: 'removals', row: { kind, subject: id, repository, ...version } }]
    }
  }
}

function versionOf({ id, at }: EventHeader): { readonly event_id: EventId; readonly event_at: Instant } {
  return { event_id: id, event_at: at }
}

function authorshipColumns(authorship: Authorship | undefined): {
  readonly author_class: Authorship['authorClass'] | null
  readonly marks: string | null
  readonly can_carry_marks: boolean | null
} {
  if (authorship === undefined) return { author_class: null, marks: null, can_carry_marks: null }
  return {
    author_class: authorship.authorClass,
    marks: JSON.stringify(authorship.marks),
    can_carry_marks: authorship.canCarryMarks,
  }
}

function sumOf(added: number | undefined, deleted: number | undefined): number | null {
  return added === undefined || deleted === undefined ? null : added + deleted
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null)
}
