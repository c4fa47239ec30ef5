/**
 * Registering on a locked tablet, in its own name. It only writes: nobody is looked for, so whoever comes is somebody new
 * until a person of the desk says that they know them.
 */
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { PersonDetails } from '$lib/domain/people/person';
import { createReceiptCode } from '$lib/domain/requests/receipt-code';
import type { RequestDetails } from '$lib/domain/requests/request';
import type { SyncClient } from '../../../../sync/client/sync-client';
import { intent, write, type WriteError } from '../write';

export interface LockedRequest {
	/** Null for nobody (anonymous). */
	person: PersonDetails | null;
	details: RequestDetails;
}

/** The receipt code is all that is left of it here. */
export type LockedResult = { ok: true; code: string } | { ok: false; error: WriteError };

/** Durable and sealed on this tablet when it resolves. @param client of the locked tablet */
export async function registerLocked(
	client: Pick<SyncClient, 'write'>,
	accessPointId: string,
	{ person, details }: LockedRequest
): Promise<LockedResult> {
	const code = createReceiptCode((bytes) =>
		crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)
	);
	const requestId = uuidv7();
	const personId = person && uuidv5('person', requestId);
	const result = await write({ client }, [
		...(person && personId
			? [intent('person.register', { personId, accessPointId, details: person })]
			: []),
		intent('request.register', {
			requestId,
			code,
			accessPointId,
			personId,
			personName: person?.name ?? '',
			neighbourhoodId: person?.neighbourhoodId ?? null,
			details
		})
	]);
	return result.ok ? { ok: true, code } : result;
}
