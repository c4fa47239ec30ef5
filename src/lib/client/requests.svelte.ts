/** The assisted requests of whoever is signed in, as pages read and write them. */
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { handoversTo, type Handover } from '$lib/domain/follow-ups/handovers';
import { createReceiptCode } from '$lib/domain/requests/receipt-code';
import type { PersonDetails } from '$lib/domain/people/person';
import type { Relation } from '$lib/domain/people/relation';
import type { AssistedRequest, RequestDetails, RequestEvent } from '$lib/domain/requests/request';
import type { RequestOutcome, RequestStatus } from '$lib/domain/requests/status';
import type { IntentArgs } from '$lib/domain/model';
import type { Conflict } from '../../../sync/protocol/pull';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, requireDesk } from './desk.svelte';
import { onceAfterChange, type OpenDesk } from './open-desk';
import { peopleIndexOf } from './people-index';
import { openedRecord, readRev, type OpenedRecord } from './read-rev';
import { recordSync, type RecordSync } from './record-sync';
import { dropDraft, intent, write, type WriteError, type WriteResult } from './write';

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

const allRequests = onceAfterChange((desk): readonly RequestView[] =>
	[...desk.client.replica.rows('requests').values()]
		.map((row) => requestView(desk, row))
		.sort((a, b) => b.registeredAt - a.registeredAt || (a.id < b.id ? 1 : -1))
);

export const requests = {
	get ready(): boolean {
		return openDesk() !== null;
	},

	/** Newest first. */
	get all(): readonly RequestView[] {
		const desk = openDesk();
		return desk ? allRequests(desk) : [];
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
		const desk = requireDesk();
		const { code, accessPointId, details, person } = input;
		// The draft's id becomes the request's: saved from two tabs, or again after a crash, it is still one request.
		const requestId = input.draftId ?? uuidv7();
		const saved = requests.get(requestId);
		if (saved) {
			dropDraft(desk, requestId);
			return { ok: true, id: saved.id, code: saved.code };
		}
		const { survivorOf } = peopleIndexOf(desk).survivors;
		// Since it was chosen, a colleague may have given that record up for another one of the same person.
		const knownId = person.id === null ? null : survivorOf(person.id);
		const known = knownId === null ? undefined : knownPerson(desk, knownId);
		// Made of the request's own id for the same reason: two tabs make one person.
		const newPersonId = knownId === null && person.details ? uuidv5('person', requestId) : null;
		const personId = knownId ?? newPersonId;
		const helpedId = details.actingFor?.personId ?? null;
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
			...(personId && helpedId && !isLinked(desk, helpedId, personId)
				? [
						intent('relation.register', {
							relationId: uuidv5('relation', requestId),
							accessPointId,
							personId: helpedId,
							delegateId: personId,
							relation: details.actingFor?.relation ?? ''
						})
					]
				: []),
			intent('request.register', {
				requestId,
				code,
				accessPointId,
				personId,
				personName: person.details?.name ?? known?.name ?? '',
				neighbourhoodId: person.details?.neighbourhoodId ?? known?.neighbourhoodId ?? null,
				details
			})
		]);
		if (!result.ok) return result;
		if (input.draftId) dropDraft(desk, input.draftId);
		return { ok: true, id: requestId, code };
	},

	/** To be kept by whoever begins to change it. */
	opened: (request: RequestView): OpenedRecord =>
		openedRecord(requireDesk().client.replica, 'requests', request),

	/** @param options `opened`: as it was when whoever changes it began */
	edit(
		id: string,
		changes: IntentArgs<'request.edit'>['changes'],
		{ settles = [], opened }: { settles?: string[]; opened?: OpenedRecord } = {}
	): Promise<WriteResult> {
		const desk = requireDesk();
		const row = desk.client.replica.row({ collection: 'requests', key: id });
		const rev = readRev(row, opened, changes);
		return write(desk, [intent('request.edit', { requestId: id, changes, settles }, rev)]);
	},

	note(id: string, kind: 'note' | 'answer', text: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.note', { requestId: id, kind, text })]);
	},

	move(
		id: string,
		to: RequestStatus,
		options: { outcome?: RequestOutcome | null; reason?: string } = {}
	): Promise<WriteResult> {
		const { outcome = null, reason = '' } = options;
		return write(requireDesk(), [intent('request.move', { requestId: id, to, outcome, reason })]);
	},

	assign(id: string, owner: { id: string; name: string } | null): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.assign', { requestId: id, owner })]);
	},

	handOver(id: string, to: { id: string; name: string }, note: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.handover', { requestId: id, to, note })]);
	},

	/** In the name of whoever is signed in: what was registered on the locked tablet holds. */
	confirm(id: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.confirm', { requestId: id })]);
	},

	/** It was confirmed by mistake. */
	unconfirm(id: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.unconfirm', { requestId: id })]);
	},

	/** Says to whoever handed it over that it was seen. */
	acknowledge(id: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('request.acknowledge', { requestId: id })]);
	}
};

function knownPerson(desk: OpenDesk, id: string): { name: string; neighbourhoodId: string | null } {
	const row = desk.client.replica.row({ collection: 'people', key: id });
	if (!row) throw new Error('The person chosen is not on this device');
	return row.fields as unknown as { name: string; neighbourhoodId: string | null };
}

/** Whether the desk knows already that one acts for the other, or has only one person before it. */
function isLinked(desk: OpenDesk, helpedId: string, delegateId: string): boolean {
	const { survivorOf } = peopleIndexOf(desk).survivors;
	if (survivorOf(helpedId) === survivorOf(delegateId)) return true;
	return [...desk.client.replica.rows('relations').values()].some(({ fields }) => {
		const relation = fields as unknown as Relation;
		return (
			relation.endedAt === null &&
			survivorOf(relation.personId) === survivorOf(helpedId) &&
			survivorOf(relation.delegateId) === survivorOf(delegateId)
		);
	});
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
