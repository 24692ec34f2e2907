import t from 'tap'
import { closedListOf, closedLists } from '../../src/record/schema/codes.ts'

t.test('a list is known by its codes, as no two lists have the same', async t => {
  t.ok(closedLists().length > 40)
  for (const list of closedLists()) t.equal(closedListOf([...Object.keys(list.definitions), null]), list, list.name)
  t.equal(closedListOf([]), undefined)
})

t.test('no code is defined by its own words alone', async t => {
  for (const { name, definitions } of closedLists()) {
    for (const [code, definition] of Object.entries(definitions)) {
      t.match(definition, /^[A-Z].*[^.]\.$/, `${name} ${code}`)
      t.notSame(words(definition), words(code), `${name} ${code}`)
    }
  }
})

const words = (text: string) => text.toLowerCase().match(/[a-z]+/g)
