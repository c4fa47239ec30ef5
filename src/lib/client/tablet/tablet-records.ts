/**
 * The records of an enrolled tablet: one database, and a second copy beside it that makes good what the database loses.
 */
import { version } from '$app/environment';
import { domainModel } from '$lib/domain/model';
import { counter } from '../journal/counter';
import { createJournal } from '../journal/journal';
import { openJournalPort } from '../journal/journal-port';
import { readDatabase, readUnanswered, rebuild } from '../journal/rebuild';
import { reconcile } from '../journal/reconcile';
import { sendStranded, strandedIn, type Stranded } from '../journal/stranded';
import { createSecondCopy } from '../journal/second-copy';
import { secondCopyState } from '../journal/second-copy-state.svelte';
import { withRoom } from '../room/with-room';
import { DeviceDatabase } from '../store/device-database';
import { countSaves } from '../sync/saves';
import { createHttpTransport } from '../sync/transport';
import { damage } from './damage';
import type { StoredDevice } from './tablet-database';

export const records = new DeviceDatabase('tablet');

export const journal = createJournal({
	openPort: openJournalPort,
	unanswered: () => readUnanswered(records),
	now: () => Date.now(),
	after(delayMs, callback) {
		const timer = setTimeout(callback, delayMs);
		return () => clearTimeout(timer);
	},
	withRoom
});

journal.subscribe(() => secondCopyState.tell(journal.health));

export const secondCopy = createSecondCopy({ records, journal, counter });

/** Of an earlier enrolment of this device, and in its second copy alone. */
let stranded: Stranded[] = [];

/** Puts back what the database has lost, notes what cannot be, and copies what has no copy. Before anything is sent. */
async function mend(deviceId: string): Promise<void> {
	// The copies first: what another tab saves meanwhile is in the database before it is in them.
	const counted = counter.read();
	const files = await journal.read();
	stranded = strandedIn(files ?? [], deviceId);
	// By age: of two copies of one record the later is the one that was sealed anew.
	const byAge = (files ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const copied = byAge.flatMap((file) => file.records);
	const found = reconcile(deviceId, await readDatabase(records), copied, counted);
	if (found) {
		await rebuild(records, deviceId, found, Date.now());
		const isUnsent = ({ seq }: { seq: number }) => seq > found.answeredSeq;
		const unanswered = [...found.envelopes, ...found.openable].filter(isUnsent);
		const rebuilt = countSaves([...unanswered, ...found.repaired]);
		if (rebuilt + found.lost.length > 0) damage.add({ rebuilt, lost: found.lost.length });
	}
	await journal.catchUp();
}

/** As `mend`, one tab at a time: of two, the second finds it done. */
export async function mendRecords(deviceId: string): Promise<void> {
	if (navigator.locks) await navigator.locks.request('sportello-mend', () => mend(deviceId));
	else await mend(deviceId);
}

/** Of an earlier enrolment, store by store. */
export function strandedRecords(): readonly Stranded[] {
	return stranded;
}

/** Records of an earlier enrolment that are still to be sent. */
export function countStranded(): number {
	return stranded.reduce((sum, { envelopes }) => sum + countSaves(envelopes), 0);
}

/** Sends them; what the server has is deleted here. What did not go is tried again when this is called again. */
export async function sendStrandedRecords({ state, token }: StoredDevice): Promise<void> {
	const { push } = createHttpTransport(fetch, async () => token);
	const { schemaVersion } = domainModel;
	const from = { deviceId: state.id, appVersion: version, schemaVersion, now: () => Date.now() };
	for (const each of stranded) {
		if (!(await sendStranded(each, push, from))) return;
		stranded = stranded.filter((other) => other !== each);
		await journal.discard(each.names, each.storeId, each.envelopes.at(-1)?.seq ?? 0);
	}
}

/** Deletes every copy: everything in them was sent. */
export async function deleteRecords(): Promise<void> {
	await Promise.all([records.delete(), journal.clear()]);
	counter.clear();
	damage.clear();
}
