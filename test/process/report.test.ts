import { DrizzleQueryError } from 'drizzle-orm'
import t from 'tap'
import { sentenceFor } from '../../src/commands/report.ts'

const error = (properties: object) => Object.assign(new Error('as it says'), properties)

const sentences: [string, object, RegExp][] = [
  [
    'a full disk under the embedded database',
    { name: 'ErrnoError', errno: 51 },
    /its disk is full\. .* DATA_DIR names/
  ],
  ['a read-only disk', { name: 'ErrnoError', errno: 69 }, /its disk is read-only\. .* DATA_DIR names/],
  ['another error of the file system', { name: 'ErrnoError', errno: 29 }, /error 29 of the file system/],
  ['a full disk under the tables', { code: '53100' }, /cannot write its files \(as it says\)\. .* DATA_DIR/],
  ['a database that is not there', { code: '3D000' }, /does not exist \(as it says\)\. Create it first\.$/],
  ['a wrong password', { code: '28P01' }, /does not admit the user of DATABASE_URL/],
  ['a server without an extension', { code: '0A000' }, /^The server that DATABASE_URL names lacks .* pg_trgm/],
  ['a user without rights', { code: '42501' }, /^The user of DATABASE_URL may not do/],
  ['a standby', { code: '25006' }, /that DATABASE_URL names is read-only/],
  ['too many connections', { code: '53300' }, /does not answer .* Check DATABASE_URL/],
  ['a server that shuts down', { code: '57P01' }, /does not answer .* Check DATABASE_URL/],
  ['no server', { code: 'ECONNREFUSED' }, /does not answer .* Check DATABASE_URL/]
]
for (const [what, properties, sentence] of sentences) {
  t.test(`${what} ends a process with one sentence that names the variable`, async t => {
    for (const found of [error(properties), new DrizzleQueryError('select', [], error(properties))]) {
      t.match(sentenceFor(found), sentence)
      t.match(sentenceFor(found), /^[^\n]+\.$/)
    }
  })
}

t.test('a fault of the service is shown whole', async t => {
  t.equal(sentenceFor(error({ code: '42703' })), undefined)
  t.equal(sentenceFor(new TypeError('x is not a function')), undefined)
})
