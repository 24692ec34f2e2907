import { Hidden } from './clock-form.tsx'
import { type Query, useSite } from './site.tsx'

interface SearchFormProps {
  /** What is looked for already. */
  words?: string | undefined
  /** What else the list is narrowed by, which the form keeps. */
  kept?: Query
  label?: string
  placeholder?: string
}

/** A field for words, which leads to the list of agreements. */
export function SearchForm({
  words,
  kept = {},
  label = 'Search agreements',
  placeholder = 'A country, a prison, a minister, a source'
}: SearchFormProps) {
  const { base } = useSite()
  return (
    <form class="search" action={`${base}/agreements`} method="get" role="search">
      <Hidden query={kept} />
      <input type="search" name="q" aria-label={label} placeholder={placeholder} value={words} maxLength={300} />
      <button type="submit">Search</button>
    </form>
  )
}
