/**
 * The client engine as the rest of the app sees it: write intents, read the replica, keep in contact.
 *
 * Invariants
 * - `write` resolves only when the intents are durable on the device; only then may anybody say "saved".
 * - Contacts happen one at a time in a tab, and one tab at a time where the platform can tell; the outcome is the same
 *   when it cannot.
 * - The engine never gives up: after a failure it tries again, for ever, with growing pauses.
 */
import type { Envelope } from '../protocol/envelope.ts';
import { UNREADABLE } from '../protocol/sealed.ts';
import type { Actor, Model } from '../merge/model.ts';
import { backoffDelayMs } from './backoff.ts';
import type { Contact } from './contact.ts';
import { dependenciesOf, dependentsOf, latestId, setAsideWith } from './dependents.ts';
import { neverLeft, standsRefused } from './exceptions.ts';
import {
	DeviceStoreError,
	type DeviceEvent,
	type DeviceStore,
	type NewIntent,
	type Platform,
	type Replacement,
	type Transport,
	type WriteNumber
} from './ports.ts';
import { receiveScopes, type EpochChanged } from './receive.ts';
import { createInOrder } from './in-order.ts';
import { createReplica, type Replica } from './replica.ts';
import { sendUnanswered, type SendContext } from './send.ts';
import { retentionLimit } from './store-rules.ts';
import type { Fields } from '../protocol/json.ts';
import { CLOCK_TOLERANCE_MS, PUSH_BATCH, type BatchLimit } from '../protocol/limits.ts';

/** Pause before the first contact: the page of whoever has just come in is drawn first. */
const BEGIN_MS = 250;
/** Pause between contacts while all is well. */
const POLL_MS = 20_000;
/** Pause between a save and its sending, so that saves close together leave together. */
const SETTLE_MS = 50;

export interface ContactState {
	/** The last contact that ended; null before the first. */
	last: Contact | null;
	running: boolean;
	sending: { fromSeq: number; throughSeq: number } | null;
	/** A row or a scope that could not be taken over. */
	stopped: string | null;
	clockWrong: boolean;
	/** The server had lost what it had confirmed; what is kept here was sent to it again. */
	serverPutBack: boolean;
}

export interface IntentInput {
	name: string;
	args: Fields;
	/** Revision of its target that its author has read, where that is older than the one that is here. */
	readRev?: number;
}

export interface SyncClient {
	readonly replica: Replica;
	readonly contact: ContactState;
	/** A newer app has opened this store: this one reads and sends, and writes nothing new. */
	readonly readOnly: boolean;
	/** Makes intents durable, in order, in one transaction. Throws DeviceStoreError when it cannot. */
	write(inputs: IntentInput[]): Promise<Envelope[]>;
	/**
	 * Writes a refused intent anew, corrected or (`null`) as it is, and after it fresh copies of everything that waits for
	 * it, in order: all in one transaction. Nothing is written when another tab has done it already.
	 * @param amended what the correction means for the arguments of one that waits
	 */
	supersede(
		seq: number,
		correction: IntentInput | null,
		amended?: (waiting: IntentInput) => Fields
	): Promise<Envelope[]>;
	/** Gives a refused intent up, with everything that waits for it; it is kept, and can be taken back. */
	setAside(seq: number): Promise<void>;
	/** Undoes `setAside`. */
	takeBack(seq: number): Promise<void>;
	/** Contacts the server now and says how it went. */
	contactNow(): Promise<Contact>;
	/** Starts the rhythm of contacts; the returned function stops it. */
	start(): () => void;
	/** What another tab has written. */
	takeOver(message: TabMessage): Promise<void>;
	/** Called whenever `contact` changes. */
	subscribe(listener: () => void): () => void;
}

/** `write` is absent from an older app. */
export type TabMessage =
	{ kind: 'event'; event: DeviceEvent; write?: WriteNumber } | { kind: 'reload' };

export interface SyncClientOptions {
	/** The build of the app, for whoever looks after the tablets. */
	appVersion: string;
	model: Model;
	store: DeviceStore;
	transport: Transport;
	platform: Platform;
	/** The person who writes. */
	actor: Actor;
	actorOf(userId: string): Actor;
	/** The scopes to pull, as the session has them now; the server's answer corrects them. */
	scopes(): readonly string[];
	newId(): string;
	/** How much goes in one push to begin with; without it, `PUSH_BATCH`. */
	firstBatch?: BatchLimit;
	/** Tells the other tabs. */
	broadcast(message: TabMessage): void;
}

/** Loads the store and returns a client that is ready to be read and written. */
export async function openSyncClient(options: SyncClientOptions): Promise<SyncClient> {
	const { model, store, transport, platform, actor, broadcast } = options;
	const replica = createReplica(model, options.actorOf);
	const loaded = await store.load();
	replica.reset(loaded);

	let contact: ContactState = {
		last: null,
		running: false,
		sending: null,
		stopped: null,
		clockWrong: false,
		serverPutBack: false
	};
	const listeners = new Set<() => void>();
	const setContact = (change: Partial<ContactState>) => {
		const changed = { ...contact, ...change };
		const isSame = (Object.keys(change) as (keyof ContactState)[]).every(
			(name) => changed[name] === contact[name]
		);
		if (isSame) return;
		contact = changed;
		for (const listener of listeners) listener();
	};

	/** As it was last heard. */
	let serverNow: number | null = null;
	let forgotten = false;

	/** Once, when the server has said what time it is. Nobody waits for it: what stays now goes after the next opening. */
	function forgetOld() {
		if (forgotten || serverNow === null) return;
		forgotten = true;
		store.prune(retentionLimit(serverNow)).catch(() => undefined);
	}

	const inOrder = createInOrder(replica, store, platform, loaded.writes);
	const publish = (event: DeviceEvent, write: WriteNumber): Promise<void> => {
		broadcast({ kind: 'event', event, write });
		return inOrder.take(event, write);
	};
	const deviceFailed = (error: unknown) =>
		setContact({ stopped: `device:${error instanceof Error ? error.message : String(error)}` });
	const context: SendContext & Parameters<typeof receiveScopes>[0] = {
		appVersion: options.appVersion,
		firstBatch: options.firstBatch ?? PUSH_BATCH,
		model,
		store,
		transport,
		platform,
		replica,
		publish,
		async reload() {
			await inOrder.loadAnew();
			broadcast({ kind: 'reload' });
		},
		onSending: (sending) => setContact({ sending }),
		onServerNow(now) {
			serverNow = now;
			setContact({ clockWrong: Math.abs(now - platform.now()) > CLOCK_TOLERANCE_MS });
		},
		onServerPutBack: () => setContact({ serverPutBack: true }),
		onStopped: (stopped) => setContact({ stopped }),
		async onCleared(ids) {
			const parked = dependentsOf(replica, ids).filter(({ seq, name }) => {
				const exception = replica.exceptions.get(seq);
				// What never left goes by itself, as it is; and what cannot be read here cannot be written anew.
				return exception !== undefined && !neverLeft(exception) && name !== UNREADABLE;
			});
			if (parked.length > 0) await replace(copies(parked, new Map()));
		}
	};

	async function sendAndReceive(): Promise<Contact | EpochChanged> {
		const scopes = options.scopes();
		// Whoever reads nothing, as on a locked tablet, would otherwise call a contact good that asked nobody.
		const receivesNothing = scopes.length === 0 && replica.scopes.size === 0;
		const { highestSeq, lastContactAt } = replica.meta;
		// A database that was made anew: what it has lost, the server knows better.
		const isRebuilt = highestSeq > 0 && lastContactAt === null;
		const sent = await sendUnanswered(context, receivesNothing || isRebuilt);
		return sent.kind === 'ok' ? receiveScopes(context, scopes) : sent;
	}

	let failures = 0;
	let current: Promise<Contact> | null = null;
	let wanted = false;

	async function contactOnce(): Promise<Contact> {
		let result: Contact = { kind: 'ok' };
		await platform.exclusively(async () => {
			let outcome = await sendAndReceive();
			// One more round after a restore; a server whose epoch changes all the time is treated as silent.
			if (outcome.kind === 'epoch-changed') outcome = await sendAndReceive();
			result =
				outcome.kind === 'epoch-changed' ? { kind: 'server-silent', retryAfterMs: null } : outcome;
		});
		return result;
	}

	async function runContact(): Promise<Contact> {
		setContact({ running: true });
		try {
			const result = await contactOnce();
			failures = result.kind === 'ok' ? 0 : failures + 1;
			if (result.kind === 'ok') forgetOld();
			setContact({ last: result });
			return result;
		} catch (error) {
			failures += 1;
			deviceFailed(error);
			throw error;
		} finally {
			setContact({ running: false });
		}
	}

	function contactNow(): Promise<Contact> {
		if (current) {
			// What was saved while a contact ran goes with the next one.
			wanted = true;
			return current;
		}
		current = runContact().finally(() => {
			current = null;
			schedule();
		});
		return current;
	}

	let cancelTimer: (() => void) | null = null;
	let started = false;

	function scheduleIn(delayMs: number) {
		cancelTimer?.();
		cancelTimer = platform.after(delayMs, () => {
			cancelTimer = null;
			// A failure has been shown through `contact`; the rhythm goes on.
			contactNow().catch(() => undefined);
		});
	}

	function schedule() {
		if (!started) return;
		if (wanted) {
			wanted = false;
			scheduleIn(SETTLE_MS);
			return;
		}
		const { last } = contact;
		const retryAfterMs = last?.kind === 'server-silent' ? last.retryAfterMs : null;
		scheduleIn(
			failures === 0 ? POLL_MS : backoffDelayMs(failures, platform.random(), retryAfterMs)
		);
	}

	/** What another tab's newer app has done to the store is known from the first refusal on. */
	async function writing<Result>(work: Promise<Result>): Promise<Result> {
		try {
			return await work;
		} catch (error) {
			if (error instanceof DeviceStoreError && error.kind === 'read-only') await context.reload();
			throw error;
		}
	}

	function newIntents(inputs: IntentInput[]): NewIntent[] {
		// What is written in one save has one time.
		const at = platform.now();
		const made: NewIntent[] = [];
		for (const { name, args, readRev } of inputs) {
			const definition = model.intents[name];
			if (!definition) throw new Error(`No such intent: ${name}`);
			made.push({
				v: 0,
				id: options.newId(),
				actor: actor.userId,
				name,
				args,
				schemaVersion: model.schemaVersion,
				baseVersions: replica.baseVersions([definition.target(args)], readRev),
				dependsOn: dependenciesOf(model, replica, { name, args }, made),
				at
			});
		}
		return made;
	}

	/** The refused envelope's successor. */
	function writtenAnew(
		{ seq: _seq, ...refused }: Envelope,
		correction: IntentInput | null,
		waiting: Envelope[]
	): NewIntent {
		const [corrected] = correction ? newIntents([correction]) : [];
		const intent = corrected ?? { ...refused, id: options.newId() };
		const isFact = model.intents[intent.name]?.kind === 'fact';
		const standing = [...replica.exceptions.values()].filter(standsRefused);
		const left = new Set([...standing, ...waiting].map(({ id }) => id));
		const dependsOn = [...refused.dependsOn, ...intent.dependsOn]
			.map((id) => latestId(replica, id))
			// Whoever sends one anew by itself sends it without the refused one it waited for.
			.filter((id) => !left.has(id));
		return {
			...intent,
			dependsOn: [...new Set(dependsOn)],
			supersedes: refused.id,
			// A fact has happened when it was first written; a transition happens when it is chosen.
			at: isFact ? refused.at : intent.at
		};
	}

	/** Fresh copies that point at each other, and at what replaces the one they waited for. */
	function copies(
		waiting: Envelope[],
		ids: ReadonlyMap<string, string>,
		amended: (waiting: IntentInput) => Fields = ({ args }) => args
	): Replacement[] {
		const idOf = new Map([...ids, ...waiting.map(({ id }) => [id, options.newId()] as const)]);
		return waiting.map(({ seq, ...envelope }) => ({
			seq,
			id: envelope.id,
			intent: {
				...envelope,
				id: idOf.get(envelope.id) ?? envelope.id,
				args: amended(envelope),
				dependsOn: envelope.dependsOn.map((id) => idOf.get(id) ?? latestId(replica, id)),
				supersedes: envelope.id
			}
		}));
	}

	async function replace(replacements: Replacement[]): Promise<Envelope[]> {
		const done = await writing(store.supersede(replacements, platform.now()));
		if (!done) {
			// Another tab was first: what it wrote is taken over.
			await context.reload();
			return [];
		}
		await publish(done.event, done.write);
		wake();
		return done.event.envelopes;
	}

	async function setAsideAt(all: Envelope[], at: number | null) {
		const { event, write } = await writing(store.setAside(all, at));
		await publish(event, write);
	}

	function refusedEnvelope(seq: number): Envelope {
		const envelope = replica.outbox.get(seq);
		if (!envelope || !replica.exceptions.has(seq)) {
			throw new Error(`Nothing was refused under ${seq}`);
		}
		return envelope;
	}

	function wake() {
		if (!started) return;
		if (current) wanted = true;
		// While the server is silent the pauses hold: saving does not make a struggling server's life harder.
		else if (failures === 0) scheduleIn(SETTLE_MS);
	}

	return {
		replica,
		get contact() {
			return contact;
		},
		get readOnly() {
			return replica.meta.schemaVersion > model.schemaVersion;
		},
		async write(inputs) {
			const { envelopes, write } = await writing(store.append(newIntents(inputs)));
			// It is shown, whatever is still to be heard of other tabs.
			publish({ kind: 'appended', envelopes }, write).catch(deviceFailed);
			wake();
			return envelopes;
		},
		async supersede(seq, correction, amended) {
			const refused = refusedEnvelope(seq);
			const waiting = dependentsOf(replica, [refused.id]);
			const anew = writtenAnew(refused, correction, waiting);
			return replace([
				{ seq, id: refused.id, intent: anew },
				...copies(waiting, new Map([[refused.id, anew.id]]), amended)
			]);
		},
		async setAside(seq) {
			const refused = refusedEnvelope(seq);
			const all = [refused, ...dependentsOf(replica, [refused.id])];
			await setAsideAt(all, platform.now());
		},
		async takeBack(seq) {
			const refused = refusedEnvelope(seq);
			const all = [refused, ...setAsideWith(replica, [refused.id])];
			await setAsideAt(all, null);
		},
		contactNow,
		start() {
			started = true;
			scheduleIn(BEGIN_MS);
			return () => {
				started = false;
				cancelTimer?.();
			};
		},
		async takeOver(message) {
			if (message.kind === 'reload' || message.write === undefined) await inOrder.loadAnew();
			else await inOrder.take(message.event, message.write);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		}
	};
}
