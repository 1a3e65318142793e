export { temporaryLedger, type TemporaryLedger } from './temporary-ledger.ts'
