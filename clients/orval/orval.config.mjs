export default {
  registry: {
    input: '../../openapi/openapi.json',
    output: {
      target: 'generated/registry.ts',
      client: 'fetch',
      headers: true,
      override: { mutator: { path: 'fetch.ts', name: 'ask', extension: '.js' } }
    }
  }
}
