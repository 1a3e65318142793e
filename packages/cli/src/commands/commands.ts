import type { Command } from '../command.ts'
import { analyzeCommand } from './analyze-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { explainCommand } from './explain-command.ts'
import { ingestCommand } from './ingest-command.ts'
import { ledgerCommand } from './ledger-command.ts'
import { recordCommand } from './record-command.ts'
import { syncCommand } from './sync-command.ts'

/** The commands of sluice, in the order in which help lists them. */
export const commands: readonly Command[] = [
  analyzeCommand,
  syncCommand,
  ingestCommand,
  recordCommand,
  ledgerCommand,
  doctorCommand,
  explainCommand,
]
