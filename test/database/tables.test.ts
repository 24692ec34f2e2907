import { type SQL, sql } from 'drizzle-orm'
import t from 'tap'
import { onEachDatabase } from '../start.ts'

const seq = sql`(select min(seq) from revision)`
const newRevision = (values: Record<string, string>): SQL => {
  const row = {
    seq: '1000000',
    agreement_id: '(select min(agreement_id) from revision where superseded_at is null)',
    version: '1000',
    operation: "'delete'",
    actor: "'test'",
    recorded_at: "'2100-01-01'",
    superseded_at: "'2100-01-02'",
    changed: "'{}'",
    provenance: "'{}'",
    ...values
  }
  return sql.raw(`insert into revision (${Object.keys(row)}) values (${Object.values(row)})`)
}

/** By the constraint that refuses them: rows that no program of this registry would write. */
const refused: Record<string, SQL> = {
  party_country_country_code_fk: sql`update party set country = 'ZZ' where seq = ${seq} and position = 0`,
  fee_term_payer_country_code_fk: sql`update fee_term set payer = 'ZZ'`,
  linkage_by_country_code_fk: sql`update linkage set by = 'ZZ'`,
  identifier_seq_revision_seq_fk: sql`insert into identifier (seq, position, scheme, value) values (1000000, 0, 'unts', 'I-1')`,
  identifier_seq_scheme_value_pk: sql`insert into identifier select seq, 99, scheme, value from identifier`,
  event_party_country_code_fk: sql`update event set party = 'ZZ'`,
  facility_country_country_code_fk: sql`update facility set country = 'ZZ'`,
  relation_target_agreement_id_fk: sql`update relation set target = 'no-such-agreement' where seq = (select max(seq) from relation) and position = 0`,
  kind_seq_revision_seq_fk: sql`insert into kind (seq, position, kind) values (1000000, 0, 'readmission')`,
  status_interval_seq_revision_seq_fk: sql`update status_interval set seq = 1000000 where seq = ${seq}`,
  status_change_revision_seq_revision_seq_fk: sql`insert into status_change (seq, revision_seq, day, recorded_at, changed) values (1000000, 1000000, '2026-01-01', now(), '{}')`,
  revision_agreement_id_agreement_id_fk: newRevision({ agreement_id: "'no-such-agreement'" }),
  revision_pkey: newRevision({ seq: '(select min(seq) from revision)' }),
  revision_current_key: newRevision({ superseded_at: 'null' }),
  revision_version_key: newRevision({ version: '1' }),
  revision_version_positive: newRevision({ version: '0' }),
  revision_superseded_later: newRevision({ superseded_at: "'2099-01-01'" }),
  revision_document_unless_deleted: newRevision({ operation: "'update'" }),
  revision_columns_of_document: newRevision({ operation: "'update'", document: "'{}'" }),
  fee_term_amounts_in_order: sql`update fee_term set amount_min = 2, amount_max = 1, currency = 'USD'`,
  fee_term_currency_with_amount: sql`update fee_term set amount_min = null, amount_max = null, currency = 'USD'`,
  event_dates_in_order: sql`update event set date_from = '2020-01-02', date_to = '2020-01-01'`,
  status_interval_valid_in_order: sql`update status_interval set valid_from = '2020-01-02', valid_to = '2020-01-01'`,
  status_interval_reported_in_order: sql`update status_interval set reported_from = '2020-01-02', reported_to = '2020-01-01'`,
  api_key_scopes_known: sql`update api_key set scopes = '{owner}'`,
  api_key_hash_unique: sql`update api_key set hash = 'same'`
}

onEachDatabase(t, 'the tables themselves refuse what the API would never write', async (t, { database }) => {
  for (const [constraint, statement] of Object.entries(refused)) {
    await t.rejects(database.db.execute(statement), { cause: { constraint } }, constraint)
  }
  await database.db.execute(newRevision({}))
})
