export { controlStoreContract, type ControlStoreUnderTest } from './control-store-contract.ts'
export { deliveryHistory, inBatches, type DeliveryHistoryOptions } from './delivery-history.ts'
export { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts'
export { testReport, type TestReportOptions } from './test-report.ts'
