import fastifyCors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { problem } from '../problems.ts'
import { problemSchemas } from './documentation/schemas.ts'
import { type Admission, type AdmissionOptions, registerAdmission } from './input/admission.ts'
import { registerBodies } from './input/body.ts'
import { registerChecks } from './input/checks.ts'
import { registerConnections } from './input/connections.ts'
import { registerHostCheck } from './input/host.ts'
import { registerOptions } from './input/methods.ts'
import { registerCompression } from './output/compression.ts'
import { cors, registerHeaders } from './output/headers.ts'
import { registerPreconditions } from './output/preconditions.ts'
import { type Refuse, registerProblems, standaloneProblem } from './output/problems.ts'
import { refuseTunnels } from './server.ts'

export interface RegisterOptions extends AdmissionOptions {
  /** Put before the addresses of problems; empty for relative ones. */
  publicUrl: string
  /** How long a client may pause within a body, in milliseconds; 8 seconds unless said otherwise. */
  bodyPause?: number
  /** How long it may take nothing of its answer, in milliseconds; 30 seconds unless said otherwise. */
  stall?: number
  /** Answers where no route has the address; with a problem document unless said otherwise. */
  refuseUnknown?: Refuse
}

/**
 * Everything that holds for every route, in the order in which a request meets it. Routes and further hooks come after.
 *
 * @returns a function that says whether the service is about to end, and what is under way
 */
export async function registerHttp(
  app: FastifyInstance,
  { publicUrl, bodyPause, stall, refuseUnknown, ...admissionOptions }: RegisterOptions
): Promise<{ isClosing: () => boolean; admission: Admission }> {
  let closing = false
  const isClosing = () => closing
  app.addHook('preClose', async () => {
    closing = true
  })
  for (const schema of problemSchemas) app.addSchema(schema)
  registerProblems(app, publicUrl, refuseUnknown)
  registerConnections(app, stall)
  registerPreconditions(app)
  registerHeaders(app, isClosing)
  registerCompression(app)
  // Before everything that may answer, preflight requests too.
  registerHostCheck(app)
  // Before all other checks: a page of another origin may read a refusal only when it carries these headers too.
  await app.register(fastifyCors, cors)
  registerOptions(app)
  registerChecks(app)
  const admission = registerAdmission(app, admissionOptions)
  registerBodies(app, bodyPause)
  refuseExpectations(app, publicUrl)
  refuseTunnels(app.server, publicUrl)
  return { isClosing, admission }
}

/** Node would refuse an unknown `Expect` with an empty body. */
function refuseExpectations(app: FastifyInstance, publicUrl: string): void {
  app.server.on('checkExpectation', (_request, response) => {
    const { status, headers, body } = standaloneProblem(problem('expectation-failed'), publicUrl)
    response.writeHead(status, headers).end(body)
  })
}
