/**
 * The engine's device store on IndexedDB, through Dexie. What costs is IndexedDB itself, so answers are written as
 * ranges, rows in bulk, and a batch's fate never touches its envelopes.
 */
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { WireEnvelope } from '../../../../sync/protocol/sealed.ts';
import {
	DeviceStoreError,
	type DeviceMeta,
	type DeviceStore,
	type NewIntent,
	type ScopeCursor,
	type WriteNumber
} from '../../../../sync/client/ports.ts';
import { isDecided } from '../../../../sync/client/exceptions.ts';
import {
	asForgotten,
	asReplaced,
	asSetAside,
	inNewHistory,
	isOpen,
	prunableThrough,
	requireWritable,
	sameCursor,
	takeBatch,
	withDecision,
	withoutTaken,
	withoutRows
} from '../../../../sync/client/store-rules.ts';
import { isFull } from '../room/full.ts';
import { appendEntries } from './append-entries.ts';
import { clearCodec, type Codec } from './codec.ts';
import type { DeviceDatabase, StoredMeta, StoredOutboxEntry } from './device-database.ts';
import { noSecondCopy, type SecondCopy } from './second-copy.ts';

/** What a write has numbered: as it was written, as it lies there, and the store after it. */
interface Assigned {
	envelopes: Envelope[];
	stored: WireEnvelope[];
	meta: DeviceMeta;
	write: WriteNumber;
}

/** Sorts after every collection and key. */
const LAST = '\uffff';

/**
 * Makes the store's identity on first use and opens it.
 * @param schemaVersion of the app's records. Dexie opens the database of a newer app without a word, so the database
 * remembers the newest that has opened it, and an older one writes nothing new into it.
 */
export function createDeviceStore(
	database: DeviceDatabase,
	newIdentity: () => { deviceId: string; storeId: string },
	schemaVersion: number,
	codec: Codec = clearCodec,
	secondCopy: SecondCopy = noSecondCopy
): DeviceStore {
	const { meta, outbox, exceptions, acknowledgements, scopes, rows, sessions } = database;

	const readStored = async () => identified(await meta.get('meta'));

	const readMeta = async () => deviceMeta(await readStored());

	/** Numbers the write that it is part of. */
	async function changeMeta(
		change: (before: DeviceMeta) => DeviceMeta
	): Promise<{ after: DeviceMeta; write: WriteNumber }> {
		const stored = await readStored();
		const after = change(deviceMeta(stored));
		const write = stored.writes + 1;
		await meta.put({ ...after, name: 'meta', writes: write });
		return { after, write };
	}

	const numbered = async () => (await changeMeta((before) => before)).write;

	async function ensureMeta(): Promise<Required<StoredMeta>> {
		const stored = await meta.get('meta');
		if (stored) {
			const newest = Math.max(stored.schemaVersion ?? 0, schemaVersion);
			const opened = { ...identified(stored), schemaVersion: newest };
			if (newest !== stored.schemaVersion) await meta.put(opened);
			return opened;
		}
		const made = identified({
			...newIdentity(),
			name: 'meta',
			schemaVersion,
			epoch: null,
			answeredSeq: 0,
			highestSeq: 0,
			lastContactAt: null,
			missing: []
		});
		await meta.add(made);
		return made;
	}

	/** A store that may not be written to ends the transaction. */
	function afterAppending(
		stored: StoredMeta | undefined,
		seqs: readonly number[]
	): Required<StoredMeta> {
		const before = identified(stored);
		requireWritable(before, schemaVersion);
		return { ...before, highestSeq: Math.max(...seqs), writes: before.writes + 1 };
	}

	async function added(entries: readonly Omit<StoredOutboxEntry, 'seq'>[]) {
		const add = () => appendEntries(database.backendDB(), entries, afterAppending);
		try {
			if (database.isOpen()) return await add();
		} catch (error) {
			if (!isConnectionClosed(error)) throw error;
		}
		// Dexie opens again what the browser has closed, and nothing that was closed for good.
		await meta.get('meta');
		return add();
	}

	/** @param sealed the intents as they lie there */
	function assigned(
		intents: readonly NewIntent[],
		sealed: readonly StoredOutboxEntry['envelope'][],
		seqs: readonly number[],
		after: Required<StoredMeta>
	): Assigned {
		return {
			envelopes: intents.map((intent, index) => ({ ...intent, seq: seqs[index]! })),
			stored: sealed.map((envelope, index) => envelopeOf({ seq: seqs[index]!, envelope })),
			meta: deviceMeta(after),
			write: after.writes
		};
	}

	const copyOf = ({ stored, meta: after }: Assigned) => secondCopy.written(stored, after);

	/** Everything but the rows, together, and asked for at once: each answer waits behind the rows that come meanwhile. */
	function loadOthers() {
		const tables = [meta, scopes, outbox, exceptions, acknowledgements];
		return database.transaction('rw', tables, async () => {
			const [stored, ...others] = await Promise.all([
				ensureMeta(),
				scopes.toArray(),
				outbox.toArray(),
				exceptions.toArray(),
				acknowledgements.toArray()
			]);
			return {
				meta: deviceMeta(stored),
				writes: stored.writes,
				scopes: others[0],
				outbox: others[1],
				exceptions: others[2],
				acknowledgements: others[3]
			};
		});
	}

	const rowsOf = (scope: string) =>
		rows.where('[scope+collection+key]').between([scope, '', ''], [scope, LAST, LAST]);

	return {
		load: () =>
			guarded(async () => {
				for (;;) {
					const [loaded, stored] = await Promise.all([codec.loadRows(database), loadOthers()]);
					const { rows: opened, unread, readable } = loaded;
					// Another tab has written rows since these were read.
					if (loaded.scopes && !isSameReading(loaded.scopes, stored.scopes)) continue;
					const held = stored.scopes.filter(
						({ scope }) => readable === 'all' || readable.includes(scope)
					);
					return {
						...stored,
						scopes: withoutRows(held, unread),
						rows: opened,
						outbox: await codec.openEnvelopes(stored.outbox.map(envelopeOf))
					};
				}
			}),

		append: (intents) =>
			guarded(async () => {
				const sealed = await codec.sealIntents(intents);
				const { seqs, meta: after } = await added(sealed.map((envelope) => ({ envelope })));
				const done = assigned(intents, sealed, seqs, after);
				await copyOf(done);
				return { envelopes: done.envelopes, write: done.write };
			}),

		supersede: (replacements, at) =>
			guarded(async () => {
				const intents = replacements.map(({ intent }) => intent);
				const sealed = await codec.sealIntents(intents);
				const done = await database.transaction('rw', [meta, outbox, exceptions], async () => {
					const { answeredSeq } = await readMeta();
					const standing = await exceptions.bulkGet(replacements.map(({ seq }) => seq));
					if (!replacements.every(({ seq }, index) => isOpen(seq, standing[index], answeredSeq))) {
						return null;
					}
					const replaced = replacements.map((each, index) => asReplaced(standing[index], each, at));
					const entries = sealed.map((envelope) => ({ envelope }) as StoredOutboxEntry);
					const seqs = await outbox.bulkAdd(entries, { allKeys: true });
					const after = afterAppending(await meta.get('meta'), seqs);
					await meta.put(after);
					await exceptions.bulkPut(replaced);
					return { written: assigned(intents, sealed, seqs, after), replaced };
				});
				if (!done) return null;
				await copyOf(done.written);
				const { envelopes, write } = done.written;
				const event = { kind: 'superseded' as const, exceptions: done.replaced, envelopes };
				return { event, write };
			}),

		setAside: (envelopes, at) =>
			guarded(() =>
				database.transaction('rw', [meta, exceptions], async () => {
					const current = await readMeta();
					requireWritable(current, schemaVersion);
					const { answeredSeq } = current;
					const standing = await exceptions.bulkGet(envelopes.map(({ seq }) => seq));
					const given = envelopes.flatMap((envelope, index) =>
						isOpen(envelope.seq, standing[index], answeredSeq)
							? [asSetAside(standing[index], envelope, at)]
							: []
					);
					await exceptions.bulkPut(given);
					const event = { kind: 'set-aside' as const, exceptions: given };
					return { event, write: await numbered() };
				})
			),

		unanswered: (limit, again = [], after = 0) =>
			guarded(() =>
				database.transaction('r', [meta, outbox, exceptions, sessions], async () => {
					const current = await readStored();
					const from = Math.max(current.answeredSeq, after);
					const keptBack = new Set(await exceptions.where('seq').above(from).primaryKeys());
					const above = outbox.where('seq').above(from);
					// Counted and read as ranges: IndexedDB takes a hundred times as long for one after the other.
					const counted = await above.count();
					const count =
						counted -
						(await outbox
							.where('seq')
							.anyOf([...keptBack])
							.count());
					const first = await outbox.bulkGet([...again]);
					const nearest = await above.limit(limit.intents + keptBack.size).toArray();
					const entries = nearest.filter(({ seq }) => !keptBack.has(seq)).slice(0, limit.intents);
					const all = [...first.filter((entry) => entry !== undefined), ...entries];
					const envelopes = takeBatch(all.map(envelopeOf), limit);
					const ids = envelopes.flatMap((envelope) =>
						'session' in envelope ? [envelope.session] : []
					);
					const needed = await sessions.bulkGet([...new Set(ids)]);
					return {
						envelopes,
						sessions: needed.flatMap((entry) => (entry && !entry.kept ? [entry.session] : [])),
						count,
						meta: deviceMeta(current),
						write: current.writes
					};
				})
			),

		recordAnswer: (event, epoch) =>
			guarded(async () => {
				const tables = [meta, exceptions, acknowledgements, sessions, scopes];
				const { after, write } = await database.transaction('rw', tables, async () => {
					const { acknowledgement } = event;
					const { kept, wanted } = event.sessions;
					await sessions.bulkUpdate([
						...kept.map((key) => ({ key, changes: { kept: true } })),
						...wanted.map((key) => ({ key, changes: { kept: false } }))
					]);
					if (acknowledgement) await acknowledgements.put(acknowledgement);
					if (event.exceptions.length > 0) {
						const stored = await exceptions.bulkGet(event.exceptions.map(({ seq }) => seq));
						await exceptions.bulkPut(
							event.exceptions.map((exception, index) => withDecision(exception, stored[index]))
						);
					}
					const { takenFrom } = event;
					if (takenFrom !== undefined) {
						const containing = await scopes
							.filter((scope) => withoutTaken(scope, takenFrom) !== scope)
							.toArray();
						if (containing.length > 0) {
							await scopes.bulkPut(containing.map((scope) => withoutTaken(scope, takenFrom)));
						}
					}
					if (event.cleared.length > 0) {
						await exceptions.filter((entry) => event.cleared.includes(entry.id)).delete();
					}
					return changeMeta((before) => ({
						...before,
						epoch: epoch ?? before.epoch,
						answeredSeq: Math.max(before.answeredSeq, acknowledgement?.throughSeq ?? 0),
						missing: event.missing,
						lastContactAt: event.at
					}));
				});
				secondCopy.answered(after);
				return write;
			}),

		applyPage: (event, expected) =>
			guarded(async () => {
				const sealed = await codec.sealRows(event.scope, event.rows);
				return database.transaction('rw', [meta, scopes, rows], async () => {
					const stored = await scopes.get(event.scope);
					if (!sameCursor(stored?.cursor ?? null, expected)) return null;
					if (event.replace) await rowsOf(event.scope).delete();
					if (event.gone.length > 0) {
						await rows.bulkDelete(event.gone.map((ref) => [event.scope, ref.collection, ref.key]));
					}
					if (sealed.length > 0) await rows.bulkPut(sealed);
					await scopes.put(event.next);
					const { write } = await changeMeta((before) => ({
						...before,
						epoch: event.next.cursor.epoch,
						lastContactAt: event.at
					}));
					return write;
				});
			}),

		forget: (envelopes, at) =>
			guarded(async () => {
				const tables = [meta, outbox, exceptions];
				const done = await database.transaction('rw', tables, async () => {
					const { answeredSeq } = await readMeta();
					const forgotten = envelopes.filter(({ seq }) => seq <= answeredSeq);
					const seqs = forgotten.map(({ seq }) => seq);
					const before = await exceptions.bulkGet(seqs);
					const standing = forgotten.map((each, index) =>
						asForgotten(before[index] ?? each.standing, each, at)
					);
					await outbox.bulkDelete(seqs);
					await exceptions.bulkPut(standing);
					return { standing, ...(await changeMeta((same) => same)) };
				});
				secondCopy.answered(done.after);
				return {
					event: { kind: 'forgotten' as const, exceptions: done.standing },
					write: done.write
				};
			}),

		dropScopes: (names) =>
			guarded(() =>
				database.transaction('rw', [meta, scopes, rows], async () => {
					for (const scope of names) await rowsOf(scope).delete();
					await scopes.bulkDelete(names);
					return numbered();
				})
			),

		changeEpoch: (epoch, confirmedSeq = Infinity) =>
			guarded(async () => {
				const { after } = await database.transaction(
					'rw',
					[meta, outbox, exceptions, acknowledgements, scopes, sessions],
					async () => {
						const kept = await outbox.orderBy('seq').primaryKeys();
						const changed = await changeMeta((before) =>
							inNewHistory(before, epoch, kept, confirmedSeq)
						);
						await acknowledgements.clear();
						await exceptions.filter((entry) => !isDecided(entry)).delete();
						// Rows stay to be read until the new snapshot replaces them.
						await scopes.toCollection().modify({ confirmedSeq: 0 });
						await sessions.toCollection().modify({ kept: false });
						return changed;
					}
				);
				secondCopy.answered(after);
			}),

		prune: (before) =>
			guarded(() =>
				database.transaction(
					'rw',
					[outbox, exceptions, acknowledgements, scopes, sessions],
					async () => {
						const through = prunableThrough(
							await acknowledgements.toArray(),
							await scopes.toArray(),
							before
						);
						if (through <= 0) return;
						const standing = exceptions.filter((entry) => entry.supersededBy === null);
						const kept = new Set(await standing.primaryKeys());
						await outbox
							.where('seq')
							.belowOrEqual(through)
							.filter((entry) => !kept.has(entry.seq))
							.delete();
						await exceptions
							.where('seq')
							.belowOrEqual(through)
							.filter((entry) => entry.supersededBy !== null)
							.delete();
						await acknowledgements.where('throughSeq').belowOrEqual(through).delete();
						const needed = new Set<string>();
						await outbox.each(({ envelope }) => {
							if ('session' in envelope) needed.add(envelope.session);
						});
						// Of today nothing may be sealed yet.
						await sessions
							.filter(({ id, session }) => session.at < before && !needed.has(id))
							.delete();
					}
				)
			)
	};
}

/** Whether no page was written between the two. */
function isSameReading(before: readonly ScopeCursor[], after: readonly ScopeCursor[]): boolean {
	const cursorOf = new Map(before.map(({ scope, cursor }) => [scope, cursor]));
	return (
		before.length === after.length &&
		after.every(({ scope, cursor }) => sameCursor(cursorOf.get(scope) ?? null, cursor))
	);
}

function identified(stored: StoredMeta | undefined): Required<StoredMeta> {
	if (!stored) throw new Error('The device store has no identity');
	return { schemaVersion: 0, writes: 0, ...stored };
}

function deviceMeta({ name: _name, writes: _writes, ...meta }: StoredMeta): DeviceMeta {
	return { schemaVersion: 0, ...meta };
}

/** Before anything was asked of it. */
function isConnectionClosed(error: unknown): boolean {
	return error instanceof Error && error.name === 'InvalidStateError';
}

function envelopeOf({ seq, envelope }: StoredOutboxEntry): WireEnvelope {
	return { ...envelope, seq };
}

/** Turns the database's errors into those the engine and the pages know. */
async function guarded<Result>(work: () => PromiseLike<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof DeviceStoreError) throw error;
		throw new DeviceStoreError(isFull(error) ? 'storage-full' : 'failed', { cause: error });
	}
}
