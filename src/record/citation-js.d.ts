// The last version of this package that runs on Node.js 20 comes without types. These are the parts that are used.
declare module '@citation-js/core' {
  export const plugins: {
    config: { get(plugin: '@bibtex'): { format: { asciiOnly: boolean; useIdAsLabel: boolean; checkLabel: boolean } } }
  }

  export class Cite {
    constructor(data: object | string)
    format(format: string, options?: object): string | object[]
  }
}
