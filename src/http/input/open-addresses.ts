/** Addresses that hold nothing of the registry: probes, documentation, and where programs look for what there is. */
const open =
  /^\/(?:$|livez$|readyz$|metrics$|docs(?:\/|$)|openapi\.(?:json|yaml)$|problems(?:\/|$)|schemas\/|\.well-known\/|llms\.txt$)/

/** Whether the address of a route holds nothing of the registry, so that it needs neither its database nor a key. */
export const holdsNoData = (url: string): boolean => open.test(url)
