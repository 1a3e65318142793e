import { namedQuery, type NamedQuery } from './named-query.ts'

export const incidents: NamedQuery<'incidents'> = namedQuery<'incidents'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('incidents')
      .where('repository', '=', repository)
      .select([
        'id',
        'service',
        'title',
        'opened_at as openedAt',
        'resolved_at as resolvedAt',
        'severity',
        'deployment',
        'revision',
      ])
      .orderBy('opened_at')
      .orderBy('id'),
  (records) => records,
)

export const failures: NamedQuery<'failures'> = namedQuery<'failures'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('failures')
      .where('repository', '=', repository)
      .select([
        'deployment',
        'rung',
        'evidence',
        'remediation',
        'known_at as knownAt',
        'is_withdrawn as isWithdrawn',
      ])
      .orderBy('known_at')
      .orderBy('deployment')
      .orderBy('rung')
      .orderBy('evidence'),
  (records) =>
    records.map(({ evidence, ...failure }) =>
      evidence === '' ? failure : { ...failure, incident: evidence },
    ),
)
