/** The assisted requests of whoever is signed in, as pages read and write them. */
import { v7 as uuidv7 } from 'uuid';
import { handoversTo, type Handover } from '$lib/domain/follow-ups/handovers';
import { createReceiptCode } from '$lib/domain/requests/receipt-code';
import type { PersonDetails } from '$lib/domain/people/person';
import type { AssistedRequest, RequestDetails, RequestEvent } from '$lib/domain/requests/request';
import type { RequestOutcome, RequestStatus } from '$lib/domain/requests/status';
import type { IntentArgs } from '$lib/domain/model';
import type { Conflict } from '../../../sync/protocol/pull';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, type OpenDesk } from './desk.svelte';
import { recordSync, type RecordSync } from './record-sync';
import { intent, write, type WriteError, type WriteResult } from './write';

export type { Conflict, RecordSync, WriteError, WriteResult };

export type RequestView = AssistedRequest & { sync: RecordSync; conflicts: Conflict[] };
export type RequestEventView = RequestEvent & { sync: RecordSync };

export interface NewRequest {
	code: string;
	accessPointId: string;
	/** An existing person by `id`, a new one by `details`, nobody (anonymous) when both are null. */
	person: { id: string | null; details: PersonDetails | null };
	details: RequestDetails;
	/** The draft it was written in; removed once the request is durable. */
	draftId: string | null;
}

export type RegisterResult =
	{ ok: true; id: string; code: string } | { ok: false; error: WriteError };

function requestView(desk: OpenDesk, row: ViewRow): RequestView {
	// The engine let the row in only after the domain's schema had read it.
	const fields = row.fields as unknown as AssistedRequest;
	return { ...fields, sync: recordSync(desk, row.seqs), conflicts: row.conflicts };
}

function required(): OpenDesk {
	const desk = openDesk();
	if (!desk) throw new Error('Nobody is signed in');
	return desk;
}

export const requests = {
	get ready(): boolean {
		return openDesk() !== null;
	},

	/** Newest first. */
	get all(): RequestView[] {
		const desk = openDesk();
		if (!desk) return [];
		const rows = [...desk.client.replica.rows('requests').values()];
		return rows
			.map((row) => requestView(desk, row))
			.sort((a, b) => b.registeredAt - a.registeredAt);
	},

	get(id: string): RequestView | undefined {
		const desk = openDesk();
		const row = desk?.client.replica.row({ collection: 'requests', key: id });
		return desk && row ? requestView(desk, row) : undefined;
	},

	/** A request's history, oldest first. */
	events(requestId: string): RequestEventView[] {
		const desk = openDesk();
		if (!desk) return [];
		const { replica } = desk.client;
		return [...replica.rows('events').values()]
			.map((row) => row.fields as unknown as RequestEvent)
			.filter((event) => event.requestId === requestId)
			.map((event) => ({ ...event, sync: eventSync(desk, event) }))
			.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	},

	/** Requests that were handed over to a person who has not yet taken notice. */
	handedOverTo(userId: string): Handover<RequestView>[] {
		const desk = openDesk();
		if (!desk) return [];
		const events = desk.client.replica.rows('events').values();
		return handoversTo(
			userId,
			requests.all,
			[...events].map((row) => row.fields as unknown as RequestEvent)
		);
	},

	newCode(): string {
		return createReceiptCode((bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
	},

	/** Durable on this device when it resolves. */
	async register(input: NewRequest): Promise<RegisterResult> {
		const desk = required();
		const { code, accessPointId, details, person } = input;
		const known = person.id === null ? undefined : knownPerson(desk, person.id);
		// The draft's id becomes the request's: saved from two tabs, or again after a crash, it is still one request.
		const requestId = input.draftId ?? uuidv7();
		const saved = requests.get(requestId);
		if (saved) {
			await desk.database.drafts.delete(requestId);
			return { ok: true, id: saved.id, code: saved.code };
		}
		const newPersonId = person.id === null && person.details ? uuidv7() : null;
		const result = await write(desk, [
			...(newPersonId && person.details
				? [
						intent('person.register', {
							personId: newPersonId,
							accessPointId,
							details: person.details
						})
					]
				: []),
			intent('request.register', {
				requestId,
				code,
				accessPointId,
				personId: person.id ?? newPersonId,
				personName: person.details?.name ?? known?.name ?? '',
				neighbourhoodId: person.details?.neighbourhoodId ?? known?.neighbourhoodId ?? null,
				details
			})
		]);
		if (!result.ok) return result;
		// The request is safe; a draft left behind would only be offered again.
		if (input.draftId) await desk.database.drafts.delete(input.draftId);
		return { ok: true, id: requestId, code };
	},

	edit(
		id: string,
		changes: IntentArgs<'request.edit'>['changes'],
		options: { settles?: string[] } = {}
	): Promise<WriteResult> {
		const settles = options.settles ?? [];
		return write(required(), [intent('request.edit', { requestId: id, changes, settles })]);
	},

	note(id: string, kind: 'note' | 'answer', text: string): Promise<WriteResult> {
		return write(required(), [intent('request.note', { requestId: id, kind, text })]);
	},

	move(
		id: string,
		to: RequestStatus,
		options: { outcome?: RequestOutcome | null; reason?: string } = {}
	): Promise<WriteResult> {
		const { outcome = null, reason = '' } = options;
		return write(required(), [intent('request.move', { requestId: id, to, outcome, reason })]);
	},

	assign(id: string, owner: { id: string; name: string } | null): Promise<WriteResult> {
		return write(required(), [intent('request.assign', { requestId: id, owner })]);
	},

	handOver(id: string, to: { id: string; name: string }, note: string): Promise<WriteResult> {
		return write(required(), [intent('request.handover', { requestId: id, to, note })]);
	},

	/** Says to whoever handed it over that it was seen. */
	acknowledge(id: string): Promise<WriteResult> {
		return write(required(), [intent('request.acknowledge', { requestId: id })]);
	}
};

function knownPerson(desk: OpenDesk, id: string): { name: string; neighbourhoodId: string | null } {
	const row = desk.client.replica.row({ collection: 'people', key: id });
	if (!row) throw new Error('The person chosen is not on this device');
	return row.fields as unknown as { name: string; neighbourhoodId: string | null };
}

/** An event stands on one intent, whose id it carries: of the request, or of a step about it. */
function eventSync(desk: OpenDesk, event: RequestEvent): RecordSync {
	const { replica } = desk.client;
	const ref = event.followUp
		? { collection: 'followups', key: event.followUp.id }
		: { collection: 'requests', key: event.requestId };
	const own = replica.row(ref)?.seqs.filter((seq) => replica.outbox.get(seq)?.id === event.id);
	return recordSync(desk, own ?? []);
}
