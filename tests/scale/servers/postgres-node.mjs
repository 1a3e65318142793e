/**
 * One PostgreSQL server that dies with its parent: `node postgres-node.mjs <user id or ""> <program> <argument>…`.
 * PostgreSQL itself outlives whoever started it, so this process stands between and watches the channel.
 */
import { spawn } from 'node:child_process'
import process from 'node:process'

const [user, program, ...words] = process.argv.slice(2)
const identity = user === '' ? {} : { uid: Number(user), gid: Number(user) }
const server = spawn(program, words, { ...identity, stdio: 'inherit' })

server.on('exit', (code) => process.exit(code ?? 1))
// Immediate shutdown: nobody reads these data again.
process.on('disconnect', () => server.kill('SIGQUIT'))
