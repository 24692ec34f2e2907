// Every closed list of the contract, in the order in which the documentation shows it, with what each code means. The codes
// are part of the API: adding one is a compatible change, renaming or removing one is not. VCLT is the Vienna
// Convention on the Law of Treaties of 1969.

/** A closed list of the contract: its names in the vocabulary and in the API document, and each of its codes with what it means. */
export interface ClosedList {
  name: string
  schema: string
  definitions: Readonly<Record<string, string>>
}

const lists = new Map<string, ClosedList>()
const listsByCodes = new Map<string, ClosedList>()

/**
 * Makes a closed list of codes that each have a definition: one sentence in the terms of the field.
 *
 * @returns the codes in their order
 */
function closedList<C extends string>(
  name: string,
  schema: string,
  definitions: Record<C, string>
): readonly [C, ...C[]] {
  if (lists.has(name)) throw new Error(`There are two closed lists of the name ${name}`)
  const codes = codesOf(definitions)
  const list = { name, schema, definitions }
  lists.set(name, list)
  listsByCodes.set(keyOf(codes), list)
  return codes
}

/** The codes of some definitions, in their order. */
const codesOf = <C extends string>(definitions: Record<C, string>): readonly [C, ...C[]] =>
  Object.keys(definitions) as [C, ...C[]]

/** The closed list that has exactly these codes in this order; the null of an `enum` does not count. */
export const closedListOf = (values: readonly unknown[]): ClosedList | undefined =>
  listsByCodes.get(keyOf(values.filter(value => value !== null)))

/** The closed lists that values come from: the one that they are, or all that are among them. */
export function closedListsAmong(values: readonly unknown[]): ClosedList[] {
  const list = closedListOf(values)
  return list
    ? [list]
    : closedLists().filter(({ definitions }) => codesOf(definitions).every(code => values.includes(code)))
}

const keyOf = (codes: readonly unknown[]): string => codes.join(' ')

/** Every closed list that was made. */
export const closedLists = (): ClosedList[] => [...lists.values()]

/** What an agreement arranges. The first kind of a record is its primary one. */
export const kinds = closedList('kinds', 'AgreementKind', {
  safe_third_country:
    'Asylum seekers are turned back or sent to another country that is regarded as safe, which examines their claims in place of the sender.',
  asylum_transfer:
    'Asylum seekers are transferred to another country, which examines their claims and gives protection in place of the sender, on other grounds than those of a safe third country.',
  third_country_removal: 'People are removed to a country of which they are not nationals.',
  readmission:
    'A state takes back its own nationals who have no right to stay, often also people of other nationalities who came through its territory.',
  offshore_processing: 'Asylum claims are examined in the receiver, while the sender stays responsible for them.',
  return_hub:
    'People who must leave the sender are held or lodged in the receiver until they return or are removed to their own country.',
  outsourced_detention: 'The receiver detains people for the sender in facilities of its own.',
  prison_lease:
    'The sender rents places of a prison in the receiver, to have sentences of its own courts served there.',
  sentenced_person_transfer:
    'People who were sentenced abroad are transferred, mostly to the state of their nationality, to serve the rest of the sentence there.',
  return_facilitation:
    'The receiver helps with returns without a duty to readmit: it identifies people, issues travel documents, admits flights.',
  transit_hosting: 'People are received for a limited time for onward travel to their own or to another country.',
  wait_abroad: 'People wait in the receiver while the sender decides on their case.',
  resettlement:
    'Refugees are admitted by the receiver from a place where they have found no lasting solution, to settle there.',
  interception_support:
    'The receiver is helped, by money, training or equipment, to hold people back or take them back before they reach the sender.',
  safe_haven: 'People have temporary protection in a third place, without being admitted to the sender.',
  refugee_repatriation: 'Refugees return to their country of origin as a group.',
  border_handover: 'People are handed back at or near a border, by a procedure that is outside readmission proper.',
  diplomatic_assurances:
    'A person is removed on the strength of a promise of the receiver about how that person will be treated.'
})

/** What sort of instrument it is. */
export const forms = closedList('forms', 'AgreementForm', {
  treaty: 'A treaty or convention between states, which is subject to ratification or another formal consent.',
  agreement: 'An instrument that calls itself an agreement, and is no other form of this list.',
  protocol: 'An instrument that calls itself a protocol, often one that adds to another agreement.',
  exchange_of_notes: 'Notes or letters that say the same and were exchanged (VCLT, article 13).',
  memorandum_of_understanding:
    'A memorandum of understanding; whether it binds depends on what its parties intended, not on its name.',
  administrative_arrangement: 'An arrangement between ministries or agencies, within their own powers.',
  joint_declaration: 'A statement or declaration that is made in common.',
  agreed_minutes: 'Minutes of a meeting that both sides have agreed on.',
  letter: 'A letter of one side, such as a letter of intent.',
  grant: 'A decision or agreement by which money is granted for a purpose.',
  contract: 'A contract under the law of a state, such as a lease.',
  clause_in_wider_agreement: 'One or more clauses in an agreement on something wider.',
  unilateral_decision: 'A decision or offer of one side alone.',
  oral_understanding: 'An understanding that was not put into writing, as far as is known.',
  unknown: 'The form is not known.'
})

/** Whether it binds its parties in law. */
export const bindingnesses = closedList('bindingness', 'Bindingness', {
  binding: 'It binds its parties under international law.',
  non_binding: 'It binds nobody in law; it is a political commitment.',
  contested: 'Whether it binds is contested.',
  unknown: 'Whether it binds is not known.'
})

/** How its text became known, if it did. */
export const disclosures = closedList('disclosure', 'Disclosure', {
  published: 'A party or an official register published the text.',
  court_filing: 'The text became known by being filed with a court.',
  foi_release: 'The text was released on a request under a law on freedom of information.',
  leaked: 'The text became known without the will of the parties.',
  excerpts_only: 'Only parts of the text are known.',
  reported_only: 'The text is not known; others report that there is an agreement, and what it says.',
  withheld: 'The parties say that there is an agreement and keep its text back.',
  denied: 'A party denies that there is an agreement.',
  unknown: 'Whether the text is public is not known.'
})

/** Who sends and who receives; two `mutual` parties do both. */
export const partyRoles = closedList('party_roles', 'PartyRole', {
  sender: 'The party from whose territory or power people are moved.',
  receiver: 'The party that receives them, takes them back or holds them.',
  mutual: 'Either party may send and receive; both have this role.'
})

/** In what capacity a party acts. */
export const capacities = closedList('capacities', 'PartyCapacity', {
  government: 'It acts by the government that represents the state.',
  de_facto_authority:
    'It acts by an authority that controls territory without being generally recognised as its government.',
  subnational: 'It acts by a territory or region of a state, within powers of its own.',
  union: 'It is a union of states, which acts for its members.'
})

/** What sort of body a participant is. */
export const participantKinds = closedList('participant_kinds', 'ParticipantKind', {
  state: 'A state that is not one of the two parties.',
  subnational: 'A region, territory, city or authority within a state.',
  international_organisation: 'An organisation of states, or a body of one.',
  ngo: 'A non-governmental organisation.',
  company: 'A company.',
  other: 'A body of another sort.'
})

/** What a participant does beside the two parties. */
export const participantRoles = closedList('participant_roles', 'ParticipantRole', {
  signatory: 'It signed the instrument without being one of the two parties.',
  implementing: 'It carries out some of what was agreed.',
  operating: 'It runs a facility or a means of transport.',
  funding: 'It gives money.',
  monitoring: 'It watches how the agreement is carried out.',
  mediating: 'It brought the parties together, or carries messages between them.'
})

/** Whether people are moved against their will. */
export const modes = closedList('modes', 'TransferMode', {
  forced: 'People are moved against their will, or without being asked.',
  voluntary: 'Only people who consent are moved.',
  both: 'Some are moved against their will, and others with their consent.',
  unknown: 'Whether people are asked is not known.'
})

/** What a linkage is about. */
export const linkageTypes = closedList('linkage_types', 'LinkageType', {
  visas: 'How many visas are given to nationals of a party, or how easily.',
  aid: 'Development or other aid.',
  trade: 'Tariffs, access to markets, licences.',
  security: 'Military or police cooperation.',
  recognition: 'Recognition of a state or government, or diplomatic relations.',
  other: 'Something else.'
})

/** Whether a linkage is a favour, or a harm that is announced or done. */
export const linkageSenses = closedList('linkage_senses', 'LinkageSense', {
  incentive: 'A favour that is promised or done.',
  threat: 'A harm that is announced.',
  sanction: 'A harm that is done.'
})

/** Systems of official numbers by which others know an agreement. */
export const identifierSchemes = closedList('identifier_schemes', 'IdentifierScheme', {
  unts: 'Registration number of the United Nations Treaty Series: I for treaties registered, II for those filed and recorded.',
  tias: 'Number in the Treaties and Other International Acts Series of the United States.',
  ust: 'Volume and page of United States Treaties and Other International Agreements.',
  celex: 'CELEX number, by which EUR-Lex knows documents of the European Union.',
  eli: 'European Legislation Identifier, an address.',
  ukts: 'Number and year in the United Kingdom Treaty Series.',
  ats: 'Year and number in the Australian Treaty Series.',
  gazette: 'Place in an official gazette, which it names.',
  docket: 'Number of a case before a court.',
  doi: 'Digital Object Identifier (ISO 26324).',
  wikidata: 'Item of Wikidata.',
  other: 'Another system of numbers.'
})

/** Whom an agreement covers. */
export const personGroups = closedList('person_groups', 'PersonGroup', {
  asylum_seekers: 'People who ask for international protection and have no final decision.',
  rejected_asylum_seekers: 'People whose application for international protection was rejected.',
  irregular_migrants: 'People who entered or stay without the permission that the law asks for.',
  removal_orders: 'People who are under an order to leave or to be removed.',
  convicted_foreign_nationals: 'People who were convicted of a crime and are not nationals of the sender.',
  convicted_nationals_of_sender: 'Nationals of the sender who were convicted of a crime.',
  lawful_residents_of_sender: 'People who live in the sender lawfully and are not its nationals.',
  alleged_gang_members: 'People who are said to belong to a gang, whether or not a court has found so.',
  intercepted_at_sea: 'People who were stopped or rescued at sea.',
  nationals_of_receiver: 'Nationals of the receiver.',
  sentenced_prisoners: 'People who serve a sentence of imprisonment.',
  pre_trial_detainees: 'People who are detained and wait for their trial.',
  refugees: 'People who were recognised as refugees, or are refugees as a group.',
  stateless_persons: 'People whom no state considers as its nationals under its law.',
  evacuees: 'People who were brought out of a country in danger.',
  visa_applicants: 'People who have applied for a visa or another way of admission.',
  persons_protected_from_removal:
    'People whom the sender may not remove to their own country, as harm would threaten them there.'
})

/** Which nationalities it covers. Only `listed` and `all_except` come with a list of countries. */
export const nationalityRules = closedList('nationality_rules', 'NationalityRule', {
  any: 'Every nationality.',
  third_country: 'Nationals of countries other than the two parties.',
  nationals_of_receiver: 'Nationals of the receiver only.',
  nationals_of_sender: 'Nationals of the sender only.',
  listed: 'The nationalities that are listed.',
  all_except: 'Every nationality but those that are listed.',
  unknown: 'Which nationalities are covered is not known.'
})

/** Whom it leaves out. */
export const exclusions = closedList('exclusions', 'Exclusion', {
  unaccompanied_minors: 'Minors without a parent or another adult who is responsible for them.',
  minors: 'Minors, accompanied or not.',
  families: 'Families, mostly those with minor children.',
  women: 'Women and girls.',
  nationals_of_receiver: 'Nationals of the receiver.',
  convicted_persons: 'People who were convicted of a crime.',
  terrorism_suspects: 'People who are suspected or were convicted of terrorism.',
  vulnerable_persons:
    'People who are vulnerable, by illness, age, disability, or as victims of torture or trafficking.',
  visa_holders: 'People who hold a visa or a right of residence of a party, or needed no visa to enter it.',
  sexual_offenders: 'People who were convicted of sexual offences.',
  pending_charges: 'People against whom a criminal charge is pending.',
  security_threats: 'People who are regarded as a threat to security.',
  other: 'Others, whom the description names.'
})

/** What a cap counts. */
export const capBases = closedList('cap_bases', 'CapBasis', {
  total: 'People in all, over the whole duration.',
  per_year: 'People in each year.',
  per_quarter: 'People in each quarter of a year.',
  per_month: 'People in each month.',
  per_fortnight: 'People in each period of two weeks.',
  per_week: 'People in each week.',
  per_day: 'People on each day.',
  at_a_time: 'People who are there at one and the same time.'
})

/** How far a promise or a limit came: asked for, offered, agreed, or only reckoned by somebody. */
const stageDefinitions = {
  requested: 'Whoever would receive it asked for it.',
  offered: 'Whoever would give it offered it.',
  agreed: 'Both sides agreed on it.',
  estimated: 'Somebody reckoned it, such as a government or an auditor; nobody promised it.'
}
export const stages = closedList('stages', 'Stage', stageDefinitions)

/** The stages that count as a promise. */
export const promisedStages = closedList('promised_stages', 'PromisedStage', {
  offered: stageDefinitions.offered,
  agreed: stageDefinitions.agreed
})

/** How much of a sum is for what the record is about. */
export const shares = closedList('shares', 'FeeShare', {
  all: 'All of it is for what the record is about.',
  part: 'A part that is not known is for what the record is about.',
  none: 'It stands in the same text and is for something else.'
})

/** How a fee is counted. */
export const feeBases = closedList('fee_bases', 'FeeBasis', {
  lump_sum: 'One sum, paid once.',
  instalments: 'One sum, paid in parts.',
  per_year: 'A sum for each year.',
  per_month: 'A sum for each month.',
  per_person: 'A sum for each person who is moved.',
  per_person_per_day: 'A sum for each person and day.',
  per_person_per_month: 'A sum for each person and month.',
  per_person_per_year: 'A sum for each person and year.',
  per_place_per_year: 'A sum for each place that is kept, used or not, and year.',
  per_milestone: 'A sum that falls due when something is reached.',
  cost_reimbursement: 'Costs are paid as they arise.',
  grant: 'Money for a purpose, which need not be paid back.',
  loan_or_relief: 'A loan, or relief of debt.',
  in_kind: 'Goods or services instead of money.',
  non_monetary: 'An advantage that is no money, goods or services, such as visas.',
  undisclosed: 'There is something in return, and it is not known what or how much.'
})

/** Bases that never carry an amount. */
export const feeBasesWithoutAmount = ['in_kind', 'non_monetary', 'undisclosed'] as const

/** For what a fee is due once it is put as money for one person. */
export const perPersonUnits = closedList('per_person_units', 'PerPersonUnit', {
  person: 'It is due once for each person.',
  person_year: 'It is due for each person and year.'
})

/** How far a claim stands: undisputed, disputed by another source, or withdrawn. */
export const standings = closedList('standings', 'Standing', {
  accepted: 'No source is known to contradict it, or it is much the better supported claim.',
  disputed: 'Another source contradicts it, and which one is right is not known.',
  retracted: 'Whoever made the claim took it back, or it was found to be wrong; it is kept and does not count.'
})

/** What happens when the term ends. */
export const renewals = closedList('renewals', 'Renewal', {
  automatic: 'It goes on for another term unless a party gives notice.',
  by_agreement: 'It goes on only if the parties agree on that.',
  none: 'It ends, and no renewal is foreseen.',
  unknown: 'Whether a renewal is foreseen is not known.'
})

/** What a facility is for under the agreement. */
export const facilityRoles = closedList('facility_roles', 'FacilityRole', {
  detention: 'People are held there and may not leave.',
  reception: 'People are lodged there and may leave.',
  processing: 'Asylum claims or identities are examined there.',
  transit: 'People stay there for a short time on their way.'
})

const legalEvents = {
  offered: 'A side, either of them, offered the agreement or asked for it.',
  negotiations_opened: 'Negotiations on it began.',
  initialled:
    'Negotiators put their initials to the text, which fixes its wording before it is signed (VCLT, article 10).',
  agreed: 'It was agreed or announced, without a signed text that is known.',
  signed: 'It was signed, or the notes or letters that make it were exchanged.',
  consent_given:
    'A side took a step of its own towards being bound, such as assent of parliament, ratification, acceptance or approval (VCLT, articles 11 to 15).',
  provisionally_applied: 'It began to be applied before its entry into force (VCLT, article 25).',
  entered_into_force: 'It entered into force (VCLT, article 24).',
  amended: 'Its content was changed by agreement of the parties (VCLT, article 39).',
  extended: 'Its term was prolonged.',
  suspended: 'Its operation was suspended by one side or both, without ending it (VCLT, articles 57 to 60).',
  operation_resumed: 'Its operation was taken up again after a suspension.',
  termination_notified:
    'A side gave notice of termination, denunciation or withdrawal, which ends the agreement only when it takes effect.',
  termination_notice_revoked: 'A side took back its notice of termination before that took effect (VCLT, article 68).',
  terminated:
    'It ended by an act of a side or of both, or because a notice of termination took effect (VCLT, article 54).',
  expired: 'Its term ran out.',
  superseded: 'A later agreement took its place (VCLT, article 59).',
  annulled: 'A court or the parties declared it void.',
  negotiations_ended: 'Negotiations ended without an agreement.',
  declined: 'A side said no to what was offered, asked for or negotiated.',
  dropped: 'A side gave it up, without a formal act.',
  signature_withdrawn: 'A side withdrew its signature before it was bound.',
  registered:
    'It was registered with the United Nations (Charter, article 102), or entered in another official register.'
}

const implementationEvents = {
  preparation: 'A step was taken to carry it out, before anybody was moved.',
  transfers_began: 'Transfers under it began.',
  transfer: 'People were moved under it: one movement, or all of them up to that day.',
  activity: 'It was carried out in a way that moves nobody, such as patrols, equipment or a centre at work.',
  transfers_paused: 'Transfers stopped for the time being.',
  transfers_resumed: 'Transfers began again.',
  transfers_ended: 'Transfers ended for good.',
  facility_opened: 'A facility that serves the agreement opened.',
  facility_closed: 'A facility that served the agreement closed.',
  implementation_assessed: 'Somebody found that it was carried out, in part or not at all; `finding` says which.',
  payment: 'Money was paid under it.',
  court_ruling: 'A court ruled on it or on what is done under it; `effect` says what the ruling does to transfers.'
}

const neutralEvents = {
  legislation: 'A parliament dealt with it or with law that it rests on: a bill, an act, a resolution, a question.',
  statement: 'Somebody concerned, such as a government or an organisation, said something on it in public.',
  report: 'Something about it was reported that no other type holds.',
  incident: 'Something happened in the course of it, such as a death, an escape or a refusal at the airport.',
  headcount: 'People who were held or present under it on that day were counted.',
  onward_return: 'People whom the receiver had received were sent on to their country of origin.',
  release: 'People who were held under it were released.',
  reverse_transfer: 'People were admitted the other way, by the sender, under the same deal.',
  text_published: 'Its text, or a part of it, became public.',
  dispute: 'A dispute on it came before an arbitral tribunal, an international court or a treaty body.'
}

/** Events that speak of the instrument. */
export const legalEventTypes = codesOf(legalEvents)

/** Events that speak of what was done under it. */
export const implementationEventTypes = codesOf(implementationEvents)

/** All of them, those that move no status behind the others. */
export const eventTypes = closedList('event_types', 'EventType', {
  ...legalEvents,
  ...implementationEvents,
  ...neutralEvents
})
export type EventType = (typeof eventTypes)[number]

/** Whether an act concerns all of the agreement or a part of it. */
export const extents = closedList('extents', 'Extent', {
  whole: 'It concerns the whole agreement.',
  partial: 'It concerns some clauses, people or places only, and moves no state.'
})

/** What a court ruling does to transfers. */
export const rulingEffects = closedList('ruling_effects', 'RulingEffect', {
  halts: 'It stops transfers, until it is lifted.',
  lifts: 'It takes away what an earlier ruling had stopped.',
  none: 'It neither stops nor allows transfers.'
})

/** What somebody who assessed the implementation found. */
export const findings = closedList('findings', 'Finding', {
  unimplemented: 'Nothing was carried out.',
  partly: 'A part was carried out.',
  operating: 'It was being carried out.'
})

/** What a coded clause is about. */
export const provisionTopics = closedList('provision_topics', 'ProvisionTopic', {
  non_refoulement: 'Whether it bars sending anybody to where persecution, torture or other serious harm threatens.',
  access_to_asylum_procedure: 'Whether people who are moved can ask for asylum and have their claim examined.',
  individual_assessment: 'Whether the case of each person is examined before that person is moved.',
  onward_transfer_ban: 'Whether it bars the receiver from sending people on to another country.',
  diplomatic_assurances: 'Whether the receiver promises how people will be treated.',
  access_to_counsel: 'Whether people have access to a lawyer or to legal advice.',
  independent_monitoring: 'Whether somebody independent of the parties watches how it is carried out.',
  unhcr_role: 'Whether it gives the United Nations High Commissioner for Refugees a part.',
  minors_excluded: 'Whether minors, or those who are unaccompanied, are left out.',
  family_unity: 'Whether families stay together.',
  consent_of_person: 'Whether people are moved only with their consent.',
  length_of_detention: 'Whether it limits how long people may be detained.',
  applicable_law: 'Whether it says whose law applies to the people, or in the facility.',
  return_to_sender: 'Whether the sender takes people back, and when.',
  data_sharing: 'Whether it provides for passing on personal data, and on which conditions.',
  confidentiality: 'Whether it keeps its text, or what is done under it, confidential.',
  termination_clause: 'Whether it says how a party may end it.',
  dispute_settlement: 'Whether it says how disputes between the parties are settled.',
  time_limits: 'Whether it sets time limits for requests, answers or transfers.',
  area: 'Whether it is limited to an area, such as a strip along the border.',
  travel_documents: 'Whether it says with which travel documents people return, and who issues them.',
  manner_of_return: 'Whether it says how people are returned: by which route, in which flights, at which hours.',
  reintegration_support: 'Whether people get help to settle after their return.',
  third_country_transit:
    'Whether people may be moved through the territory of a party on their way to another country.',
  length_of_stay: 'Whether it limits how long people stay in the receiver.',
  conditions_to_operate: 'Whether something has to be done first before it takes effect or is carried out.'
})

/** What the agreement says on a topic. */
export const stances = closedList('stances', 'Stance', {
  yes: 'It provides for that.',
  no: 'It rules that out, or provides for the contrary.',
  partial: 'It provides for a part of that, or on conditions.',
  silent: 'Its text is known and says nothing of it.',
  text_unavailable: 'Its text is not known, so that this cannot be said.',
  inconclusive: 'What is known of it can be read either way.'
})

/** How an agreement (the child) relates to another (the parent). */
export const relationTypes = closedList('relation_types', 'RelationType', {
  amends: 'It changes the other, which goes on.',
  supplements: 'It adds to the other, which stays as it is.',
  implements: 'It lays down how the other is carried out.',
  replaces: 'It takes the place of the other.',
  revives: 'It takes up again what the other had arranged and what had ended or stopped.',
  follows_offer: 'It grew out of the offer that the other records.',
  funded_by: 'It is paid for by the other.',
  part_of: 'It is a part of the other.',
  related: 'It is connected with the other in another way.'
})

/** Why something is missing from a record. */
export const absenceReasons = closedList('absence_reasons', 'AbsenceReason', {
  not_disclosed: 'It exists or may exist, and nobody has made it public.',
  not_found: 'It was looked for in public sources and not found.',
  not_applicable: 'There can be no such thing here.',
  withheld: 'It was asked for, and refused.'
})

/** Who speaks in a source. */
export const sourceKinds = closedList('source_kinds', 'SourceKind', {
  treaty_text: 'The text of an agreement itself.',
  official_record: 'An official gazette, treaty series, register or collection.',
  government: 'A government, ministry or agency.',
  court: 'A court or tribunal, by a ruling or in its files.',
  legislature: 'A parliament, its members or its services.',
  audit_body: 'A court of audit or another body that examines public spending or administration.',
  international_organisation: 'An organisation of states, or a body of one.',
  ngo: 'A non-governmental organisation.',
  news: 'A newspaper, broadcaster or news agency.',
  academic: 'A scholar or a scholarly publication.',
  reference: 'A work of reference, such as an encyclopaedia or a database.'
})

/** How much of a source was read. */
export const readings = closedList('readings', 'Reading', {
  whole: 'All of it was read, in its own language.',
  excerpt: 'A part of it was read.',
  translation: 'It, or a part of it, was read in translation.',
  unknown: 'How much of it was read is not known.'
})

/** States of the legal axis. */
export const legalStates = closedList('legal_states', 'LegalState', {
  none: 'No act on the instrument has happened.',
  proposed: 'It was offered or asked for.',
  negotiating: 'Negotiations were opened and have not ended.',
  agreed: 'It was initialled, or agreed without a signed text that is known.',
  signed: 'It was signed, and is neither applied provisionally nor in force.',
  provisional: 'It is applied provisionally and is not yet in force.',
  in_force: 'It entered into force, or was signed where the signature alone binds.',
  suspended: 'Its operation was suspended; once resumed, it is back in the state before.',
  terminated: 'It was terminated, or a notice of termination took effect.',
  expired: 'Its term ran out, as a source says or as follows from the term, and it was not prolonged.',
  superseded: 'A later agreement took its place.',
  annulled: 'It was declared void.',
  abandoned: 'It was given up: negotiations ended, or a side declined, dropped it or withdrew its signature.'
})

/** States of the implementation axis. */
export const implementationStates = closedList('implementation_states', 'ImplementationState', {
  unimplemented: 'It was not carried out, or nothing is known of that.',
  preparing: 'Steps were taken to carry it out, and nobody has been moved.',
  operating: 'It is carried out: people are moved, or something else is done under it.',
  paused: 'Transfers stopped for the time being.',
  blocked: 'A court ruling stops transfers; once it is lifted, the state before holds again.',
  ended: 'Transfers ended, or the agreement did while it was carried out.'
})

/** How far money went. */
export const moneyStates = closedList('money_states', 'MoneyState', {
  none: 'No promise of money and no payment is known.',
  offered: 'Money was offered; none is known to be agreed or paid.',
  agreed: 'Money was agreed on; none is known to be paid.',
  some_paid: 'Something was paid where no definite sum was promised.',
  part_paid: 'Something was paid, and less than the lower bound of a definite promise.',
  paid: 'What was paid reaches the lower bound of a definite promise.'
})

/** Whether a source supports the state of implementation, it only follows from other claims, or nothing was found. */
export const evidences = closedList('evidence', 'Evidence', {
  stated: 'An assessment, or another event of implementation, supports the state of implementation.',
  inferred: 'The state of implementation follows from what happened in law, or from the term.',
  absent: 'Nothing was found on the implementation, which is no proof that nothing was done.'
})

/** Why a status is not certain. */
export const uncertainties = closedList('uncertainties', 'Uncertainty', {
  dispute: 'Leaving the disputed claims out changes what is stated or possible.',
  dates: 'Dates are vague, so that it stays uncertain without the disputed claims.',
  renewal: 'The term ran out, and whether it was renewed is not known.'
})

/** Axes of the status. */
export const axes = closedList('axes', 'Axis', {
  legal: 'The state in law.',
  implementation: 'The state of implementation.'
})

/** Whether an event has happened by a day. */
export const occurrences = closedList('occurrences', 'Occurrence', {
  absent: 'It has not happened by that day.',
  possible: 'It may have happened by that day.',
  certain: 'It has happened by that day.'
})

/** What an event did to the stated state. */
export const outcomes = closedList('outcomes', 'Outcome', {
  moved: 'It moved the stated state.',
  confirmed: 'It led to the state that was stated already.',
  anomaly: 'The state before does not allow it, so that it changed nothing; editors should look at it.',
  may_have_moved: 'It may not have happened, so that it moved nothing for sure and added states that are possible.',
  skipped: 'It does not count: it has not happened or was not published by the days asked for, or was retracted.',
  none: 'It is of a type that moves no state.'
})

const causeDefinitions = {
  world_event: 'Something happened in the world.',
  new_source: 'A source came up, or became public.',
  correction: 'A mistake of the record was mended.',
  editorial: 'The wording or the coding changed, and not what is claimed.'
}

/** Why a revision was made. */
export const causes = closedList('causes', 'Cause', causeDefinitions)

/** Why there is an entry in the feed of changes. */
export const feedCauses = closedList('feed_causes', 'FeedCause', {
  ...causeDefinitions,
  time_passed: 'The status changed by the passing of time, without a revision.'
})

/** What a revision did. */
export const operations = closedList('operations', 'RevisionOperation', {
  create: 'The record was created.',
  update: 'The record was changed or replaced.',
  delete: 'The record was deleted; its history is kept.',
  restore: 'An earlier version was restored.'
})

/** How two versions of a record differ in one place. */
export const changeOperations = closedList('change_operations', 'ChangeOperation', {
  add: 'It is there in the newer version only.',
  remove: 'It is there in the older version only.',
  replace: 'It has another value.',
  reorder: 'The items of the list are in another order.'
})

/** What a row of the vocabulary explains. */
export const entryKinds = closedList('entry_kinds', 'EntryKind', {
  member: 'A member of a record or of another answer.',
  code: 'A code of a closed list.'
})
