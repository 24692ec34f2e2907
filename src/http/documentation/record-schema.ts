import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { agreementDocument } from '../../record/schema/document.ts'
import { textTag } from '../output/preconditions.ts'
import { sendText } from '../output/texts.ts'
import { problemResponses, tagHeader, unchanged } from './schemas.ts'

/** Where the JSON Schema of a record is found. */
export const recordSchemaPath = '/schemas/agreement.json'

const type = 'application/schema+json'

/** `GET /schemas/agreement.json`. Changes only with the program, so it is written once. */
export function registerRecordSchema(app: FastifyInstance, { publicUrl }: { publicUrl: string }): void {
  const text = JSON.stringify(agreementDocument(publicUrl + recordSchemaPath))
  const etag = textTag(text)
  const JsonSchema = Type.Object(
    { title: Type.String({ description: 'What it is the form of.', examples: ['Agreement'] }) },
    { $id: 'JsonSchema', additionalProperties: true, description: 'A JSON Schema (2020-12).' }
  )
  app.addSchema(JsonSchema)
  const schema = {
    operationId: 'getAgreementSchema',
    tags: ['Reference data'],
    summary: 'Get the JSON Schema of a record',
    description:
      'The form of a record as people write it, as JSON Schema (2020-12) in one document: for validators of files, before anything is sent. What no schema can say, such as a real date or a source that is there, is checked when a record is written; `dryRun=true` does that too.',
    security: [],
    response: {
      200: {
        description: 'The schema. Its `$id` is its address.',
        headers: tagHeader,
        content: { [type]: { schema: { $ref: 'JsonSchema#' } } }
      },
      ...unchanged,
      ...problemResponses()
    }
  }
  app.get(recordSchemaPath, { schema, config: { isFixed: true } }, async (request, reply) =>
    sendText(request, reply, { text, type, etag })
  )
}
