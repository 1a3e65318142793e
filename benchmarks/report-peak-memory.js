// Preloaded into the measured program: at its end it writes its peak memory, in kilobytes, to the fourth pipe.
import { writeSync } from 'node:fs'

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))
