import type pg from 'pg'

/**
 * The plans of every statement that the service has prepared on this pool, as they are chosen for any values (the
 * generic plan that a prepared statement comes to use).
 */
export async function explainAll(pool: pg.Pool, { id, middle }: { id: string; middle: Date }): Promise<string> {
  const client = await pool.connect()
  try {
    await client.query('set plan_cache_mode = force_generic_plan')
    const { rows } = await client.query<{ name: string; statement: string; types: string[] }>(
      'select name, statement, parameter_types::text[] as types from pg_prepared_statements order by statement'
    )
    const plans: string[] = []
    for (const { name, statement, types } of rows) {
      const values = types.map(type => exampleOf(type, id, middle)).join(', ')
      const { rows: lines } = await client.query(`explain (costs off) execute "${name}"${values && `(${values})`}`)
      plans.push(`${statement}\n\n${lines.map(line => `    ${line['QUERY PLAN']}`).join('\n')}\n`)
    }
    return plans.join(`\n${'-'.repeat(120)}\n\n`)
  } finally {
    client.release(true)
  }
}

const exampleOf = (type: string, id: string, middle: Date): string => {
  if (type === 'text[]') return "'{readmission}'"
  if (type === 'date') return "'2021-02-10'"
  if (type === 'bigint' || type === 'integer') return '20'
  return type.startsWith('timestamp') ? `'${middle.toISOString()}'` : `'${id}'`
}
