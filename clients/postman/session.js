import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import converter from 'openapi-to-postmanv2'

// The collection that Postman makes of the API document when it is imported with "Parameter generation: Example" and without
// "Enable optional parameters": each of its requests is sent once, as it stands. Only what a cautious person ticks in writes is ticked:
// nothing is to be kept, and If-Match, which is needed only where there is something to match.
const ticked = ['dryRun', 'if-match']

const { ADDRESS, KEY } = process.env
const data = await readFile(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')
const options = { parametersResolution: 'Example', enableOptionalParameters: false }
const { result, reason, output } = await promisify(converter.convertV2)({ type: 'string', data }, options)
if (!result) throw new Error(reason)

const requestsOf = ({ request, item = [] }) => [...(request ? [request] : []), ...item.flatMap(requestsOf)]
const chosen = ({ key, disabled }) => !disabled || ticked.includes(key)

let refused = 0
const requests = requestsOf(output[0].data)
for (const { method, url, header, body } of requests) {
  const path = url.path.map(part => url.variable.find(({ key }) => part === `:${key}`)?.value ?? part)
  const query = url.query.filter(chosen).map(({ key, value }) => [key, value])
  const headers = header.filter(chosen).map(({ key, value }) => [key, value])
  const address = `${ADDRESS}/${path.map(encodeURIComponent).join('/')}?${new URLSearchParams(query)}`
  const answer = await fetch(address, {
    method,
    headers: [...headers, ['Authorization', `Bearer ${KEY}`]],
    body: method === 'GET' ? undefined : body?.raw
  })
  if (answer.ok) continue
  refused++
  console.log(`${method} ${address}: ${answer.status} ${await answer.text()}`)
}
console.log(`Postman: ${requests.length} requests sent, ${refused} refused`)
process.exitCode = refused > 0 || requests.length === 0 ? 1 : 0
