/**
 * Readings at an open desk: noted as a record is opened, and sent whenever the server is there. So are unlocking a tablet,
 * and saving a file of what is unsent.
 */
import { v7 as uuidv7 } from 'uuid';
import type { SyncClient } from '../../../../sync/client/sync-client.ts';
import type { Deed, ReadCollection } from '../../domain/readings/reading.ts';
import { afterContacts, type Contacting } from '../after-contacts.ts';
import type { Post } from '../sync/transport.ts';
import { uponSettling } from '../write.ts';
import { noteDeed, noteReading } from './note-reading.ts';
import { ReadingsDatabase } from './readings-database.ts';
import { createReadingSender, type ReadingSender } from './send-readings.ts';

export interface ReadingLog {
	/** Somebody has this record before them. */
	opened(collection: ReadCollection, key: string): Promise<void>;
	/** They have saved a file with so many unsent records in it. */
	saved(records: number): Promise<void>;
	/** Before the session ends, in which alone they are taken: what waits is sent, if the server is there. Not for long. */
	settle(): Promise<void>;
}

const SETTLE_MS = 3000;

/** Where nobody real is read about: a practice. */
export const noReadings: ReadingLog = {
	opened: async () => undefined,
	saved: async () => undefined,
	settle: async () => undefined
};

let database: ReadingsDatabase | null = null;
const ofThisBrowser = () => (database ??= new ReadingsDatabase());

/** @param userId whose readings are sent; without it, everybody's, as from a tablet */
export function readingSender(post: Post, userId?: string): ReadingSender {
	return createReadingSender({
		database: ofThisBrowser(),
		post,
		...(userId !== undefined && { userId }),
		now: () => Date.now()
	});
}

/** What waits goes after each contact that went well. @returns what ends it */
export function sendAfterContacts(client: Contacting, sender: ReadingSender): () => void {
	return afterContacts(client, () => trySending(sender));
}

function trySending(sender: ReadingSender) {
	// A database that cannot be read now is read after the next contact.
	void sender.send().catch(() => undefined);
}

async function note(deed: Deed): Promise<void> {
	try {
		await uponSettling(noteDeed(ofThisBrowser(), deed));
	} catch {
		// A full disk keeps nobody from their work, nor records from leaving it.
	}
}

/** @param userId a person, or the tablet in its own name */
export function noteSaved(userId: string, records: number): Promise<void> {
	return note({ id: uuidv7(), userId, at: Date.now(), deed: 'saved', records });
}

/** An unlock of this tablet: under which id the server is to know it, whoever tells it first. */
export function newUnlock(): { id: string; at: number } {
	return { id: uuidv7(), at: Date.now() };
}

export function noteUnlock(userId: string, unlock: { id: string; at: number }): Promise<void> {
	return note({ ...unlock, userId, deed: 'unlock' });
}

/** @param userId who reads */
export function createReadingLog(
	userId: string,
	client: Pick<SyncClient, 'contact'>,
	sender: ReadingSender
): ReadingLog {
	return {
		async opened(collection, key) {
			const reading = { id: uuidv7(), userId, collection, key, at: Date.now() };
			try {
				const isNew = await uponSettling(noteReading(ofThisBrowser(), reading));
				if (isNew && client.contact.last?.kind === 'ok') trySending(sender);
			} catch {
				// A full disk: whoever came to the desk is helped all the same.
			}
		},
		saved: (records) => noteSaved(userId, records),
		async settle() {
			if (client.contact.last?.kind !== 'ok') return;
			const enough = new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
			// What stays goes when they are back.
			await Promise.race([sender.send().catch(() => undefined), enough]);
		}
	};
}

/** Everything was sent: nothing of it stays here. */
export async function deleteReadings(): Promise<void> {
	await ofThisBrowser().delete();
	// One that was deleted does not open again.
	database = null;
}
