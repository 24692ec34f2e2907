import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { preferredType } from '../http/input/negotiation.ts'
import { csvContentType, csvOf, csvType } from '../http/output/csv.ts'
import { textTag } from '../http/output/preconditions.ts'
import { jsonType, sendText } from '../http/output/texts.ts'
import { codebookOf, type Entry } from './entries.ts'
import { getVocabularySchema, Vocabulary, VocabularyEntry } from './schemas.ts'

interface Answer {
  type: string
  text: string
  etag: string
}

/** GET /v1/vocabulary: what every member and every code means, from the schemas of all routes. */
export function registerVocabulary(root: FastifyInstance): void {
  root.addSchema(VocabularyEntry)
  root.addSchema(Vocabulary)
  const app = root.withTypeProvider<TypeBoxTypeProvider>()
  const answers = new Map<string, Answer>()
  let entries: Entry[] = []
  root.addHook('onReady', async () => {
    entries = codebookOf(root.getSchemas())
  })

  app.get('/v1/vocabulary', { schema: getVocabularySchema, config: { isFixed: true } }, async (request, reply) => {
    const type = preferredType(request.headers.accept, ['application/json', csvType]) as string
    return sendText(request, reply, answerOf(type, request.query.list))
  })

  /** An answer changes only with the program, so each is written once. */
  function answerOf(accepted: string, list: string | undefined): Answer {
    const key = `${accepted} ${list}`
    const known = answers.get(key)
    if (known) return known
    const items = list === undefined ? entries : entries.filter(entry => entry.list === list)
    const isCsv = accepted === csvType
    const text = isCsv ? csvOf(Object.keys(VocabularyEntry.properties), items) : JSON.stringify({ items })
    const made = { type: isCsv ? csvContentType : jsonType, text, etag: textTag(text) }
    answers.set(key, made)
    return made
  }
}
