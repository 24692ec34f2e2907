import type { AgreementInput } from '../src/record/schema/agreement.ts'

const cited = (...sources: string[]) => sources.map(source => ({ source }))

/** About what a careful writer sends: 3 KB, six events, four sources. */
const record: Omit<AgreementInput, 'id'> = {
  title: 'Asylum cooperative agreement between the United States and Honduras',
  summary:
    'Asylum seekers from other countries could be sent to Honduras, there to ask for protection. It was signed in 2019, entered into force in 2020, was suspended and ended in 2021; nobody was transferred under it.',
  kinds: ['safe_third_country'],
  form: 'agreement',
  bindingness: 'binding',
  disclosure: 'published',
  parties: [
    { country: 'US', role: 'sender', authority: 'Department of Homeland Security', citations: cited('text') },
    { country: 'HN', role: 'receiver', authority: 'Secretaría de Relaciones Exteriores', citations: cited('text') }
  ],
  feeTerms: [],
  events: [
    { type: 'signed', date: '2019-09-25', description: 'Signed in New York.', citations: cited('text', 'release') },
    {
      type: 'consent_given',
      date: '2020-01',
      party: 'HN',
      description: 'The agreement was approved and its text was printed in the official gazette of the republic.',
      citations: [{ source: 'notice', locator: 'no. 35,211', quote: 'Apruébase en todas y cada una de sus partes' }]
    },
    {
      type: 'entered_into_force',
      date: '2020-03-25',
      description: 'By an exchange of notes which says that both sides have done what their law asks for.',
      citations: [
        { source: 'text', locator: 'article 8', quote: 'This Agreement shall enter into force upon exchange' }
      ]
    },
    {
      type: 'suspended',
      date: '2021-02-05',
      party: 'US',
      description: 'The Secretary of State announced that the agreements were suspended.',
      citations: cited('statement')
    },
    { type: 'terminated', date: '2021', party: 'US', citations: cited('statement') },
    {
      type: 'implementation_assessed',
      date: '2021-02-05',
      finding: 'unimplemented',
      description: 'Nobody had been transferred to Honduras when the agreement was suspended.',
      citations: cited('statement')
    }
  ],
  sources: [
    {
      id: 'text',
      url: 'https://www.example.org/treaties/us-honduras-asylum-cooperative-agreement.pdf',
      title: 'Agreement for cooperation in the examination of protection claims',
      publisher: 'Department of State',
      kind: 'treaty_text',
      publishedOn: '2020-05-01'
    },
    {
      id: 'release',
      url: 'https://www.example.org/news/2019/09/25/joint-statement-between-the-governments',
      title: 'Joint statement on the signing of an asylum cooperation agreement',
      publisher: 'Department of Homeland Security',
      kind: 'government',
      publishedOn: '2019-09-25'
    },
    {
      id: 'notice',
      url: 'https://www.example.org/gaceta/2020/acuerdo-de-cooperacion-de-asilo',
      title: 'Publicación del acuerdo de cooperación de asilo',
      publisher: 'La Gaceta',
      kind: 'official_record',
      publishedOn: '2020-05'
    },
    {
      id: 'statement',
      url: 'https://www.example.org/press/2021/02/suspending-and-terminating-the-asylum-cooperative-agreements',
      title: 'Suspending and terminating the asylum cooperative agreements',
      publisher: 'Department of State',
      kind: 'government',
      publishedOn: '2021-02-06'
    }
  ]
}

const text = JSON.stringify(record).slice(1)

/** The text of a record with this id. */
export const aRecord = (id: string): string => `{"id":${JSON.stringify(id)},${text}`
