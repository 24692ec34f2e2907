import t from 'tap'
import { preferredType } from '../../src/http/input/negotiation.ts'

const produces = ['application/json', 'text/html']

const preferred: [accept: string | undefined, type: string | undefined][] = [
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/html, application/json', 'text/html'],
  ['text/*;q=0.9, application/json;q=0.8', 'text/html'],
  ['application/json; charset=utf-8', 'application/json'],
  ['Application/JSON;Charset="UTF-8"', 'application/json'],
  ['application/json;charset=utf8;q=0.1, text/html;q=0.2', 'text/html'],
  ['application/json;charset=utf-16, text/html;q=0.1', 'text/html'],
  ['application/json;version=1', 'application/json'],
  ['application/json;profile="a,b;q=0", text/html;q=0.5', 'application/json'],
  ['application/json;odata=verbose;q=0', undefined],
  ['text/html;level=1;q=0.3, */*;q=0.2', 'text/html'],
  ['*/*;charset=utf-8', 'application/json'],
  ['*/*;charset=us-ascii', undefined],
  [', ,application/json,,', 'application/json'],
  ['application/xml', undefined],
  ['application/json;q=nonsense', undefined],
  ['json', undefined]
]
for (const [accept, type] of preferred) {
  t.test(`Accept: ${accept} prefers ${type}`, async t => t.equal(preferredType(accept, produces), type))
}
