import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { problem } from '../problems.ts'
import { standaloneProblem } from './output/problems.ts'

/** A port that is taken, and not yet served from. */
export interface ReservedPort {
  port: number
  /** Lets go of the port, for the service to listen on it in the same moment. */
  release(): void
}

/**
 * Takes a port while the service is made ready, so that one that cannot be had is noticed before anything is made. Whoever
 * asks meanwhile is told to come back; the process is alive, and not ready.
 */
export function reservePort({
  host,
  port,
  publicUrl
}: {
  host: string
  port: number
  publicUrl: string
}): Promise<ReservedPort> {
  const server = createServer((request, response) => {
    if (request.url === '/livez') return response.writeHead(200, alive).end('{"status":"pass"}')
    const notYet = problem('unavailable', { detail: 'The service is being made ready.' })
    const { status, headers, body } = standaloneProblem(notYet, publicUrl)
    return response.writeHead(status, { ...headers, 'retry-after': '5' }).end(body)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        release() {
          server.close()
          server.closeAllConnections()
        }
      })
    )
  })
}

const alive = { 'content-type': 'application/health+json', 'cache-control': 'no-store' }
