import {
  changeId,
  ciJobId,
  ciRunId,
  deploymentId,
  eventId,
  incidentId,
  instant,
  repositoryName,
  revision,
  serviceId,
  type DeliveryEvent,
} from '@sluice/model'
import { describe, expect, it } from 'vitest'
import { factsOf } from './facts-of.ts'

const header = {
  id: eventId('github:pull:12@1'),
  source: 'github',
  repository: repositoryName('github.com/acme/shop'),
  at: instant(1_000),
}
const version = { event_id: header.id, event_at: header.at }
const { repository } = header
const change = changeId('github.com/acme/shop#12')
const deployment = deploymentId('github:7')

describe('factsOf', () => {
  it('keeps a change with everything that its forge showed', () => {
    const event: DeliveryEvent = {
      ...header,
      kind: 'change',
      change: {
        id: change,
        number: 12,
        title: 'Add a till',
        url: 'https://github.com/acme/shop/pull/12',
        description: 'Not a fact: it is read where marks are looked for.',
        author: { name: 'ada', kind: 'person' },
        state: 'merged',
        isDraft: false,
        openedAt: instant(100),
        mergedAt: instant(900),
        closedAt: instant(900),
        mergeRevision: revision('aa'),
        headRevision: revision('bb'),
        headBranch: 'till',
        baseBranch: 'main',
        labels: ['feature'],
        addedLines: 30,
        deletedLines: 4,
        authorship: {
          authorClass: 'ai-co-authored',
          marks: [{ tool: 'copilot', place: 'trailer' }],
          canCarryMarks: true,
        },
      },
    }

    expect(factsOf(event)).toEqual([
      {
        table: 'changes',
        row: {
          id: change,
          repository,
          number: 12,
          title: 'Add a till',
          url: 'https://github.com/acme/shop/pull/12',
          state: 'merged',
          is_draft: false,
          opened_at: 100,
          merged_at: 900,
          closed_at: 900,
          merge_revision: 'aa',
          head_revision: 'bb',
          head_branch: 'till',
          base_branch: 'main',
          author_name: 'ada',
          author_kind: 'person',
          labels: ['feature'],
          changed_lines: 34,
          author_class: 'ai-co-authored',
          marks: '[{"tool":"copilot","place":"trailer"}]',
          can_carry_marks: true,
          ...version,
        },
      },
    ])
  })

  it('leaves open what a change does not say, and counts no lines of which half is unknown', () => {
    const event: DeliveryEvent = {
      ...header,
      kind: 'change',
      change: {
        id: change,
        number: 12,
        title: '',
        state: 'open',
        isDraft: true,
        openedAt: instant(100),
        baseBranch: 'main',
        labels: [],
        addedLines: 3,
      },
    }

    expect(factsOf(event)).toEqual([
      {
        table: 'changes',
        row: {
          id: change,
          repository,
          number: 12,
          title: '',
          url: null,
          state: 'open',
          is_draft: true,
          opened_at: 100,
          merged_at: null,
          closed_at: null,
          merge_revision: null,
          head_revision: null,
          head_branch: null,
          base_branch: 'main',
          author_name: null,
          author_kind: null,
          labels: [],
          changed_lines: null,
          author_class: null,
          marks: null,
          can_carry_marks: null,
          ...version,
        },
      },
    ])
  })

  it('keeps the commits of a change as one row, and finds the earliest whatever their order', () => {
    const person = { name: 'Ada', email: 'ada@example.com' }
    const commits = [
      ['c1', 300],
      ['c2', 200],
    ] as const
    const event: DeliveryEvent = {
      ...header,
      kind: 'change-commits',
      change,
      commits: commits.map(([hash, at]) => ({
        revision: revision(hash),
        author: person,
        committer: person,
        authoredAt: instant(at),
        committedAt: instant(at),
        message: 'Do it',
      })),
    }

    expect(factsOf(event)).toEqual([
      {
        table: 'change_commits',
        row: {
          change,
          repository,
          revisions: ['c1', 'c2'],
          authored_at: [300, 200],
          commits: 2,
          first_authored_at: 200,
          author_class: null,
          marks: null,
          can_carry_marks: null,
          ...version,
        },
      },
    ])
    expect(factsOf({ ...header, kind: 'change-commits', change, commits: [] })).toMatchObject([
      { row: { commits: 0, first_authored_at: null } },
    ])
  })

  it('keeps what happened to a change under its event', () => {
    const event: DeliveryEvent = {
      ...header,
      kind: 'change-event',
      event: {
        change,
        kind: 'pushed',
        at: instant(950),
        actor: { name: 'ada', kind: 'person' },
        isAuthor: true,
        revision: revision('bb'),
      },
    }

    expect(factsOf(event)).toEqual([
      {
        table: 'change_events',
        row: {
          change,
          repository,
          kind: 'pushed',
          at: 950,
          actor_name: 'ada',
          actor_kind: 'person',
          is_author: true,
          revision: 'bb',
          ...version,
        },
      },
    ])
  })

  it('keeps runs and jobs of CI', () => {
    const run: DeliveryEvent = {
      ...header,
      kind: 'ci-run',
      run: {
        id: ciRunId('github:5:2'),
        nativeId: '5',
        attempt: 2,
        pipeline: 'build',
        trigger: 'merge-queue',
        revision: revision('bb'),
        branch: 'till',
        changes: [change],
        createdAt: instant(400),
        startedAt: instant(410),
        finishedAt: instant(500),
        outcome: 'timed-out',
        url: 'https://ci.example/5',
      },
    }
    const job: DeliveryEvent = {
      ...header,
      kind: 'ci-job',
      job: {
        id: ciJobId('github:51'),
        run: ciRunId('github:5:2'),
        attempt: 2,
        name: 'unit',
        revision: revision('bb'),
        queuedAt: instant(400),
        labels: ['linux'],
      },
    }

    expect([...factsOf(run), ...factsOf(job)]).toEqual([
      {
        table: 'ci_runs',
        row: {
          id: 'github:5:2',
          repository,
          native_id: '5',
          attempt: 2,
          pipeline: 'build',
          trigger: 'merge-queue',
          revision: 'bb',
          branch: 'till',
          changes: [change],
          created_at: 400,
          started_at: 410,
          finished_at: 500,
          outcome: 'timed-out',
          url: 'https://ci.example/5',
          ...version,
        },
      },
      {
        table: 'ci_jobs',
        row: {
          id: 'github:51',
          repository,
          run: 'github:5:2',
          attempt: 2,
          name: 'unit',
          revision: 'bb',
          queued_at: 400,
          started_at: null,
          finished_at: null,
          outcome: null,
          labels: ['linux'],
          ...version,
        },
      },
    ])
  })

  it('keeps deployments, their steps and what they carried', () => {
    const events: readonly DeliveryEvent[] = [
      {
        ...header,
        kind: 'deployment',
        deployment: {
          id: deployment,
          service: serviceId('shop'),
          environment: 'production',
          isProduction: true,
          revision: revision('aa'),
          createdAt: instant(600),
          isPlanned: false,
        },
      },
      {
        ...header,
        kind: 'deployment-event',
        event: { deployment, state: 'waiting', at: instant(610) },
      },
      {
        ...header,
        kind: 'deployment-changes',
        link: { deployment, how: 'listed', changes: [change], revisions: [revision('cc')] },
      },
    ]

    expect(events.flatMap(factsOf)).toEqual([
      {
        table: 'deployments',
        row: {
          id: deployment,
          repository,
          service: 'shop',
          environment: 'production',
          is_production: true,
          revision: 'aa',
          name: null,
          created_at: 600,
          is_rollback: null,
          is_planned: false,
          url: null,
          ...version,
        },
      },
      {
        table: 'deployment_events',
        row: { deployment, repository, state: 'waiting', at: 610, ...version },
      },
      {
        table: 'deployment_changes',
        row: { deployment, how: 'listed', repository, changes: [change], revisions: ['cc'], ...version },
      },
    ])
  })

  it('keeps incidents and evidence of failures, which an incident tells apart', () => {
    const incident = incidentId('pagerduty:1')
    const events: readonly DeliveryEvent[] = [
      {
        ...header,
        kind: 'incident',
        incident: {
          id: incident,
          service: serviceId(''),
          title: 'Tills are down',
          openedAt: instant(700),
          deployment,
        },
      },
      {
        ...header,
        kind: 'failure',
        evidence: { deployment, rung: 'incident', incident, knownAt: instant(700), isWithdrawn: true },
      },
      { ...header, kind: 'failure', evidence: { deployment, rung: 'rollback', knownAt: instant(710) } },
    ]

    expect(events.flatMap(factsOf)).toEqual([
      {
        table: 'incidents',
        row: {
          id: incident,
          repository,
          service: '',
          title: 'Tills are down',
          opened_at: 700,
          resolved_at: null,
          severity: null,
          url: null,
          deployment,
          revision: null,
          ...version,
        },
      },
      {
        table: 'failures',
        row: {
          deployment,
          rung: 'incident',
          evidence: incident,
          repository,
          remediation: null,
          known_at: 700,
          is_withdrawn: true,
          ...version,
        },
      },
      {
        table: 'failures',
        row: {
          deployment,
          rung: 'rollback',
          evidence: '',
          repository,
          remediation: null,
          known_at: 710,
          is_withdrawn: false,
          ...version,
        },
      },
    ])
  })

  it('keeps findings and removals', () => {
    const events: readonly DeliveryEvent[] = [
      {
        ...header,
        kind: 'finding',
        finding: {
          id: 'f1',
          rule: 'sql-injection',
          tool: 'semgrep',
          severity: 'high',
          revision: revision('aa'),
          path: 'src/till.ts',
          message: 'Text from outside reaches a query.',
          state: 'open',
        },
      },
      { ...header, kind: 'removed', subject: { kind: 'change', id: change } },
    ]

    expect(events.flatMap(factsOf)).toEqual([
      {
        table: 'findings',
        row: {
          id: 'f1',
          repository,
          rule: 'sql-injection',
          tool: 'semgrep',
          severity: 'high',
          revision: 'aa',
          path: 'src/till.ts',
          line: null,
          message: 'Text from outside reaches a query.',
          state: 'open',
          ...version,
        },
      },
      { table: 'removals', row: { kind: 'change', subject: change, repository, ...version } },
    ])
  })
})
