import { A, address } from '../site.tsx'
import { State } from '../states.tsx'
import { count } from '../words/numbers.ts'
import { changed, isSet, type ListPageQuery, toggled } from './query.ts'
import { type ListFacet, type ListView, listFacets } from './view.ts'
import { filterName, valueWords } from './words.ts'

/** What the list can be narrowed by: links with counts. Each ignores its own filter. */
export function Facets({ view: { query, facets } }: { view: ListView }) {
  const names = Object.keys(listFacets) as ListFacet[]
  return (
    <nav class="facets" id="narrow" aria-label="Narrow the list">
      {names
        .filter(name => facets[name].length > 0)
        .map(name => (
          <Facet name={name} values={facets[name]} query={query} />
        ))}
    </nav>
  )
}

interface FacetProps {
  name: ListFacet
  values: ListView['facets'][ListFacet]
  query: ListPageQuery
}

function Facet({ name, values, query }: FacetProps) {
  const isWhole = query.facet?.includes(name)
  const first = values.slice(0, listFacets[name])
  // What is set stays in sight, so that it can be taken away.
  const set = values.slice(listFacets[name]).filter(({ value }) => isSet(query, name, value))
  const shown = isWhole ? values : [...first, ...set]
  return (
    <details open={name !== 'disclosure' || isWhole || query.disclosure !== undefined}>
      <summary>{filterName(name)}</summary>
      <ul>
        {shown.map(({ value, count: number }) => (
          <li>
            <FacetLink name={name} value={value} query={query} />
            <span>{count(number)}</span>
          </li>
        ))}
        {shown.length < values.length && (
          <li>
            <A class="soft" href={`${address('/agreements', changed(query, { facet: name }))}#narrow`}>
              all {values.length}
            </A>
          </li>
        )}
      </ul>
    </details>
  )
}

function FacetLink({ name, value, query }: { name: ListFacet; value: string; query: ListPageQuery }) {
  const href = address('/agreements', toggled(query, name, value))
  const isState = name === 'legal' || name === 'implementation'
  const words = isState ? <State state={value} words={valueWords(name, value)} /> : valueWords(name, value)
  if (!isSet(query, name, value)) return <A href={href}>{words}</A>
  return (
    <A href={href} current="true">
      {words} <span aria-hidden="true">×</span>
    </A>
  )
}
