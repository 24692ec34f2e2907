import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Site } from './site.tsx'

/** Seen from the compiled file, dist/src/pages/assets.js. */
const read = (path: string) => readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8')

const versioned = (content: string, ending: string): string =>
  `/assets/${createHash('sha256').update(content).digest('hex').slice(0, 12)}${ending}`

const style = read('pages/style.css')
const icon = read('http/documentation/page/icon.svg')

/** All that a page asks for beside itself, at addresses that name the content. */
export const assets = [
  { path: versioned(style, '.css'), type: 'text/css; charset=utf-8', content: style },
  { path: versioned(icon, '.svg'), type: 'image/svg+xml', content: icon }
] as const

/** Where the pages stand that are reached at a public address, or at any. */
export const siteAt = (publicUrl: string): Site => ({
  base: publicUrl === '' ? '' : new URL(publicUrl).pathname.replace(/\/$/, ''),
  url: publicUrl,
  styleSheet: assets[0].path,
  icon: assets[1].path
})
