export {
  aChange,
  aDeployment,
  aiReviewer,
  at,
  author,
  bot,
  factsOf,
  optionsFor,
  reviewer,
  type FactsBuilder,
} from './builders.ts'
export {
  syntheticOrganisation,
  type SyntheticOrganisation,
  type SyntheticOrganisationOptions,
} from './synthetic-organisation.ts'
export { syntheticForge, type SyntheticForge, type TrueStages } from './synthetic-forge.ts'
