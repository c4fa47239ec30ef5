/** The life of a request, in the states of FHIR Task, and what may follow what. */

export const requestStatuses = [
	'draft',
	'requested',
	'accepted',
	'rejected',
	'on-hold',
	'in-progress',
	'completed',
	'cancelled',
	'failed',
	'entered-in-error'
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export const outcomes = [
	'got-help',
	'referred-elsewhere',
	'could-not-be-reached',
	'not-eligible',
	'no-capacity',
	'no-longer-interested',
	'could-not-get-help'
] as const;
export type RequestOutcome = (typeof outcomes)[number];

const next: Record<RequestStatus, readonly RequestStatus[]> = {
	draft: ['requested', 'cancelled'],
	requested: ['accepted', 'rejected', 'on-hold', 'in-progress', 'cancelled', 'entered-in-error'],
	accepted: ['in-progress', 'on-hold', 'completed', 'failed', 'cancelled', 'entered-in-error'],
	'on-hold': ['accepted', 'in-progress', 'failed', 'cancelled', 'entered-in-error'],
	'in-progress': ['on-hold', 'completed', 'failed', 'cancelled', 'entered-in-error'],
	// Closed states can be taken up again: people come back.
	rejected: ['requested', 'entered-in-error'],
	completed: ['in-progress', 'entered-in-error'],
	failed: ['in-progress', 'entered-in-error'],
	cancelled: ['requested', 'entered-in-error'],
	'entered-in-error': []
};

export function nextStatuses(from: RequestStatus): readonly RequestStatus[] {
	return next[from];
}

export function canMove(from: RequestStatus, to: RequestStatus): boolean {
	return next[from].includes(to);
}

const open: readonly RequestStatus[] = ['draft', 'requested', 'accepted', 'on-hold', 'in-progress'];

export function isOpen(status: RequestStatus): boolean {
	return open.includes(status);
}

/** States that end a request and must say how it ended. */
export function needsOutcome(status: RequestStatus): boolean {
	return status === 'completed' || status === 'failed';
}
