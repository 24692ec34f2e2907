import { type ApiProblem, problem } from '../../problems.ts'

/** The problem of a path that is no address, with the one that is nearly so. */
export function noAddress(isAddress: (path: string) => boolean, path: string): ApiProblem {
  const plain = path.replace(/\/+$/, '')
  const isWithoutSlash = plain !== path && plain !== '' && isAddress(plain)
  const hint = isWithoutSlash
    ? ' Ask for it without the slash at its end.'
    : isAddress(plain.toLowerCase())
      ? ' Addresses are in lower case.'
      : ''
  return problem('not-found', { detail: `No resource has this address.${hint}` })
}
