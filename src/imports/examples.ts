import type { AgreementInput } from '../record/schema/agreement.ts'

// Files that the API document shows and Swagger UI fills in.

const source = {
  id: 'text',
  url: 'https://www.example.org/treaties/memorandum-of-understanding',
  title: 'Memorandum of understanding',
  publisher: 'Ministry of the Interior',
  publishedOn: '2024-05-02',
  kind: 'government' as const
}

/** An arrangement for a fee, and the protocol that implements it, which comes first and names it. */
const pair: AgreementInput[] = [
  {
    id: 'us-sv-2024-example-protocol',
    title: 'Example protocol on the transfer of persons',
    kinds: ['readmission'],
    disclosure: 'published',
    parties: [
      { country: 'US', role: 'sender' },
      { country: 'SV', role: 'receiver' }
    ],
    relations: [{ type: 'implements', agreement: 'us-sv-2024-example-memorandum' }],
    events: [{ type: 'signed', date: '2024-06', citations: [{ source: 'text' }] }],
    sources: [source]
  },
  {
    id: 'us-sv-2024-example-memorandum',
    title: 'Example memorandum on the transfer of persons',
    kinds: ['readmission'],
    disclosure: 'published',
    parties: [
      { country: 'US', role: 'sender' },
      { country: 'SV', role: 'receiver' }
    ],
    events: [{ type: 'signed', date: '2024-05-02', citations: [{ source: 'text' }] }],
    sources: [source]
  }
]

export const importExamples = {
  pair: { summary: 'Two records, of which the first names the second', value: pair },
  one: { summary: 'One record', value: pair.slice(1) }
}
