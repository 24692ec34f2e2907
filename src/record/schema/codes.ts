// Every closed list of the contract, in the order in which the documentation shows it. The values are part of the API:
// adding one is a compatible change, renaming or removing one is not.

/** What an agreement arranges. The first kind of a record is its primary one. */
export const kinds = [
  'safe_third_country',
  'asylum_transfer',
  'third_country_removal',
  'readmission',
  'offshore_processing',
  'return_hub',
  'outsourced_detention',
  'prison_lease',
  'sentenced_person_transfer',
  'return_facilitation',
  'transit_hosting',
  'wait_abroad',
  'resettlement',
  'interception_support',
  'safe_haven',
  'refugee_repatriation',
  'border_handover',
  'diplomatic_assurances'
] as const

/** What sort of instrument it is. */
export const forms = [
  'treaty',
  'agreement',
  'protocol',
  'exchange_of_notes',
  'memorandum_of_understanding',
  'administrative_arrangement',
  'joint_declaration',
  'agreed_minutes',
  'letter',
  'grant',
  'contract',
  'clause_in_wider_agreement',
  'unilateral_decision',
  'oral_understanding',
  'unknown'
] as const

/** Whether it binds its parties in law. */
export const bindingnesses = ['binding', 'non_binding', 'contested', 'unknown'] as const

/** How its text became known, if it did. */
export const disclosures = [
  'published',
  'court_filing',
  'foi_release',
  'leaked',
  'excerpts_only',
  'reported_only',
  'withheld',
  'denied',
  'unknown'
] as const

/** Who sends and who receives; two `mutual` parties do both. */
export const partyRoles = ['sender', 'receiver', 'mutual'] as const

/** In what capacity a party acts. */
export const capacities = ['government', 'de_facto_authority', 'subnational', 'union'] as const

/** What sort of body a participant is. */
export const participantKinds = [
  'state',
  'subnational',
  'international_organisation',
  'ngo',
  'company',
  'other'
] as const

/** What a participant does beside the two parties. */
export const participantRoles = [
  'signatory',
  'implementing',
  'operating',
  'funding',
  'monitoring',
  'mediating'
] as const

/** Whether people are moved against their will. */
export const modes = ['forced', 'voluntary', 'both', 'unknown'] as const

/** What a linkage is about. */
export const linkageTypes = ['visas', 'aid', 'trade', 'security', 'recognition', 'other'] as const

/** Whether a linkage is a favour, or a harm that is announced or done. */
export const linkageSenses = ['incentive', 'threat', 'sanction'] as const

/** Systems of official numbers by which others know an agreement. */
export const identifierSchemes = [
  'unts',
  'tias',
  'ust',
  'celex',
  'eli',
  'ukts',
  'ats',
  'gazette',
  'docket',
  'doi',
  'wikidata',
  'other'
] as const

/** Whom an agreement covers. */
export const personGroups = [
  'asylum_seekers',
  'rejected_asylum_seekers',
  'irregular_migrants',
  'removal_orders',
  'convicted_foreign_nationals',
  'convicted_nationals_of_sender',
  'lawful_residents_of_sender',
  'alleged_gang_members',
  'intercepted_at_sea',
  'nationals_of_receiver',
  'sentenced_prisoners',
  'pre_trial_detainees',
  'refugees',
  'stateless_persons',
  'evacuees',
  'visa_applicants',
  'persons_protected_from_removal'
] as const

/** Which nationalities it covers. Only `listed` and `all_except` come with a list of countries. */
export const nationalityRules = [
  'any',
  'third_country',
  'nationals_of_receiver',
  'nationals_of_sender',
  'listed',
  'all_except',
  'unknown'
] as const

/** Whom it leaves out. */
export const exclusions = [
  'unaccompanied_minors',
  'minors',
  'families',
  'women',
  'nationals_of_receiver',
  'convicted_persons',
  'terrorism_suspects',
  'vulnerable_persons',
  'visa_holders',
  'sexual_offenders',
  'pending_charges',
  'security_threats',
  'other'
] as const

/** What a cap counts. */
export const capBases = [
  'total',
  'per_year',
  'per_quarter',
  'per_month',
  'per_fortnight',
  'per_week',
  'per_day',
  'at_a_time'
] as const

/** How far a promise or a limit came: asked for, offered, agreed, or only reckoned by somebody. */
export const stages = ['requested', 'offered', 'agreed', 'estimated'] as const

/** How much of a sum is for what the record is about. */
export const shares = ['all', 'part', 'none'] as const

/** How a fee is counted. */
export const feeBases = [
  'lump_sum',
  'instalments',
  'per_year',
  'per_month',
  'per_person',
  'per_person_per_day',
  'per_person_per_month',
  'per_person_per_year',
  'per_place_per_year',
  'per_milestone',
  'cost_reimbursement',
  'grant',
  'loan_or_relief',
  'in_kind',
  'non_monetary',
  'undisclosed'
] as const

/** Bases that never carry an amount. */
export const feeBasesWithoutAmount = ['in_kind', 'non_monetary', 'undisclosed'] as const

/** How far a claim stands: undisputed, disputed by another source, or withdrawn. */
export const standings = ['accepted', 'disputed', 'retracted'] as const

/** What happens when the term ends. */
export const renewals = ['automatic', 'by_agreement', 'none', 'unknown'] as const

/** What a facility is for under the agreement. */
export const facilityRoles = ['detention', 'reception', 'processing', 'transit'] as const

/** Events that speak of the instrument. */
export const legalEventTypes = [
  'offered',
  'negotiations_opened',
  'initialled',
  'agreed',
  'signed',
  'consent_given',
  'provisionally_applied',
  'entered_into_force',
  'amended',
  'extended',
  'suspended',
  'operation_resumed',
  'termination_notified',
  'termination_notice_revoked',
  'terminated',
  'expired',
  'superseded',
  'annulled',
  'negotiations_ended',
  'declined',
  'dropped',
  'signature_withdrawn',
  'registered'
] as const

/** Events that speak of what was done under it. */
export const implementationEventTypes = [
  'preparation',
  'transfers_began',
  'transfer',
  'activity',
  'transfers_paused',
  'transfers_resumed',
  'transfers_ended',
  'facility_opened',
  'facility_closed',
  'implementation_assessed',
  'payment',
  'court_ruling'
] as const

/** Events that move no status. */
const neutralEventTypes = [
  'legislation',
  'statement',
  'report',
  'incident',
  'headcount',
  'onward_return',
  'release',
  'reverse_transfer',
  'text_published',
  'dispute'
] as const

export const eventTypes = [...legalEventTypes, ...implementationEventTypes, ...neutralEventTypes] as const
export type EventType = (typeof eventTypes)[number]

/** Whether an act concerns all of the agreement or a part of it. */
export const extents = ['whole', 'partial'] as const

/** What a court ruling does to transfers. */
export const rulingEffects = ['halts', 'lifts', 'none'] as const

/** What somebody who assessed the implementation found. */
export const findings = ['unimplemented', 'partly', 'operating'] as const

/** What a coded clause is about. */
export const provisionTopics = [
  'non_refoulement',
  'access_to_asylum_procedure',
  'individual_assessment',
  'onward_transfer_ban',
  'diplomatic_assurances',
  'access_to_counsel',
  'independent_monitoring',
  'unhcr_role',
  'minors_excluded',
  'family_unity',
  'consent_of_person',
  'length_of_detention',
  'applicable_law',
  'return_to_sender',
  'data_sharing',
  'confidentiality',
  'termination_clause',
  'dispute_settlement',
  'time_limits',
  'area',
  'travel_documents',
  'manner_of_return',
  'reintegration_support',
  'third_country_transit',
  'length_of_stay',
  'conditions_to_operate'
] as const

/** What the agreement says on a topic. */
export const stances = ['yes', 'no', 'partial', 'silent', 'text_unavailable', 'inconclusive'] as const

/** How an agreement (the child) relates to another (the parent). */
export const relationTypes = [
  'amends',
  'supplements',
  'implements',
  'replaces',
  'revives',
  'follows_offer',
  'funded_by',
  'part_of',
  'related'
] as const

/** Why something is missing from a record. */
export const absenceReasons = ['not_disclosed', 'not_found', 'not_applicable', 'withheld'] as const

/** Who speaks in a source. */
export const sourceKinds = [
  'treaty_text',
  'official_record',
  'government',
  'court',
  'legislature',
  'audit_body',
  'international_organisation',
  'ngo',
  'news',
  'academic',
  'reference'
] as const

/** How much of a source was read. */
export const readings = ['whole', 'excerpt', 'translation', 'unknown'] as const

/** States of the legal axis. */
export const legalStates = [
  'none',
  'proposed',
  'negotiating',
  'agreed',
  'signed',
  'provisional',
  'in_force',
  'suspended',
  'terminated',
  'expired',
  'superseded',
  'annulled',
  'abandoned'
] as const

/** States of the implementation axis. */
export const implementationStates = ['unimplemented', 'preparing', 'operating', 'paused', 'blocked', 'ended'] as const

/** How far money went. */
export const moneyStates = ['none', 'offered', 'agreed', 'some_paid', 'part_paid', 'paid'] as const

/** Whether a source supports the state of implementation, it only follows from other claims, or nothing was found. */
export const evidences = ['stated', 'inferred', 'absent'] as const

/** Why a status is not certain. */
export const uncertainties = ['dispute', 'dates', 'renewal'] as const

/** Why a revision was made. */
export const causes = ['world_event', 'new_source', 'correction', 'editorial'] as const

/** What a revision did. */
export const operations = ['create', 'update', 'delete', 'restore'] as const
