import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from './free-ports.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'

/** A cluster of real ClickHouse servers on this machine. */
export interface ClickHouseCluster {
  readonly nodes: readonly ClickHouseNode[]
  /** What `SLUICE_LEDGER` takes, with the nodes in this order; all of them by default. */
  url(options?: { readonly database?: string; readonly nodes?: readonly number[] }): string
  /** Ends all servers and deletes their data. */
  close(): Promise<void>
}

export interface ClusterShape {
  readonly shards: number
  readonly replicas: number
  /** Further users with the password of all, and what each is granted. */
  readonly users?: Readonly<Record<string, readonly string[]>>
}

export interface ClickHouseNode {
  readonly httpPort: number
  /** Asks this server alone; gives the answer as text, and throws what the server says otherwise. */
  ask(query: string): Promise<string>
  kill(): Promise<void>
  start(): Promise<void>
}

/** Name of the cluster, of its user and the user's password. */
const clusterName = 'scale'
const clusterUser = 'sluice'
export const clusterPassword = 'gate-keeper'
/** A cluster of the same nodes that claims to replicate its tables by itself. */
const unsuitableClusterName = 'internally_replicated'
/** May read, but may neither write nor create. */
export const readingUser = 'reader'

/** Starts shards x replicas servers that know one another. Node `shard * replicas + replica` is that replica. */
export async function startClickHouseCluster(
  shape: ClusterShape = { shards: 2, replicas: 2 },
): Promise<ClickHouseCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-clickhouse-'))
  const count = shape.shards * shape.replicas
  const ports = await freePorts(count * 2)
  const tcpPorts = ports.slice(count)
  const nodes = ports
    .slice(0, count)
    .map((httpPort, index) =>
      clickHouseNode({ folder: join(folder, `node-${index}`), httpPort, tcpPorts, index, shape }),
    )
  await Promise.all(nodes.map((node) => node.start()))

  return {
    nodes,
    url({ database = 'sluice', nodes: chosen = nodes.map((_, index) => index) } = {}) {
      const hosts = chosen.map((index) => `127.0.0.1:${ports[index]}`)
      return `clickhouse://${clusterUser}:${clusterPassword}@${hosts.join(',')}/${database}?cluster=${clusterName}`
    },
    async close() {
      await Promise.all(nodes.map((node) => node.kill()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface NodeOptions {
  readonly folder: string
  readonly httpPort: number
  readonly tcpPorts: readonly number[]
  readonly index: number
  readonly shape: ClusterShape
}

function clickHouseNode(options: NodeOptions): ClickHouseNode {
  const data = join(options.folder, 'data')
  mkdirSync(data, { recursive: true })
  const configFile = join(options.folder, 'config.xml')
  const usersFile = join(options.folder, 'users.xml')
  writeFileSync(usersFile, usersOf(options.shape))
  writeFileSync(configFile, configOf(options, usersFile))

  let server: ServerProcess | undefined
  return {
    httpPort: options.httpPort,
    async ask(query) {
      const answer = await fetch(`http://127.0.0.1:${options.httpPort}/`, {
        method: 'POST',
        body: query,
        headers: { 'X-ClickHouse-User': clusterUser, 'X-ClickHouse-Key': clusterPassword },
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text.trimEnd()
    },
    async start() {
      server = await startServerProcess({
        program: new URL('clickhouse-node.mjs', import.meta.url),
        words: [configFile, data],
        logFile: join(options.folder, 'log.txt'),
        ports: [options.httpPort, options.tcpPorts[options.index] ?? 0],
      })
    },
    async kill() {
      await server?.kill()
    },
  }
}

function configOf({ httpPort, tcpPorts, index, shape }: NodeOptions, usersFile: string): string {
  const replica = (port: number): string =>
    `<replica><host>127.0.0.1</host><port>${port}</port>` +
    `<user>${clusterUser}</user><password>${clusterPassword}</password></replica>`
  const shards = Array.from({ length: shape.shards }, (_, shard) =>
    tcpPorts.slice(shard * shape.replicas, (shard + 1) * shape.replicas).map(replica),
  )
  return `<clickhouse>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${httpPort}</http_port>
  <tcp_port>${tcpPorts[index]}</tcp_port>
  <users_config>${usersFile}</users_config>
  <remote_servers>
    <${clusterName}>${shards.map((replicas) => `<shard>${replicas.join('')}</shard>`).join('')}</${clusterName}>
    <${unsuitableClusterName}><shard><internal_replication>true</internal_replication>
      ${shards.flat().join('')}
    </shard></${unsuitableClusterName}>
  </remote_servers>
</clickhouse>
`
}

/**
 * The user `default` without a password is the one that keeps the server alive. Hedged requests ask two replicas and
 * hang up on the slower one, and clickhouse-local ends itself when a connection breaks while it answers.
 */
function usersOf({ users = {} }: ClusterShape): string {
  const user = (name: string, password: string, more = ''): string =>
    `<${name}><password>${password}</password><networks><ip>::/0</ip></networks>` +
    `<profile>default</profile><quota>default</quota>${more}</${name}>`
  return `<clickhouse>
  <profiles><default><use_hedged_requests>0</use_hedged_requests></default></profiles>
  <quotas><default/></quotas>
  <users>
    ${user('default', '')}
    ${user(clusterUser, clusterPassword, '<access_management>1</access_management>')}
    ${Object.entries({ [readingUser]: ['GRANT SELECT ON *.*'], ...users })
      .map(([name, grants]) => user(name, clusterPassword, grantsOf(grants)))
      .join('\n    ')}
  </users>
</clickhouse>
`
}

function grantsOf(grants: readonly string[]): string {
  return `<grants>${grants.map((grant) => `<query>${grant}</query>`).join('')}</grants>`
}
