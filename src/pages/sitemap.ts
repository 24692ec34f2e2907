/** A page that search engines may read, and when it changed last. */
interface Entry {
  path: string
  changed: Date | undefined
}

/** Pages that a sitemap names, at most (sitemaps.org). */
export const mostPages = 50_000

const fixed = [
  '/',
  '/agreements',
  '/countries',
  '/map',
  '/network',
  '/changes',
  '/changes/registry',
  '/vocabulary',
  '/about'
]

/** A sitemap of all pages without a query. Paths hold ids and codes, which need no escaping. */
export function sitemapOf(
  url: string,
  agreements: readonly { id: string; recordedAt: Date }[],
  countries: readonly string[]
): string {
  const entries: Entry[] = [
    ...fixed.map(path => ({ path, changed: undefined })),
    ...countries.map(code => ({ path: `/countries/${code}`, changed: undefined })),
    ...agreements.map(({ id, recordedAt }) => ({ path: `/agreements/${id}`, changed: recordedAt }))
  ]
  const lines = entries.slice(0, mostPages).map(({ path, changed }) => {
    const lastmod = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : ''
    return `<url><loc>${url.replaceAll('&', '&amp;')}${path}</loc>${lastmod}</url>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join('\n')}
</urlset>
`
}
