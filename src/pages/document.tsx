import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { A, type Site, SiteContext } from './site.tsx'

/** What the head of a page says of it. */
interface PageProps {
  title: string
  description: string
  /** Address of the page without what does not change it, from the path on. */
  canonical: string
  /** The same view in Swagger UI. */
  api: string
  /** The entry of the menu that the page belongs to. */
  current?: string | undefined
  /** Whether search engines should leave it out: one of very many views of the same. */
  noIndex?: boolean
  /** What readers of metadata look for beside: `citation_*`, Open Graph. */
  meta?: ((url: string) => Record<string, string | readonly string[]>) | undefined
  /** schema.org, as JSON-LD, where the registry is reached at this address. */
  linkedData?: ((url: string) => object) | undefined
  children: ComponentChildren
}

export const siteName = 'Deportation & Detention Agreements'

/** What `/docs` opens at an operation. */
export const operation = (tag: string, id: string): string => `/docs/#/${encodeURIComponent(tag)}/${id}`

/** A page as text, and nothing of what it is given as markup. */
export const render = (page: VNode, site: Site): string =>
  `<!doctype html>\n${renderToString(<SiteContext.Provider value={site}>{page}</SiteContext.Provider>)}\n`

const menu = [
  ['/agreements', 'Agreements'],
  ['/countries', 'Countries'],
  ['/map', 'Map'],
  ['/changes', 'Changes'],
  ['/vocabulary', 'Vocabulary'],
  ['/about', 'About'],
  ['/docs/', 'API']
] as const

/** The frame of every page. */
export function Page({ current, api, children, ...head }: PageProps) {
  return (
    <html lang="en">
      <Head {...head} />
      <body>
        <a class="skip" href="#main">
          To the content
        </a>
        <header class="top">
          <div class="wrap">
            <A class="brand" href="/">
              {siteName}
            </A>
            <nav aria-label="Pages">
              {menu.map(([href, name]) => (
                <>
                  <A href={href} current={href === current ? 'page' : undefined}>
                    {name}
                  </A>{' '}
                </>
              ))}
            </nav>
          </div>
        </header>
        <main id="main" class="wrap">
          {children}
        </main>
        <footer class="foot">
          <div class="wrap">
            <p>
              <A href={api}>This view in the API</A> · <A href="/about#corrections">Report an error in a claim</A> ·{' '}
              <A href="/about#method">Method</A> · <A href="/about#gaps">What the registry does not know</A>
            </p>
            <p>
              Facts are free; the compilation is offered under CC BY 4.0. Nobody who was transferred is named. “At
              least” means that more may have happened than was found. No script, no cookies.
            </p>
          </div>
        </footer>
      </body>
    </html>
  )
}

type HeadProps = Omit<PageProps, 'children' | 'api' | 'current'>

/** The head alone, for what stands in no frame. */
export function Head({
  title,
  description,
  canonical,
  noIndex,
  meta = () => ({}),
  linkedData,
  target
}: HeadProps & { target?: string }) {
  return (
    <SiteContext.Consumer>
      {({ base, url, styleSheet, icon }: Site) => (
        <head>
          <meta charset="utf-8" />
          {/* Links of what is framed open outside the frame. */}
          {target && <base target={target} />}
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          <meta name="description" content={description} />
          {noIndex && <meta name="robots" content="noindex" />}
          <link rel="canonical" href={(url || base) + canonical} />
          <link rel="stylesheet" href={base + styleSheet} />
          <link rel="icon" type="image/svg+xml" href={base + icon} />
          <meta property="og:site_name" content={siteName} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={description} />
          <meta property="og:type" content="website" />
          <meta property="og:url" content={(url || base) + canonical} />
          {Object.entries(meta(url)).map(([name, values]) =>
            [values].flat().map(content => <meta name={name} content={content as string} />)
          )}
          {linkedData && (
            // A data block, which no browser runs; "<" is written so that no text can end it.
            <script
              type="application/ld+json"
              dangerouslySetInnerHTML={{ __html: JSON.stringify(linkedData(url)).replaceAll('<', '\\u003c') }}
            />
          )}
        </head>
      )}
    </SiteContext.Consumer>
  )
}
