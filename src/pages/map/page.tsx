import type { Clocks, ClocksQuery } from '../../agreements/clocks.ts'
import type { Edge } from '../../network/network.ts'
import { country, countryKey } from '../../record/country-names.ts'
import type { Day } from '../../record/dates.ts'
import { ClockForm } from '../clock-form.tsx'
import { operation, Page } from '../document.tsx'
import { A, address, countryPage } from '../site.tsx'
import { dateWords } from '../words/dates.ts'
import { inBrief, people, sums } from '../words/numbers.ts'
import { Busiest, NetworkPicture, SmallParties, WorldMap } from './map.tsx'
import type { MapPair, MapParty } from './parties.ts'

export interface MapView {
  parties: readonly MapParty[]
  pairs: readonly MapPair[]
  edges: readonly Edge[]
  clocks: Clocks
  asked: ClocksQuery
  today: Day
}

const whenOf = ({ clocks, today }: MapView): string =>
  clocks.asOf === today ? 'today' : `on ${dateWords(clocks.asOf)}`

/** `/map` */
export function MapPage({ view }: { view: MapView }) {
  const { parties, pairs, clocks, asked, today } = view
  return (
    <Page
      title={`Map of agreements as of ${dateWords(clocks.asOf)}`}
      description="Who sends people to whom, on a map: a circle for every party, a line for every pair."
      canonical={address('/map', { asOf: asked.asOf })}
      noIndex={Object.values(asked).some(value => value !== undefined)}
      api={operation('Analysis', 'getNetwork')}
      current="/map"
    >
      <h1>Agreements as of {dateWords(clocks.asOf)}</h1>
      <ClockForm action="/map" asked={asked} asOf={clocks.asOf} today={today} />
      <WorldMap parties={parties} pairs={pairs} when={whenOf(view)}>
        <A href={address('/network', { asOf: asked.asOf })}>The same without geography</A> ·{' '}
        <A href={address('/v1/network', { asOf: asked.asOf, format: 'csv' })}>as CSV</A>
      </WorldMap>
      <SmallParties parties={parties} />
      <div class="two">
        <Busiest parties={parties} as="sends" title="Send most" />
        <Busiest parties={parties} as="receives" title="Receive most" />
      </div>
      <Edges view={view} />
    </Page>
  )
}

/** `/network` */
export function NetworkPage({ view }: { view: MapView }) {
  const { parties, pairs, clocks, asked, today } = view
  return (
    <Page
      title={`Network of agreements as of ${dateWords(clocks.asOf)}`}
      description="Who sends people to whom, without geography: parties stand near those with which they have agreements."
      canonical={address('/network', { asOf: asked.asOf })}
      noIndex={Object.values(asked).some(value => value !== undefined)}
      api={operation('Analysis', 'getNetwork')}
      current="/map"
    >
      <h1>Who has agreements with whom, as of {dateWords(clocks.asOf)}</h1>
      <ClockForm action="/network" asked={asked} asOf={clocks.asOf} today={today} />
      <NetworkPicture parties={parties} pairs={pairs} when={whenOf(view)}>
        <A href={address('/map', { asOf: asked.asOf })}>The same on a map</A> · as{' '}
        <A href={address('/v1/network', { asOf: asked.asOf, format: 'graphml' })}>GraphML</A>,{' '}
        <A href={address('/v1/network', { asOf: asked.asOf, format: 'gexf' })}>GEXF</A> and{' '}
        <A href={address('/v1/network', { asOf: asked.asOf, format: 'csv' })}>CSV</A>
      </NetworkPicture>
      <Edges view={view} />
    </Page>
  )
}

/** The accessible form of both pictures. */
function Edges({ view: { edges, asked } }: { view: MapView }) {
  const { asOf } = asked
  const byName = (a: Edge, b: Edge) =>
    countryKey(a.sender).localeCompare(countryKey(b.sender), 'en') ||
    countryKey(a.receiver).localeCompare(countryKey(b.receiver), 'en')
  return (
    <section id="table">
      <h2>The same as a table</h2>
      <div class="scroll">
        <table class="cards">
          <caption>Who sends people to whom; an agreement that works both ways stands in two rows</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col" class="num">
                Agreements
              </th>
              <th scope="col" class="num">
                Operating
              </th>
              <th scope="col" class="num">
                People moved
              </th>
              <th scope="col" class="num">
                Paid
              </th>
            </tr>
          </thead>
          <tbody>
            {[...edges].sort(byName).map(({ sender, receiver, agreements, oneWay }) => {
              const operating = agreements.filter(({ implementation }) => implementation === 'operating').length
              const moved = people(oneWay.persons)
              const paid = oneWay.paid.length > 0 ? sums(oneWay.paid, inBrief) : undefined
              return (
                <tr>
                  <th scope="row">
                    <A href={countryPage(sender)}>{country(sender)}</A>
                  </th>
                  <td data-h="To">
                    <A href={countryPage(receiver)}>{country(receiver)}</A>
                  </td>
                  <td data-h="Agreements" class="num">
                    <A
                      href={address('/agreements', { sender: [sender], receiver: [receiver], asOf })}
                      label={`${agreements.length} from ${country(sender)} to ${country(receiver)}`}
                    >
                      {agreements.length}
                    </A>
                  </td>
                  <td data-h="Operating" class={operating ? 'num' : 'num none'}>
                    {operating || ''}
                  </td>
                  <td data-h="People" class={moved ? 'num' : 'num none'}>
                    {moved}
                  </td>
                  <td data-h="Paid" class={paid ? 'num' : 'num none'}>
                    {paid}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
