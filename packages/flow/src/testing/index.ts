export { aChange, aDeployment, at, factsOf, optionsFor, type FactsBuilder } from './builders.ts'
export {
  syntheticOrganisation,
  type SyntheticOrganisation,
  type SyntheticOrganisationOptions,
} from './synthetic-organisation.ts'
