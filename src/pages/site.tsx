import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'

// Where the pages stand, and links between them.

export interface Site {
  /** Put before every address on a page: the path below which a proxy serves the registry, without a slash at its end. */
  base: string
  /** Put before addresses that are read elsewhere, as in citations; empty where nobody has said it. */
  url: string
  /** Address of the style sheet, which names its content. */
  styleSheet: string
  icon: string
}

/** Where pages are served, for the links in them. */
export const SiteContext = createContext<Site>({ base: '', url: '', styleSheet: '', icon: '' })

/** Where the page that is rendered is served. */
export const useSite = (): Site => useContext(SiteContext)

/** What a page asks its query for: a parameter that is undefined is left out. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>

/** A path with a query, its lists repeated. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) parameters.append(name, String(one))
  return parameters.size > 0 ? `${path}?${parameters}` : path
}

interface LinkProps {
  href: string
  children: ComponentChildren
  class?: string | undefined
  rel?: string | undefined
  current?: 'page' | 'true' | 'date' | undefined
  hreflang?: string | undefined
  label?: string | undefined
}

/** A link to an address of the registry, or to a place on the page. */
export function A({ href, current, label, children, ...rest }: LinkProps) {
  const { base } = useSite()
  return (
    <a href={href.startsWith('/') ? base + href : href} aria-current={current} aria-label={label} {...rest}>
      {children}
    </a>
  )
}

/** Address of the page of an agreement. */
export const agreementPage = (id: string, query?: Query): string => address(`/agreements/${id}`, query)

/** Address of the page of a country. */
export const countryPage = (code: string): string => `/countries/${code}`

/** A list with something between its elements. */
export const joined = (list: readonly ComponentChildren[], between: ComponentChildren): ComponentChildren[] =>
  list.flatMap((element, i) => (i > 0 ? [between, element] : [element]))
