import { type IncomingMessage, request } from 'node:http'

// A process that reads an answer to its end, and prints how many lines it had. It asks for no coding: `copy` has none either.

const answer = await new Promise<IncomingMessage>((resolve, reject) => {
  request(process.argv[2] as string, resolve)
    .on('error', reject)
    .end()
})
if (answer.statusCode !== 200) throw new Error(`${process.argv[2]}: ${answer.statusCode}`)
let rows = 0
for await (const chunk of answer) {
  for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) rows++
}
console.log(rows)
