import { createRequire } from 'node:module'
import t from 'tap'
import { countries } from '../../src/record/countries.ts'

// Held against the regions of Unicode CLDR, which know nothing of these numbers.
const { territoryContainment } = createRequire(import.meta.url)('cldr-core/supplemental/territoryContainment.json')
  .supplemental as { territoryContainment: Record<string, { _contains: string[] }> }

const within = (region: string): string[] =>
  territoryContainment[region]?._contains.flatMap(part => [part, ...within(part)]) ?? []

const byCode = new Map(countries.map(country => [country.code, country]))

t.test('every country has an item of Wikidata, and no number stands for two', async t => {
  for (const { code, wikidata } of countries) t.match(wikidata, /^Q[1-9]\d*$/, code)
  for (const scheme of ['wikidata', 'cow', 'gw'] as const) {
    const numbers = countries.flatMap(country => country[scheme] ?? [])
    t.same(numbers, [...new Set(numbers)], scheme)
  }
})

t.test('states have numbers: the members of the United Nations, Kosovo and Taiwan, and nobody else', async t => {
  const states = new Set([...(territoryContainment.UN?._contains ?? []), 'XK', 'TW'])
  t.equal(states.size, 193 + 2)
  for (const { code, cow, gw } of countries) {
    t.equal(cow !== null, states.has(code), `${code} ${cow} (COW)`)
    t.equal(gw !== null, states.has(code), `${code} ${gw} (Gleditsch and Ward)`)
  }
})

t.test('numbers lie in the range of their part of the world', async t => {
  const regions = {
    '019': [2, 165],
    '150': [200, 399],
    '002': [400, 626],
    '142': [630, 860],
    '009': [900, 990]
  } as const
  // Where these lists see another part of the world than CLDR does.
  const elsewhere: Record<string, keyof typeof regions> = { CY: '150', GE: '150', AM: '150', AZ: '150', EG: '142' }
  for (const [region, [least, most]] of Object.entries(regions)) {
    const codes = countries.map(({ code }) => code)
    for (const code of codes.filter(code =>
      elsewhere[code] ? elsewhere[code] === region : within(region).includes(code)
    )) {
      const { cow, gw } = byCode.get(code) as (typeof countries)[number]
      for (const number of [cow, gw]) t.ok(number === null || (number >= least && number <= most), `${code} ${number}`)
    }
  }
})

t.test('the two lists agree but for seven states, and a note says so where it misleads', async t => {
  const apart = countries.filter(({ cow, gw }) => cow !== gw).map(({ code, cow, gw }) => [code, cow, gw])
  t.same(apart, [
    ['DE', 255, 260],
    ['KI', 946, 970],
    ['NR', 970, 971],
    ['RS', 345, 340],
    ['TO', 955, 972],
    ['TV', 947, 973],
    ['YE', 679, 678]
  ])
  for (const code of ['DE', 'KI', 'NR', 'RS', 'YE']) t.match(byCode.get(code)?.note, /Gleditsch and Ward/, code)
})

t.test('numbers are those that everybody in the field knows', async t => {
  const known = {
    US: ['Q30', 2],
    MX: ['Q96', 70],
    SV: ['Q792', 92],
    GB: ['Q145', 200],
    FR: ['Q142', 220],
    IT: ['Q38', 325],
    AL: ['Q222', 339],
    XK: ['Q1246', 347],
    RU: ['Q159', 365],
    NA: ['Q1030', 565],
    LY: ['Q1016', 620],
    SS: ['Q958', 626],
    TR: ['Q43', 640],
    AF: ['Q889', 700],
    CN: ['Q148', 710],
    VN: ['Q881', 816],
    AU: ['Q408', 900],
    PG: ['Q691', 910],
    PW: ['Q695', 986],
    HK: ['Q8646', null],
    PS: ['Q219060', null],
    EU: ['Q458', null]
  }
  for (const [code, [wikidata, cow]] of Object.entries(known)) t.match(byCode.get(code), { wikidata, cow }, code)
})
