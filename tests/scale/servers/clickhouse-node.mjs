/**
 * One ClickHouse server in a process of its own: `node clickhouse-node.mjs <config file> <data folder>`.
 *
 * libchdb carries clickhouse-local, which opens the HTTP and TCP doors of a server when it is told to. It lives as
 * long as its last query, which never ends, and dies with its parent: the channel between them closes then.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

const require = createRequire(import.meta.url)
const { DataType, load, open } = require('ffi-rs')

const [configFile, dataFolder] = process.argv.slice(2)
const platform = `@chdb/lib-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`
const library = join(dirname(require.resolve(`${platform}/package.json`)), 'libchdb.so')

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

open({ library: 'chdb', path: library })
const words = [
  'clickhouse',
  '--config-file',
  configFile,
  '--path',
  dataFolder,
  '--query',
  `SYSTEM START LISTEN TCP;
   SYSTEM START LISTEN HTTP;
   SELECT sleepEachRow(1) FROM system.numbers
   SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null`,
]

// In a thread of its own, so that this one notices when the parent is gone.
const result = await load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [words.length, words],
  runInNewThread: true,
})
const reason = load({
  library: 'chdb',
  funcName: 'chdb_result_error',
  retType: DataType.String,
  paramsType: [DataType.External],
  paramsValue: [result],
})
process.stderr.write(`The server ended: ${reason}\n`)
process.exit(1)
