import { and, asc, eq, getTableColumns, isNull, ne, sql } from 'drizzle-orm'
import type { Clocks } from '../agreements/clocks.ts'
import { intervalPart, listedPart } from '../agreements/selection/store-clocks.ts'
import type { Db } from '../database/client.ts'
import { prepared } from '../database/prepared.ts'
import { country, party, revision, statusInterval } from '../database/tables.ts'
import { limits } from '../limits.ts'
import type { Country } from '../record/countries.ts'

/** A country with the number of agreements that it is a party to, by role. */
export interface CountryRow extends Country {
  agreements: { sender: number; receiver: number; mutual: number }
}

/** All countries by code. */
export const listCountries = (db: Db): Promise<CountryRow[]> =>
  prepared(db, 'listCountries', () => {
    const current = and(isNull(revision.supersededAt), ne(revision.operation, 'delete'))
    return select(db, partiesOf(db).where(current).as('present'))
  })
    .execute()
    .then(shaped)

/** Those that are party to an agreement. */
export const listParties = async (db: Db): Promise<CountryRow[]> =>
  (await listCountries(db)).filter(({ agreements: { sender, receiver, mutual } }) => sender + receiver + mutual > 0)

/** One country, with what it is a party to at some clocks; undefined when the code is not assigned. */
export async function findCountry(db: Db, code: string, clocks: Clocks): Promise<CountryRow | undefined> {
  const [listed, interval] = [listedPart(clocks), intervalPart(clocks)]
  const statement = prepared(db, ['findCountry', listed.shape, interval.shape].join('|'), () => {
    const present = partiesOf(db).innerJoin(statusInterval, interval.condition()).where(listed.condition())
    return select(db, present.as('present')).where(eq(country.code, sql.placeholder('code')))
  })
  return shaped(await statement.execute({ code, ...listed.values, ...interval.values }))[0]
}

const partiesOf = (db: Db) =>
  db.select({ country: party.country, role: party.role }).from(party).innerJoin(revision, eq(revision.seq, party.seq))

type Present = ReturnType<ReturnType<typeof partiesOf>['as']>

function select(db: Db, present: Present) {
  const count = (role: string) => sql<number>`(count(*) filter (where ${present.role} = ${sql.raw(`'${role}'`)}))::int`
  return db
    .select({
      ...getTableColumns(country),
      sender: count('sender'),
      receiver: count('receiver'),
      mutual: count('mutual')
    })
    .from(country)
    .leftJoin(present, eq(present.country, country.code))
    .groupBy(country.code)
    .orderBy(asc(sql`${country.code} collate "C"`))
}

const shaped = (rows: Awaited<ReturnType<typeof select>>): CountryRow[] =>
  rows.map(({ sender, receiver, mutual, ...row }) => ({ ...row, agreements: { sender, receiver, mutual } }))

/** An agreement of a country, at some clocks. */
export interface CountryAgreementRow {
  id: string
  title: string
  label: string
  role: string
}

/** Agreements that a country is a party to at some clocks, by id; no more than a page can hold. */
export async function listAgreementsOf(db: Db, code: string, clocks: Clocks): Promise<CountryAgreementRow[]> {
  const [listed, interval] = [listedPart(clocks), intervalPart(clocks)]
  const statement = prepared(db, ['agreements of a country', listed.shape, interval.shape].join('|'), () =>
    db
      .select({ id: revision.agreementId, title: revision.title, label: statusInterval.label, role: party.role })
      .from(party)
      .innerJoin(revision, eq(revision.seq, party.seq))
      .innerJoin(statusInterval, interval.condition())
      .where(and(eq(party.country, sql.placeholder('code')), listed.condition()))
      .orderBy(asc(sql`${revision.agreementId} collate "C"`))
      .limit(limits.page.most)
  )
  return (await statement.execute({ code, ...listed.values, ...interval.values })) as CountryAgreementRow[]
}
