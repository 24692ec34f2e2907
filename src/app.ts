import { randomBytes } from 'node:crypto'
import { type FastifyInstance, fastify } from 'fastify'
import { registerHistory } from './agreements/history/routes.ts'
import { registerItem } from './agreements/item/routes.ts'
import { registerList } from './agreements/list/routes.ts'
import { agreementSchemas } from './agreements/schemas.ts'
import { acrossSchemas } from './agreements/schemas-across.ts'
import { registerWriting } from './agreements/write/routes.ts'
import { registerChanges } from './changes/routes.ts'
import { registerClaims } from './claims/routes.ts'
import { registerComparison } from './compare/routes.ts'
import type { Config } from './config.ts'
import { registerCountries } from './countries/routes.ts'
import type { Database } from './database/client.ts'
import { sharedSetting } from './database/settings.ts'
import { registerDocumentation } from './http/documentation/openapi.ts'
import { registerRecordSchema } from './http/documentation/record-schema.ts'
import { isRead } from './http/input/admission.ts'
import { registerProblemPages } from './http/output/problem-pages.ts'
import { registerHttp } from './http/register.ts'
import { httpOptions } from './http/server.ts'
import { registerIdempotency } from './idempotency/routes-idempotency.ts'
import { registerImports } from './imports/routes.ts'
import { importSchemas } from './imports/schemas.ts'
import { registerAuth } from './keys/routes-auth.ts'
import { limits } from './limits.ts'
import { registerNetwork } from './network/routes.ts'
import { registerOperations } from './operations/routes.ts'
import { registerDiscovery } from './operations/routes-discovery.ts'
import { registerMetrics } from './operations/routes-metrics.ts'
import { registerPages } from './pages/routes.ts'
import { unknownAddresses } from './pages/routes-unknown.ts'
import { recordSchemas } from './record/schema/agreement.ts'
import { statusSchemas } from './record/status/schema.ts'
import { registerStatistics } from './statistics/routes.ts'
import { registerVocabulary } from './vocabulary/routes.ts'

export interface AppOptions {
  config: Config
  database: Database
  /** The clock: whoever builds the app may choose which day is today. */
  now: () => Date
}

/** The whole service, ready to listen. Neither opens nor closes the database. */
export async function buildApp({ config, database, now }: AppOptions): Promise<FastifyInstance> {
  const { db } = database
  const { publicUrl } = config
  const cursorKey = await sharedSetting(db, 'cursor_key', () => randomBytes(32).toString('base64url'))
  const app = fastify(httpOptions(config))
  // Answers are stored text or small objects; the tests hold them against the schemas.
  app.setSerializerCompiler(() => JSON.stringify)

  const answers = () => database.answers()
  const { isClosing, admission } = await registerHttp(app, {
    publicUrl,
    refuseUnknown: unknownAddresses(publicUrl),
    // The embedded one is a part of this process, and never away.
    ...(database.engine === 'postgresql' && { answers }),
    underWay: limits.underWay[database.engine],
    onShed: reason => countShed(reason)
  })
  registerAuth(app, { ...config, database, now })
  registerIdempotency(app, { db, now })
  // After keys were looked at, since those are counted even for whoever is gone.
  app.addHook('onRequest', (request, _reply, done) => {
    if (isRead(request)) database.readFor(request.signal, done)
    else done()
  })
  await registerDocumentation(app, config)
  // What several resources show; each of them adds what is its own.
  for (const schema of [...recordSchemas, ...statusSchemas, ...agreementSchemas, ...acrossSchemas, ...importSchemas])
    app.addSchema(schema)

  registerList(app, { db, now, cursorKey, publicUrl })
  registerItem(app, { db, now, publicUrl })
  registerHistory(app, { db, now, cursorKey, publicUrl })
  registerWriting(app, { database, now, publicUrl })
  registerImports(app, { database, now })
  registerChanges(app, { database, now, cursorKey, publicUrl })
  registerClaims(app, { db, now, cursorKey, publicUrl })
  registerStatistics(app, { db, now })
  registerNetwork(app, { db, now })
  registerComparison(app, { db, now })
  registerCountries(app, { db, now, publicUrl })
  registerRecordSchema(app, config)
  registerVocabulary(app)
  const { home } = await registerPages(app, {
    db,
    readFor: database.readFor,
    now,
    cursorKey,
    publicUrl,
    contact: config.contact
  })
  registerOperations(app, { answers, publicUrl, isClosing, home: config.publicRead ? home : undefined })
  const countShed = registerMetrics(app, { ...config, database, admission })
  registerDiscovery(app, { now, publicUrl, contact: config.contact })
  registerProblemPages(app, config)

  await app.ready()
  return app
}
