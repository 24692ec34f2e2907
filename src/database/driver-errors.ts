/** What the driver says of an error. */
interface DriverError {
  code?: string
  constraint?: string
}

/** Drizzle may have wrapped it. */
function said(error: unknown, member: keyof DriverError): string | undefined {
  const { cause, [member]: own } = error as DriverError & { cause?: DriverError }
  return cause?.[member] ?? own
}

/** SQLSTATE of what the driver threw; undefined for what is no answer of the database. */
export const codeOf = (error: unknown): string | undefined => said(error, 'code')

/** The constraint that a statement violated; undefined where it failed otherwise. */
export const constraintOf = (error: unknown): string | undefined => said(error, 'constraint')
