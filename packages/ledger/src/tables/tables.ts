import type {
  ActorKind,
  AuthorClass,
  ChangeEventKind,
  ChangeId,
  ChangeState,
  CiJobId,
  CiOutcome,
  CiRunId,
  CiTrigger,
  DeliveryEventKind,
  DeploymentId,
  DeploymentState,
  EventId,
  EvidenceRung,
  FindingRecord,
  IncidentId,
  Milliseconds,
  RemovedSubject,
  RepositoryName,
  Revision,
  ServiceId,
  ShippedHow,
  Stage,
  TestOutcome,
} from '@sluice/model'
import {
  flag,
  instantColumn,
  instantList,
  integer,
  json,
  number,
  optional,
  text,
  textList,
  type Column,
} from './column.ts'
import type { Row, Table } from './table.ts'

/** The event that a fact row comes from: its version where the last writer wins. */
const version = { event_id: text<EventId>(), event_at: instantColumn() }

const authorship = {
  author_class: optional(text<AuthorClass>()),
  marks: optional(json()),
  can_carry_marks: optional(flag()),
}

/**
 * Every table of the ledger. Queries name these tables, and an engine offers under each name the rows as they
 * stand: one for each key, without what was removed. How it keeps them is its own affair.
 */
export const tables = {
  events: {
    role: 'record',
    policy: 'once',
    key: ['id'],
    shardBy: 'repository',
    columns: {
      id: text<EventId>(),
      source: text(),
      kind: text<DeliveryEventKind>(),
      repository: text<RepositoryName>(),
      at: instantColumn(),
      received_at: instantColumn(),
      /** The whole event. */
      payload: json(),
    },
  },

  changes: {
    role: 'fact',
    policy: 'last-writer',
    key: ['id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'change', column: 'id' }],
    columns: {
      id: text<ChangeId>(),
      repository: text<RepositoryName>(),
      number: integer(),
      title: text(),
      url: optional(text()),
      state: text<ChangeState>(),
      is_draft: flag(),
      opened_at: instantColumn(),
      merged_at: optional(instantColumn()),
      closed_at: optional(instantColumn()),
      merge_revision: optional(text<Revision>()),
      head_revision: optional(text<Revision>()),
      head_branch: optional(text()),
      base_branch: text(),
      author_name: optional(text()),
      author_kind: optional(text<ActorKind>()),
      labels: textList(),
      changed_lines: optional(integer()),
      ...authorship,
      ...version,
    },
  },
  /** One row for the whole list, so that a shorter list leaves nothing of a longer one behind. */
  change_commits: {
    role: 'fact',
    policy: 'last-writer',
    key: ['change'],
    shardBy: 'repository',
    removedBy: [{ kind: 'change', column: 'change' }],
    columns: {
      change: text<ChangeId>(),
      repository: text<RepositoryName>(),
      /** Oldest first; `authored_at` goes with it place by place. */
      revisions: textList<Revision>(),
      authored_at: instantList(),
      commits: integer(),
      first_authored_at: optional(instantColumn()),
      ...authorship,
      ...version,
    },
  },
  change_events: {
    role: 'fact',
    policy: 'once',
    key: ['event_id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'change', column: 'change' }],
    columns: {
      change: text<ChangeId>(),
      repository: text<RepositoryName>(),
      kind: text<ChangeEventKind>(),
      at: instantColumn(),
      actor_name: optional(text()),
      actor_kind: optional(text<ActorKind>()),
      is_author: flag(),
      revision: optional(text<Revision>()),
      ...version,
    },
  },
  ci_runs: {
    role: 'fact',
    policy: 'last-writer',
    key: ['id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'ci-run', column: 'id' }],
    columns: {
      id: text<CiRunId>(),
      repository: text<RepositoryName>(),
      native_id: text(),
      attempt: integer(),
      pipeline: text(),
      trigger: text<CiTrigger>(),
      revision: text<Revision>(),
      branch: optional(text()),
      changes: textList<ChangeId>(),
      created_at: instantColumn(),
      started_at: optional(instantColumn()),
      finished_at: optional(instantColumn()),
      outcome: optional(text<CiOutcome>()),
      url: optional(text()),
      ...version,
    },
  },
  ci_jobs: {
    role: 'fact',
    policy: 'last-writer',
    key: ['id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'ci-run', column: 'run' }],
    columns: {
      id: text<CiJobId>(),
      repository: text<RepositoryName>(),
      run: optional(text<CiRunId>()),
      attempt: integer(),
      name: text(),
      revision: text<Revision>(),
      queued_at: optional(instantColumn()),
      started_at: optional(instantColumn()),
      finished_at: optional(instantColumn()),
      outcome: optional(text<CiOutcome>()),
      labels: textList(),
      ...version,
    },
  },
  deployments: {
    role: 'fact',
    policy: 'last-writer',
    key: ['id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'deployment', column: 'id' }],
    columns: {
      id: text<DeploymentId>(),
      repository: text<RepositoryName>(),
      service: text<ServiceId>(),
      environment: text(),
      is_production: flag(),
      revision: text<Revision>(),
      name: optional(text()),
      created_at: instantColumn(),
      is_rollback: optional(flag()),
      is_planned: optional(flag()),
      url: optional(text()),
      ...version,
    },
  },
  deployment_events: {
    role: 'fact',
    policy: 'once',
    key: ['event_id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'deployment', column: 'deployment' }],
    columns: {
      deployment: text<DeploymentId>(),
      repository: text<RepositoryName>(),
      state: text<DeploymentState>(),
      at: instantColumn(),
      ...version,
    },
  },
  /** One row for the list that a source gave, as with commits. */
  deployment_changes: {
    role: 'fact',
    policy: 'last-writer',
    key: ['deployment', 'how'],
    shardBy: 'repository',
    removedBy: [{ kind: 'deployment', column: 'deployment' }],
    columns: {
      deployment: text<DeploymentId>(),
      how: text<ShippedHow>(),
      repository: text<RepositoryName>(),
      changes: textList<ChangeId>(),
      revisions: textList<Revision>(),
      ...version,
    },
  },
  incidents: {
    role: 'fact',
    policy: 'last-writer',
    key: ['id'],
    shardBy: 'repository',
    removedBy: [{ kind: 'incident', column: 'id' }],
    columns: {
      id: text<IncidentId>(),
      repository: text<RepositoryName>(),
      service: text<ServiceId>(),
      title: text(),
      opened_at: instantColumn(),
      resolved_at: optional(instantColumn()),
      severity: optional(text()),
      url: optional(text()),
      deployment: optional(text<DeploymentId>()),
      revision: optional(text<Revision>()),
      ...version,
    },
  },
  failures: {
    role: 'fact',
    policy: 'last-writer',
    key: ['deployment', 'rung', 'evidence'],
    shardBy: 'repository',
    removedBy: [{ kind: 'deployment', column: 'deployment' }],
    columns: {
      deployment: text<DeploymentId>(),
      rung: text<EvidenceRung>(),
      /** The incident, or the empty text: what tells two statements of one rung apart. */
      evidence: text<IncidentId | ''>(),
      repository: text<RepositoryName>(),
      remediation: optional(text<DeploymentId>()),
      known_at: instantColumn(),
      is_withdrawn: flag(),
      ...version,
    },
  },
  findings: {
    role: 'fact',
    policy: 'last-writer',
    key: ['repository', 'id'],
    shardBy: 'repository',
    columns: {
      id: text(),
      repository: text<RepositoryName>(),
      rule: text(),
      tool: text(),
      severity: text<FindingRecord['severity']>(),
      revision: text<Revision>(),
      path: text(),
      line: optional(integer()),
      message: text(),
      state: text<FindingRecord['state']>(),
      ...version,
    },
  },
  /** What sources no longer have. Each hides every row about its subject that is older. */
  removals: {
    role: 'fact',
    policy: 'once',
    key: ['event_id'],
    shardBy: 'repository',
    columns: {
      kind: text<RemovedSubject['kind']>(),
      subject: text(),
      repository: text<RepositoryName>(),
      ...version,
    },
  },

  /** Spans of stages as the last analysis of a change found them. */
  change_stages: {
    role: 'record',
    policy: 'replaced',
    key: ['repository', 'change', 'place'],
    shardBy: 'repository',
    columns: {
      repository: text<RepositoryName>(),
      change: text<ChangeId>(),
      /** From 0, in order of time. */
      place: integer(),
      stage: text<Stage>(),
      started_at: instantColumn(),
      ended_at: instantColumn(),
      recorded_at: instantColumn(),
    },
  },
  test_results: {
    role: 'record',
    policy: 'once',
    key: ['report', 'place'],
    shardBy: 'test',
    columns: {
      /** The id up to its last colon, and the number behind it; -1 when the id has no such number. */
      report: text(),
      place: integer(),
      repository: text<RepositoryName>(),
      test: text(),
      suite: text(),
      name: text(),
      file: optional(text()),
      outcome: text<TestOutcome>(),
      duration: optional(number<Milliseconds>()),
      attempts: integer(),
      at: instantColumn(),
      revision: optional(text<Revision>()),
      run: optional(text<CiRunId>()),
    },
  },
  exposures: {
    role: 'record',
    policy: 'once',
    key: ['id'],
    shardBy: 'unit',
    columns: { id: text(), flag: text(), variant: text(), unit: text(), at: instantColumn() },
  },
  metric_samples: {
    role: 'record',
    policy: 'once',
    key: ['id'],
    shardBy: 'unit',
    columns: { id: text(), metric: text(), unit: text(), value: number(), at: instantColumn() },
  },
  quarantine: {
    role: 'record',
    policy: 'once',
    key: ['id'],
    columns: { id: text(), source: text(), reason: text(), excerpt: text(), received_at: instantColumn() },
  },

  cursors: {
    role: 'control',
    policy: 'in-place',
    key: ['source', 'scope', 'stream'],
    columns: {
      source: text(),
      scope: text(),
      stream: text(),
      position: text(),
      updated_at: instantColumn(),
    },
  },
  documents: {
    role: 'control',
    policy: 'in-place',
    key: ['collection', 'id'],
    columns: { collection: text(), id: text(), body: json(), version: integer() },
  },
  leases: {
    role: 'control',
    policy: 'in-place',
    key: ['name'],
    columns: { name: text(), holder: text(), expires_at: instantColumn() },
  },
  migrations: {
    role: 'control',
    policy: 'in-place',
    key: ['id'],
    columns: { id: text(), checksum: text(), applied_at: instantColumn() },
  },
} satisfies Readonly<Record<string, Table>>

export type Tables = typeof tables
export type TableName = keyof Tables
/** Tables whose rows are derived from events. */
export type FactTableName = {
  [TName in TableName]: Tables[TName]['role'] extends 'fact' ? TName : never
}[TableName]

/** The row types of all tables, as Kysely wants them. */
export type LedgerDatabase = { [TName in TableName]: Row<Tables[TName]> }

/** The names of all tables, in the order of their description. */
export const tableNames: readonly TableName[] = Object.keys(tables).filter(isTableName)

function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name)
}

/** The description of a table, its columns by name. */
export function tableOf(name: TableName): Table {
  return tables[name]
}

/** A column with its name. */
export type NamedColumn = Column & { readonly name: string }

/** The columns of a table in their order. */
export function columnsOf(name: TableName): readonly NamedColumn[] {
  return namedColumns.get(name) ?? []
}

const namedColumns: ReadonlyMap<TableName, readonly NamedColumn[]> = new Map(
  tableNames.map((name) => [
    name,
    Object.entries<Column>(tables[name].columns).map(([column, shape]) => ({ ...shape, name: column })),
  ]),
)
