import type { AgreementInput } from '../../record/schema/agreement.ts'

// Bodies that the API document shows and Swagger UI fills in. None has an id, so none can clash with a record that exists.

/** The 2019 agreement between the United States and El Salvador in as few claims as the registry takes. */
const fewClaims: AgreementInput = {
  title: 'Asylum Cooperative Agreement between the United States and El Salvador',
  kinds: ['safe_third_country'],
  disclosure: 'published',
  parties: [
    { country: 'US', role: 'sender' },
    { country: 'SV', role: 'receiver' }
  ],
  events: [{ type: 'signed', date: '2019-09-20', citations: [{ source: 'joint-statement' }] }],
  sources: [
    {
      id: 'joint-statement',
      url: 'https://dhs.gov/news/2019/09/20/joint-statement-between-us-government-and-government-el-salvador',
      title: 'Joint Statement Between the U.S. Government and the Government of El Salvador',
      publisher: 'U.S. Department of Homeland Security',
      publishedOn: '2019-09-20',
      kind: 'government'
    }
  ]
}

/** The same with what became of it: dates that are not known to the day, and a finding that nobody was moved. */
const withCourse: AgreementInput = {
  ...fewClaims,
  events: [
    ...(fewClaims.events ?? []),
    { type: 'suspended', date: '2021-02-06', party: 'US', citations: [{ source: 'press-statement' }] },
    { type: 'terminated', date: '[2021-02-06..2021-12-31]', party: 'US', citations: [{ source: 'press-statement' }] },
    {
      type: 'implementation_assessed',
      date: '2021-02-06',
      finding: 'unimplemented',
      citations: [{ source: 'press-statement' }]
    }
  ],
  sources: [
    ...fewClaims.sources,
    {
      id: 'press-statement',
      url: 'https://www.state.gov/suspending-and-terminating-the-asylum-cooperative-agreements-with-the-governments-el-salvador-guatemala-and-honduras/',
      title:
        'Suspending and Terminating the Asylum Cooperative Agreements with the Governments El Salvador, Guatemala, and Honduras',
      publisher: 'U.S. Department of State',
      publishedOn: '2021-02-06',
      kind: 'government',
      language: 'en',
      accessedOn: '2026-11-23'
    }
  ]
}

/** The offer of 2025 as the data set has it, without what is empty. */
const prisonOffer: AgreementInput = {
  title: 'Offer by El Salvador to jail people deported or convicted in the United States, for a fee',
  summary:
    'On 3 February 2025 the President of El Salvador offered to let the United States contract out part of its prison system: for a fee, the country would hold convicted criminals deported by the United States, whatever their nationality, and even U.S. citizens and legal residents serving sentences there. The U.S. Secretary of State welcomed the offer during a visit; whether it would be lawful or feasible was in doubt and no terms had been set. It was followed in March 2025 by a narrower paid arrangement.',
  notes:
    'The President of El Salvador spoke of convicted criminals only. The State Department added that people of any nationality convicted of crimes were meant, naming members of MS-13 and Tren de Aragua; it also said that El Salvador would take back Salvadoran MS-13 members unlawfully in the United States. U.S. law bars the deportation of citizens in all but very rare cases. Not signed: the offer was made in a post on X and in talks, so nobody is listed as a signatory. The form "unilateral decision" stands for an offer by one side; no text with terms exists.',
  kinds: ['outsourced_detention', 'third_country_removal', 'sentenced_person_transfer'],
  form: 'unilateral_decision',
  bindingness: 'non_binding',
  disclosure: 'reported_only',
  parties: [
    { country: 'US', role: 'sender', authority: 'Department of State', citations: [{ source: 'wlrn-nyt' }] },
    { country: 'SV', role: 'receiver', authority: 'Office of the President', citations: [{ source: 'wlrn-nyt' }] }
  ],
  scope: {
    persons: [
      'convicted_foreign_nationals',
      'convicted_nationals_of_sender',
      'lawful_residents_of_sender',
      'sentenced_prisoners',
      'alleged_gang_members',
      'nationals_of_receiver'
    ],
    nationalities: { rule: 'any' },
    description:
      'Convicted criminals deported by the United States, of any nationality, among them members of MS-13 and Tren de Aragua; convicts serving sentences in the United States, even U.S. citizens and legal residents; Salvadoran MS-13 members unlawfully in the United States.',
    citations: [{ source: 'wlrn-nyt' }, { source: 'aa-offer' }]
  },
  feeTerms: [
    {
      id: 'fee',
      stage: 'offered',
      payer: 'US',
      payee: 'SV',
      purpose: 'Holding convicted criminals in Salvadoran prisons.',
      basis: 'undisclosed',
      conditions:
        'No sum was named. The President of El Salvador said that the charge would be fairly small for the United States but important for El Salvador, enough to make its prison system pay for itself.',
      citations: [{ source: 'wlrn-nyt' }]
    }
  ],
  facilities: [
    {
      id: 'sv-cecot',
      name: 'Terrorism Confinement Center (CECOT)',
      country: 'SV',
      place: 'Tecoluca',
      capacity: 40000,
      role: 'detention',
      citations: [{ source: 'wlrn-nyt' }, { source: 'reuters-mar16' }]
    }
  ],
  events: [
    {
      id: 'offered',
      type: 'offered',
      date: '2025-02-03',
      party: 'SV',
      description:
        'The President of El Salvador publicly offered to hold convicted criminals for the United States in return for a fee.',
      citations: [{ source: 'wlrn-nyt' }]
    },
    {
      id: 'statement-us-secretary',
      type: 'statement',
      date: '2025-02-03',
      party: 'US',
      description:
        'After the talks the U.S. Secretary of State called the offer without precedent and said that he had told the U.S. President about it.',
      citations: [{ source: 'wlrn-nyt' }]
    },
    {
      id: 'statement-state',
      type: 'statement',
      date: '2025-02-03',
      party: 'US',
      description:
        'The U.S. State Department said that convicted migrants from any country were covered, among them members of MS-13 and Tren de Aragua.',
      citations: [{ source: 'wlrn-nyt' }, { source: 'aa-offer' }]
    },
    {
      id: 'statement-2025-02-04',
      type: 'statement',
      date: '2025-02-04',
      party: 'US',
      description:
        'The U.S. President said that he would use the offer if U.S. law allowed it; the Secretary of State noted that legal questions remained.',
      citations: [{ source: 'ap-gt-2025' }]
    }
  ],
  relations: [
    {
      type: 'related',
      agreement: 'us-sv-2019-asylum-cooperative-agreement',
      note: 'The President of El Salvador described the offer as more important and far broader than the 2019 agreements'
    }
  ],
  absent: [
    { pointer: '/feeTerms/0/amount', reason: 'not_disclosed' },
    { pointer: '/term', reason: 'not_applicable' }
  ],
  sources: [
    {
      id: 'wlrn-nyt',
      url: 'https://www.wlrn.org/americas/2025-02-04/el-salvadors-president-offers-to-accept-criminals-from-u-s-for-a-fee',
      title: "El Salvador's president offers to accept criminals from U.S. for a fee",
      publisher: 'The New York Times, republished by WLRN',
      publishedOn: '2025-02-04',
      kind: 'news',
      language: 'en',
      accessedOn: '2026-11-23'
    },
    {
      id: 'aa-offer',
      url: 'https://www.aa.com.tr/en/americas/el-salvador-has-offered-to-house-dangerous-american-criminals-in-its-jails-us/3470768',
      title: "El Salvador has offered to house 'dangerous' American criminals in its jails: US",
      publisher: 'Anadolu Agency',
      publishedOn: '2025-02',
      kind: 'news',
      language: 'en',
      accessedOn: '2026-11-23'
    },
    {
      id: 'ap-gt-2025',
      url: 'https://www.newindianexpress.com/world/2025/Feb/06/guatemala-agrees-to-accept-migrants-from-other-countries-being-deported-from-the-us',
      title: 'Guatemala agrees to accept migrants from other countries being deported from the US',
      publisher: 'Associated Press (The New Indian Express)',
      publishedOn: '2025-02-06',
      kind: 'news',
      language: 'en',
      accessedOn: '2026-11-23'
    },
    {
      id: 'reuters-mar16',
      url: 'https://www.businesslive.co.za/bd/world/americas/2025-03-16-us-to-pay-el-salvador-to-jail-300-venezuelan-gang-members/',
      title: 'US to pay El Salvador to jail 300 Venezuelan gang members',
      publisher: 'Reuters (BusinessLIVE)',
      publishedOn: '2025-03-16',
      kind: 'news',
      language: 'en',
      accessedOn: '2026-11-23'
    }
  ]
}

const few = { summary: 'As few claims as the registry takes', value: fewClaims }

export const createExamples = {
  few,
  full: { summary: 'A record of the data set: the prison offer of 2025', value: prisonOffer }
}

export const replaceExamples = {
  few,
  course: { summary: 'With what became of it', value: withCourse }
}

export const patchExamples = {
  notes: {
    summary: 'Say something else',
    value: { notes: 'The day on which the termination took effect was not found.' }
  },
  lists: { summary: 'Lists are replaced whole; null removes', value: { otherTitles: ['ACA'], summary: null } }
}
