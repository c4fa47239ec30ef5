/** What may go wrong, by name. A shrunk story says which of these it still needs. */

export const faultKinds = [
	/** On the way. */
	'lost-request',
	'lost-answer',
	'doubled',
	'slow',
	'portal',
	'cut',
	'too-large',
	'busy',
	'outage',
	/** On the tablet. */
	'crash',
	'two-tabs',
	'no-lock',
	'clock',
	'full',
	'people',
	'volunteer',
	'old-app',
	'clone',
	'rollback',
	'evicted',
	'lost',
	'month',
	/** On the server. */
	'server-down',
	'server-crash',
	'restore',
	'silent-restore',
	'erase',
	'scope',
	'unopened',
	'revoked',
	'session'
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type Faults = ReadonlySet<FaultKind>;
