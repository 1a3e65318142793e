import { namedQuery, type NamedQuery } from './named-query.ts'

export const repositories: NamedQuery<'repositories'> = namedQuery<'repositories'>()(
  (from) =>
    from
      .selectFrom('events')
      .groupBy('repository')
      .select((of) => [
        'repository',
        of.fn.countAll<number>().as('events'),
        of.fn.max('at').as('lastEventAt'),
      ])
      .orderBy('repository'),
  (records) => records,
)

export const sources: NamedQuery<'sources'> = namedQuery<'sources'>()(
  (from, _, { repository }) =>
    from
      .selectFrom('events')
      .where('repository', '=', repository)
      .groupBy(['source', 'kind'])
      .select((of) => [
        'source',
        'kind',
        of.fn.countAll<number>().as('events'),
        of.fn.min('at').as('firstAt'),
        of.fn.max('at').as('lastAt'),
      ])
      .orderBy('source')
      .orderBy('kind'),
  (records) => records,
)
