export type { GetOptions, HttpDoor, HttpPage, PagesOptions } from './kit/http-door.ts'
export type { MappedInput, ReadContext, Source, SourcePage } from './kit/source.ts'
