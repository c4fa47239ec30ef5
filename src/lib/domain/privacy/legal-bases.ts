/**
 * Why the city may keep what it keeps, in words. What is meant for whom is the city's to confirm with its data protection
 * officer: this says what the software was made for.
 *
 * Sources: Regulation (EU) 2016/679 (GDPR); D.lgs. 30 June 2003, n. 196, as amended by D.lgs. 101/2018 and D.L. 139/2021;
 * L. 8 November 2000, n. 328 (social services); D.lgs. 3 July 2017, n. 117 (third sector).
 */

export interface LegalBasisText {
	act: string;
	means: string;
}

export const legalBases = {
	/** The basis is stated to people, never asked of them as a tick: they could not refuse and still be helped. */
	'public-task': {
		act: 'GDPR art. 6(1)(e) and 6(3); D.lgs. 196/2003 art. 2-ter; L. 328/2000',
		means: 'needed for a task in the public interest: the social services of the city'
	},
	/** Words about a need say, or let one guess, how somebody is: they are treated as if they always did. */
	'social-care': {
		act: 'GDPR art. 6(1)(e) and 9(2)(g); D.lgs. 196/2003 art. 2-sexies c. 2 lett. s)',
		means:
			'may reveal health or another special category; kept for a substantial public interest: social assistance to people in need. Where those who write are bound to professional secrecy, GDPR art. 9(2)(h) and 9(3) may apply instead'
	},
	/** Only what somebody may leave empty, or take back, and be a volunteer all the same. */
	consent: {
		act: 'GDPR art. 6(1)(a) and 7',
		means: 'given freely and taken back at any time by emptying the field; nothing depends on it'
	},
	'statistics-without-names': {
		act: 'GDPR art. 6(1)(e), 5(1)(b), 5(1)(c) and recital 26',
		means: 'names nobody who was helped; kept to count needs'
	},
	accountability: {
		act: 'GDPR art. 5(2), 6(1)(e), 24 and 32; D.lgs. 196/2003 art. 2-ter',
		means: 'shows who of the staff did what and when, so that the city can answer for it'
	}
} as const satisfies { [basis: string]: LegalBasisText };
export type LegalBasis = keyof typeof legalBases;

export const purposes = {
	'tell-records-apart': 'To tell one record from another, on every tablet and on the server',
	'run-the-desk': 'To know which desk follows it, and so who may read it',
	'find-again': 'To find the person again and speak with them in their language',
	'act-for-another': 'To know who speaks for whom',
	'understand-need': 'To understand what is needed and to orient',
	'follow-case': 'To follow what was asked until it has an outcome',
	'read-needs': 'To know which needs the city has, where and when',
	'organise-help': 'To ask a volunteer for the help they offer, where and when they offer it',
	'reach-volunteer': 'To reach a volunteer more easily, if they like',
	'account-for-money': 'To let a voucher be spent, and to answer for public money',
	'account-for-work': 'To know who did what and when'
} as const;
export type Purpose = keyof typeof purposes;
