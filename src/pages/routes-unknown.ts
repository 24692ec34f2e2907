import { preferredType } from '../http/input/negotiation.ts'
import { type Refuse, sendProblem } from '../http/output/problems.ts'
import { siteAt } from './assets.ts'
import { sendRefusal } from './routes-sending.ts'

const types = ['application/problem+json', 'text/html']

/** Refuses addresses that no route has: below /v1 and to programs as the API does, to browsers with a page to go on from. */
export function unknownAddresses(publicUrl: string): Refuse {
  const site = siteAt(publicUrl)
  return (error, request, reply) =>
    /^\/v1\b/.test(request.url) || preferredType(request.headers.accept, types) !== 'text/html'
      ? sendProblem(error, request, reply, publicUrl)
      : sendRefusal(error, request, reply, site)
}
