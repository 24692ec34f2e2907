/** Values of an attribute in a page, in order. */
export const attributes = (page: string, name: string): string[] =>
  Array.from(page.matchAll(new RegExp(`<[^>]*\\s${name}="([^"]*)"`, 'g')), ([, value]) => value as string)

/** The text of a page or a part of it, without its markup. */
export const textOf = (page: string): string =>
  page
    .replace(/<(script|style|title)[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

/** Links to places on the page that are not there, ids that are there twice, and values that nobody put into words. */
export function faultsOf(page: string): string[] {
  const ids = attributes(page, 'id')
  const there = new Set(ids)
  const dead = attributes(page, 'href').filter(href => href.startsWith('#') && !there.has(href.slice(1)))
  const patterns = Array.from(page.matchAll(/url\(#([^)]+)\)/g), ([, id]) => id as string).filter(id => !there.has(id))
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
  // The codebook speaks of null itself.
  const said = page.replace(/<table class="cards codes">.*?<\/table>/gs, '')
  const unsaid = said.match(/\b(?:undefined|NaN|null|Infinity|Invalid Date)\b|\[object /g) ?? []
  return [...dead, ...patterns.map(id => `pattern ${id}`), ...twice.map(id => `id ${id}`), ...unsaid]
}
