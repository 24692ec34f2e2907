const { ADDRESS, KEY } = process.env

/** Sends what the generated functions ask for, to where the registry is and with the key. */
export async function ask<T>(path: string, options: RequestInit): Promise<T> {
  const headers = { ...(options.headers as Record<string, string>), authorization: `Bearer ${KEY}` }
  const response = await fetch(`${ADDRESS}${path}`, { ...options, headers })
  const text = await response.text()
  return { data: text && JSON.parse(text), status: response.status, headers: response.headers } as T
}
