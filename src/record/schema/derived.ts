/** Members that answers have and no record that is written, and whence the registry has them. */
export const originOfDerived: Readonly<Record<string, string>> = {
  status: 'follows from the events',
  label: 'follows from the events',
  signedOn: 'follows from the events',
  totals: 'follows from the fee terms and the events',
  revision: 'is kept by the registry'
}
