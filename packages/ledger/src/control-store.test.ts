import { controlStoreContract } from './testing/control-store-contract.ts'
import { temporaryLedger } from './testing/temporary-ledger.ts'

controlStoreContract('control data in a DuckDB file', {
  async open() {
    const { ledger, remove } = await temporaryLedger()
    return {
      store: ledger.control,
      async moveCursor(cursor) {
        await ledger.append({ cursor })
      },
      close: remove,
    }
  },
})
