import type { ComponentChildren } from 'preact'
import { country, countryKey } from '../../record/country-names.ts'
import { A, address, countryPage } from '../site.tsx'
import { rounded } from '../timeline/scale.ts'
import { geography, type View, views } from './geography.ts'
import { type Circle, type Layout, type Line, layoutOf, type Name } from './layout.ts'
import { networkFrame, networkLayout } from './network-layout.ts'
import type { MapPair, MapParty } from './parties.ts'

interface MapProps {
  parties: readonly MapParty[]
  pairs: readonly MapPair[]
  /** When the lines speak, as "today" or a day. */
  when: string
  /** What stands under the signs. */
  children: ComponentChildren
}

/** The world and two insets, with their signs and whose boundaries they are. */
export function WorldMap({ parties, pairs, when, children }: MapProps) {
  return (
    <figure>
      <Picture view={views.world} parties={parties} pairs={pairs} />
      <div class="two insets">
        <div>
          <Picture view={views.europe} parties={parties} pairs={pairs} />
          <p class="note">Europe and the Mediterranean</p>
        </div>
        <div>
          <Picture view={views.caribbean} parties={parties} pairs={pairs} />
          <p class="note">Central America and the Caribbean</p>
        </div>
      </div>
      <figcaption>
        <Signs when={when} />
        <p class="note">
          A circle for every party, larger with more agreements; a line for every pair. Equal Earth projection.
          Boundaries: Natural Earth, 1:110 million, as they are held in fact; dashed where disputed. The registry takes
          no position on any of them. The European Union stands at Brussels. {children}
        </p>
      </figcaption>
    </figure>
  )
}

function Picture({ view, parties, pairs }: { view: View } & Pick<MapProps, 'parties' | 'pairs'>) {
  const { ground, ...layout } = layoutOf(view, parties, pairs)
  const { name, label, width, height } = view
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
      <clipPath id={`frame-${name}`}>
        <rect width={width} height={height} />
      </clipPath>
      <path class="land" d={ground.land} />
      <path class="borders" d={ground.borders} />
      <path class="borders open" d={ground.disputed} />
      <Drawing layout={layout} frame={`url(#frame-${name})`} areLinked={name === 'world'} />
    </svg>
  )
}

interface DrawingProps {
  layout: Omit<Layout, 'ground'>
  /** What lines are cut at. */
  frame?: string
  /** Whether lines are links: on a page each pair is one once. */
  areLinked: boolean
}

const Drawing = ({ layout: { circles, lines, names }, frame, areLinked }: DrawingProps) => (
  <>
    <g clip-path={frame}>{lines.map(line => (areLinked ? <LinkedArc line={line} /> : <Arc line={line} />))}</g>
    {circles.map(circle => (
      <Dot circle={circle} />
    ))}
    {names.map(name => (
      <Label name={name} />
    ))}
  </>
)

/** The same parties and pairs without geography. */
export function NetworkPicture({ parties, pairs, when, children }: MapProps) {
  const { width, height } = networkFrame
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label="Network of all parties and the agreements between them; the table below says the same"
      >
        <Drawing layout={networkLayout(parties, pairs)} areLinked />
      </svg>
      <figcaption>
        <Signs when={when} />
        <p class="note">
          A circle for every party, larger with more agreements; a line for every pair. Parties stand near those with
          which they have agreements; where they stand means nothing else. {children}
        </p>
      </figcaption>
    </figure>
  )
}

const Arc = ({ line: { pair, path } }: { line: Line }) => (
  <path class={pair.look ? `arc ${pair.look}` : 'arc'} d={path} />
)

function LinkedArc({ line }: { line: Line }) {
  const { from, to, agreements, operating } = line.pair
  return (
    <A href={address('/agreements', { partyAll: [from, to] })}>
      <title>{`${country(from)} and ${country(to)}: ${agreementsWords(agreements)}, ${operating} operating`}</title>
      <Arc line={line} />
    </A>
  )
}

const agreementsWords = (number: number): string => `${number} agreement${number === 1 ? '' : 's'}`

/** A line of no length with round ends, which keeps its size on every screen: a ring sends, a disc receives. */
function Dot({ circle: { party, x, y, size } }: { circle: Circle }) {
  const { code, agreements, sends, receives, mutual } = party
  const path = `M${rounded(x)} ${rounded(y)}h0`
  const isBoth = mutual > 0 || (sends > 0 && receives > 0)
  return (
    <A href={countryPage(code)}>
      <title>{`${country(code)}: ${agreementsWords(agreements)} (sends ${sends}, receives ${receives}, mutual ${mutual})`}</title>
      <path class={`dot c d${size}`} d={path} />
      {(isBoth || receives === 0) && <path class={`dot hole h${size}`} d={path} />}
      {isBoth && <path class={`dot pip p${size}`} d={path} />}
    </A>
  )
}

const Label = ({ name: { code, x, y, anchor, isBig, pointer } }: { name: Name }) => (
  <>
    {pointer && <path class="maplabel pointer" d={pointer} />}
    <text class={`maplabel${isBig ? ' big' : ''} halo`} x={rounded(x)} y={rounded(y)} text-anchor={anchor}>
      {country(code)}
    </text>
  </>
)

/** What lines and circles mean. */
function Signs({ when }: { when: string }) {
  const arcs = [
    ['arc op', `operating ${when}`],
    ['arc halted', 'preparing, paused or blocked'],
    ['arc', 'not carried out, or over']
  ] as const
  const circles = [
    [['c d3', 'hole h3'], 'sends'],
    [['c d3'], 'receives'],
    [['c d3', 'hole h3', 'pip p3'], 'both, or either way']
  ] as const
  return (
    <ul class="key">
      {arcs.map(([name, words]) => (
        <li>
          <svg viewBox="0 0 26 14" aria-hidden="true">
            <path class={name} d="M1 10Q13 1 25 10" />
          </svg>
          {words}
        </li>
      ))}
      {circles.map(([names, words]) => (
        <li>
          <svg viewBox="0 0 26 14" aria-hidden="true">
            {names.map(name => (
              <path class={`dot ${name}`} d="M13 7h0" />
            ))}
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}

/** Parties that nobody would find on the map, by name. */
export function SmallParties({ parties }: { parties: readonly MapParty[] }) {
  const { isSmall } = geography()
  const small = parties
    .filter(({ code }) => isSmall(code))
    .sort((a, b) => countryKey(a.code).localeCompare(countryKey(b.code), 'en'))
  if (small.length === 0) return null
  return (
    <>
      <h3>Parties too small to see on the map</h3>
      <ul class="small-states">
        {small.map(({ code, agreements }) => (
          <li>
            <A href={countryPage(code)}>{country(code)}</A> <span class="num soft">{agreements}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The parties with the most agreements in a role, with bars. */
export function Busiest({
  parties,
  as: role,
  title,
  most = 7
}: {
  parties: readonly MapParty[]
  as: 'sends' | 'receives'
  title: string
  most?: number
}) {
  const sorted = parties
    .filter(party => party[role] > 0)
    .sort((a, b) => b[role] - a[role] || country(a.code).localeCompare(country(b.code), 'en'))
    .slice(0, most)
  const largest = sorted[0]?.[role] ?? 1
  return (
    <div>
      <h3>{title}</h3>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">Country</th>
            <th scope="col" class="num" colSpan={2}>
              Agreements
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(party => (
            <tr>
              <th scope="row">
                <A href={countryPage(party.code)}>{country(party.code)}</A>
              </th>
              <td>
                <svg class="barline" height="10" aria-hidden="true">
                  <rect width={`${rounded((party[role] / largest) * 100)}%`} height="10" />
                </svg>
              </td>
              <td class="num">{party[role]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
