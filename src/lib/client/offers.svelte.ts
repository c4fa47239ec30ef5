/** The help offers of whoever is signed in, as pages read and write them: a desk's, the city's, or one's own. */
import { v7 as uuidv7 } from 'uuid';
import type { IntentArgs } from '$lib/domain/model';
import type { Offer, OfferDetails, OfferEvent } from '$lib/domain/offers/offer';
import type { Conflict } from '../../../sync/protocol/pull';
import type { ViewRow } from '../../../sync/client/replica';
import { openDesk, requireDesk, type OpenDesk } from './desk.svelte';
import { openedRecord, readRev, type OpenedRecord } from './read-rev';
import { recordSync, type RecordSync } from './record-sync';
import { dropDraft, intent, write, type WriteError, type WriteResult } from './write';

export type OfferView = Offer & { sync: RecordSync; conflicts: Conflict[] };
export type OfferEventView = OfferEvent & { sync: RecordSync };

export interface NewOffer {
	accessPointId: string;
	details: OfferDetails;
	/** The draft it was written in; removed once the offer is durable. */
	draftId: string;
}

const DRAFT_KEY = 'offer:';

function offerView(desk: OpenDesk, row: ViewRow): OfferView {
	// The engine let the row in only after the domain's schema had read it.
	const fields = row.fields as unknown as Offer;
	return { ...fields, sync: recordSync(desk, row.seqs), conflicts: row.conflicts };
}

export const offers = {
	get ready(): boolean {
		return openDesk() !== null;
	},

	get all(): OfferView[] {
		const desk = openDesk();
		if (!desk) return [];
		return [...desk.client.replica.rows('offers').values()].map((row) => offerView(desk, row));
	},

	get(id: string): OfferView | undefined {
		const desk = openDesk();
		const row = desk?.client.replica.row({ collection: 'offers', key: id });
		return desk && row ? offerView(desk, row) : undefined;
	},

	/** An offer's history, oldest first. */
	events(offerId: string): OfferEventView[] {
		const desk = openDesk();
		if (!desk) return [];
		const { replica } = desk.client;
		const offer = replica.row({ collection: 'offers', key: offerId });
		/** An event stands on one intent, whose id it carries. */
		const seqsOf = ({ id }: OfferEvent) =>
			(offer?.seqs ?? []).filter((seq) => replica.outbox.get(seq)?.id === id);
		return [...replica.rows('offerEvents').values()]
			.map((row) => row.fields as unknown as OfferEvent)
			.filter((event) => event.offerId === offerId)
			.map((event) => ({ ...event, sync: recordSync(desk, seqsOf(event)) }))
			.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	},

	newDraftId: (): string => DRAFT_KEY + uuidv7(),

	isDraft: (draftId: string): boolean => draftId.startsWith(DRAFT_KEY),

	/** Durable on this device when it resolves. */
	async register({
		accessPointId,
		details,
		draftId
	}: NewOffer): Promise<{ ok: true; id: string } | { ok: false; error: WriteError }> {
		const desk = requireDesk();
		// The draft's id becomes the offer's: saved from two tabs, or again after a crash, it is still one offer.
		const offerId = draftId.slice(DRAFT_KEY.length);
		if (!offers.get(offerId)) {
			const result = await write(desk, [
				intent('offer.register', { offerId, accessPointId, details })
			]);
			if (!result.ok) return result;
		}
		dropDraft(desk, draftId);
		return { ok: true, id: offerId };
	},

	/** To be kept by whoever begins to change it. */
	opened: (offer: OfferView): OpenedRecord =>
		openedRecord(requireDesk().client.replica, 'offers', offer),

	/** @param options `opened`: as it was when whoever changes it began */
	edit(
		offerId: string,
		changes: IntentArgs<'offer.edit'>['changes'],
		{ settles = [], opened }: { settles?: string[]; opened?: OpenedRecord } = {}
	): Promise<WriteResult> {
		const desk = requireDesk();
		const row = desk.client.replica.row({ collection: 'offers', key: offerId });
		const rev = readRev(row, opened, changes);
		return write(desk, [intent('offer.edit', { offerId, changes, settles }, rev)]);
	},

	/** @param until the first day they are there again, `YYYY-MM-DD`; null while nobody knows */
	pause(offerId: string, until: string | null): Promise<WriteResult> {
		return write(requireDesk(), [intent('offer.pause', { offerId, until })]);
	},

	resume(offerId: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('offer.resume', { offerId })]);
	},

	withdraw(offerId: string): Promise<WriteResult> {
		return write(requireDesk(), [intent('offer.withdraw', { offerId })]);
	}
};
