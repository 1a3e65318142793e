import type { Command } from '../command.ts'
import { analyzeCommand } from './analyze-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { explainCommand } from './explain-command.ts'

/** The commands of sluice, in the order in which help lists them. */
export const commands: readonly Command[] = [analyzeCommand, doctorCommand, explainCommand]
