/**
 * Sends the readings that wait on this device.
 *
 * Invariants
 * - One waits until the server has named it as taken: a page of something in between, an error or silence takes nothing.
 * - Whoever reads waits for none of this, and nothing of it counts as unsent.
 * - A person whose readings the server does not take is in nobody's way: theirs wait, and the others go.
 */
import * as v from 'valibot';
import {
	MAX_SENT_READINGS,
	notedSchema,
	readingsResponseSchema,
	type Noted
} from '../../domain/readings/reading.ts';
import type { Post } from '../sync/transport.ts';
import { forgetSent } from './note-reading.ts';
import type { ReadingsDatabase, StoredReading } from './readings-database.ts';

export interface ReadingSender {
	/** @returns whether nothing is left here that the server would take now; false when it has not answered */
	send(): Promise<boolean>;
}

interface Parts {
	database: ReadingsDatabase;
	/** With a tablet's own token, or as the browser's session. */
	post: Post;
	/** A session sends the readings of its own person; without it, everybody's go. */
	userId?: string;
	now(): number;
}

function withoutState({ state: _state, ...reading }: StoredReading): Noted {
	return reading;
}

export function createReadingSender({ database, post, userId, now }: Parts): ReadingSender {
	const { readings } = database;
	/** As the server says; asked again when the page is loaded anew, as it is when somebody unlocks. */
	const unknownPeople = new Set<string>();

	async function nextBatch(): Promise<Noted[]> {
		const waiting = await readings
			.where('state')
			.equals('waiting')
			.filter((reading) => !unknownPeople.has(reading.userId))
			.filter((reading) => userId === undefined || reading.userId === userId)
			.limit(MAX_SENT_READINGS)
			.toArray();
		const batch = waiting.map(withoutState);
		const damaged = batch.filter((reading) => !v.is(notedSchema, reading));
		if (damaged.length === 0) return batch;
		// The server would take none of a batch for one that cannot be read.
		await readings.bulkDelete(damaged.map(({ id }) => id));
		return nextBatch();
	}

	async function sendAll(): Promise<boolean> {
		for (;;) {
			const batch = await nextBatch();
			if (batch.length === 0) break;
			const result = await post('/api/sync/readings', { deviceNow: now(), readings: batch });
			if (result.kind !== 'answer') return false;
			const parsed = v.safeParse(readingsResponseSchema, result.body);
			if (!parsed.success) return false;
			const answer = parsed.output;
			const taken = new Set(answer.taken);
			const gone = batch.filter(({ id }) => taken.has(id));
			const isProgress =
				gone.length > 0 || batch.some((reading) => answer.unknownPeople.includes(reading.userId));
			if (!isProgress) return false;
			answer.unknownPeople.forEach((id) => unknownPeople.add(id));
			await readings.bulkUpdate(gone.map(({ id }) => ({ key: id, changes: { state: 'sent' } })));
		}
		await forgetSent(database, now());
		return true;
	}

	let sending: Promise<boolean> | null = null;
	return {
		send: () => (sending ??= sendAll().finally(() => (sending = null)))
	};
}
