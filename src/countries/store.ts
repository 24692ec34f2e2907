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
  prepared(db, 'listCountries', () => select(db))
    .execute()
    .then(shaped)

/** One country; undefined when the code is not assigned. */
export const findCountry = (db: Db, code: string): Promise<CountryRow | undefined> =>
  prepared(db, 'findCountry', () => select(db, eq(country.code, sql.placeholder('code'))))
    .execute({ code })
    .then(rows => shaped(rows)[0])

function select(db: Db, condition?: ReturnType<typeof eq>) {
  const present = db
    .select({ country: party.country, role: party.role })
    .from(party)
    .innerJoin(
      revision,
      and(eq(revision.seq, party.seq), isNull(revision.supersededAt), ne(revision.operation, 'delete'))
    )
    .as('present')
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
    .where(condition)
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
