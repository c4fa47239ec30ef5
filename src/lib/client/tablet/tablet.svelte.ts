/**
 * The enrolled tablet: who may work on it, who does now, and locking it.
 *
 * Invariants
 * - While nobody has unlocked it, nothing of anybody's records is in the page; what is unsent is sent all the same.
 * - What is registered meanwhile can be read by nobody here, and is gone from the page when it is saved.
 * - Who is at it is known in memory alone. Locking loads a new page, so that the old one's memory is gone; an unlocked
 *   page that the browser has kept and brings back locks.
 */
import { version } from '$app/environment';
import { domainModel } from '$lib/domain/model';
import {
	deviceActor,
	type ContactResponse,
	type UnlockResponse
} from '$lib/domain/devices/device-api';
import { TABLET_ROLE } from '$lib/domain/roles';
import { onlyHere } from '../../../../sync/client/again';
import type { SyncClient } from '../../../../sync/client/sync-client';
import { queuesIn } from '../../../../sync/protocol/carried';
import { trackerOf, type OpenDesk } from '../open-desk';
import { openClient, type OpenClient } from '../open-client';
import {
	createReadingLog,
	deleteReadings,
	newUnlock,
	noteSaved,
	noteUnlock,
	readingSender,
	sendAfterContacts
} from '../readings/reading-log';
import { isFull } from '../room/full';
import { room } from '../room/room.svelte';
import { withRoom } from '../room/with-room';
import { session } from '../session.svelte';
import { countSaves } from '../sync/saves';
import { sendNow, type SendResult } from '../sync/send-now';
import { createHttpPost } from '../sync/transport';
import { forgetDraftsOfGone } from '../drafts-of-gone';
import { createSealedDrafts } from '../store/draft-store';
import { aesKey } from '../vault/bytes';
import { newSigningKey } from '../vault/signing';
import type { OpenedRows } from '../vault/sealed-rows-reader';
import { openSlot, openSlotWith, slotKeyBytes, type OpenedSlot, type Slot } from '../vault/slot';
import { damage, type Damage } from './damage';
import { forgetEnrolment, keepEnrolment, readEnrolment } from './enrolment';
import { isOfKnownKey } from './grant-key';
import { lastLock } from './last-lock';
import { createLockedStore } from './locked-store';
import { newSlot } from './new-slot';
import { pins } from './pins.svelte';
import { registerLocked, type LockedRequest, type LockedResult } from './register-locked';
import { readSealedQueueOf, sealedFile, withStranded, type SealedFile } from './sealed-queue';
import { serverClock } from './server-clock';
import { withoutContent } from './tab-messages';
import { tabletApi, type ApiError } from './tablet-api';
import { TabletDatabase, type StoredDevice } from './tablet-database';
import {
	countStranded,
	deleteRecords,
	journal,
	mendRecords,
	records,
	sendStrandedRecords,
	strandedRecords
} from './tablet-records';
import { expectSomebody, hasUnopened, openRows, sealAnew, storeOf } from './tablet-store';
import { createTabletTransport } from './tablet-transport';
import { createUnlocked, openVaults, type Unlocked } from './unlocked';
import { onWayBack } from './way-back';

export type TabletState =
	| { kind: 'opening' }
	/** Not enrolled, or its database is gone. */
	| { kind: 'none' }
	| { kind: 'locked'; device: StoredDevice; slots: Slot[] }
	| { kind: 'unlocked'; device: StoredDevice; person: Unlocked };

/** Of a wrong PIN, how many more may be tried. */
export type UnlockError = ApiError & { triesLeft?: number };
export type UnlockResult = { ok: true } | { ok: false; error: UnlockError };

/** How often a tablet says how it is. */
const CONTACT_EVERY_MS = 60_000;

const DAY_MS = 24 * 60 * 60 * 1000;

let state = $state.raw<TabletState>({ kind: 'opening' });
/** Begins when somebody is let in, and ends while their page is drawn. */
let opening: Promise<OpenClient> | null = null;
let lockedClient = $state.raw<(OpenClient & { track(): void }) | null>(null);

const database = new TabletDatabase();
/** What was found when the tablet was opened, and nobody has read yet. */
let found = $state.raw<Damage | null>(null);
/** Records of an earlier enrolment that are still to be sent. */
let stranded = $state(0);

function onDamagedRows(count: number) {
	damage.add({ unread: count });
	found = damage.read();
}

async function slotsByUse(): Promise<Slot[]> {
	return (await database.slots.toArray()).sort((a, b) => b.usedAt - a.usedAt);
}

/** While it is locked: sends what anybody wrote, and says how it is. */
async function startLocked(device: StoredDevice) {
	const { id, name } = device.state;
	await mendRecords(id);
	found = damage.read();
	stranded = countStranded();
	const opened = await openClient({
		name: 'tablet',
		store: createLockedStore(() => storeOf(device, null, onDamagedRows)),
		transport: createTabletTransport(device.token, null, () => undefined),
		actor: { userId: deviceActor(id), name, role: TABLET_ROLE },
		scopes: () => [],
		forOtherTabs: withoutContent
	});
	lockedClient = { ...opened, track: trackerOf(opened.client) };
	startContacts(device, opened.client);
}

let endContacts: () => void = () => undefined;

/** Of everybody who works here, in the tablet's own name: locked too. */
function senderOf({ token }: StoredDevice) {
	return readingSender(createHttpPost(fetch, async () => token));
}

function startContacts(device: StoredDevice, client: SyncClient) {
	endContacts();
	const endReadings = sendAfterContacts(client, senderOf(device));
	const tell = () => void contact(device, client);
	const timer = setInterval(tell, CONTACT_EVERY_MS);
	let lastOk = false;
	/** At once when the server is there, or there again. */
	const look = () => {
		const isOk = client.contact.last?.kind === 'ok';
		if (isOk && !lastOk) tell();
		lastOk = isOk;
	};
	const unsubscribe = client.subscribe(look);
	look();
	endContacts = () => {
		clearInterval(timer);
		unsubscribe();
		endReadings();
	};
}

async function contact(device: StoredDevice, { replica }: SyncClient) {
	serverClock.note();
	if (journal.health !== 'works') await journal.catchUp();
	if (stranded > 0) await sendStrandedRecords(device);
	stranded = countStranded();
	const { meta, outbox } = replica;
	const unsent = onlyHere(replica).length + stranded;
	const freeBytes = await room.look();
	const people = (await database.slots.toCollection().primaryKeys()) as string[];
	const askedAt = Date.now();
	const result = await tabletApi.contact(
		{
			appVersion: version,
			unsent,
			highestSeq: meta.highestSeq,
			lost: meta.missing.filter((seq) => !outbox.has(seq)).length,
			freeBytes,
			persisted: (await navigator.storage?.persisted?.()) ?? null,
			people
		},
		device.token
	);
	if (!result.ok) return;
	serverClock.hear(result.value.device.serverNow, askedAt);
	await takeContact(device, result.value, unsent);
}

/** Whom the server has taken off while this page is here: who is being let in at that moment is not. */
const takenOff = new Set<string>();

async function takeContact(device: StoredDevice, answer: ContactResponse, unsent: number) {
	for (const userId of answer.revokedPeople) takenOff.add(userId);
	if (answer.revoked && state.kind === 'locked') {
		for (const { userId } of state.slots) takenOff.add(userId);
	}
	const stored: StoredDevice = { ...device, state: answer.device, revoked: answer.revoked };
	await keepEnrolment(database, stored);
	await database.slots.bulkDelete(answer.revokedPeople);
	await pins.forget(answer.revoked ? 'all' : answer.revokedPeople);
	if (answer.revoked) {
		// Nobody reads here any more; what was written goes on to the server, to be looked at.
		await database.slots.clear();
		await Promise.all([records.rows.clear(), records.scopes.clear(), records.drafts.clear()]);
	}
	if (answer.wipe && unsent === 0 && (await wipe(stored))) return;
	const slots = await slotsByUse();
	// From here on nothing is waited for: whoever has unlocked meanwhile stays in, or is sent away.
	if (state.kind === 'locked') state = { kind: 'locked', device: stored, slots };
	else if (state.kind === 'unlocked') {
		if (answer.revoked || answer.revokedPeople.includes(state.person.userId)) return lock();
		state = { ...state, device: stored };
	}
}

/** The records were sent: nothing of them stays here, once who read them was sent too. @returns whether it is done */
async function wipe(device: StoredDevice): Promise<boolean> {
	// What cannot be read can be sent by nobody: a wipe does not wait for it.
	const isTold = await senderOf(device)
		.send()
		.catch(() => true);
	if (!isTold) return false;
	await tabletApi.contact(
		{
			...{ appVersion: version, unsent: 0, highestSeq: 0, lost: 0 },
			...{ freeBytes: null, persisted: null, people: [], wiped: true }
		},
		device.token
	);
	const readings = deleteReadings().catch(() => undefined);
	await Promise.all([deleteRecords(), readings, database.delete(), pins.forget('all')]);
	forgetEnrolment();
	serverClock.forget();
	// Whoever finds it empty is told why, and where it can be taken into use again.
	location.replace('/attiva?svuotato');
	return true;
}

/** What is on the tablet, without asking the server. @param deviceNow this tablet's clock */
const mayRead = ({ grantEndsAt }: Pick<Slot, 'grantEndsAt'>, deviceNow = Date.now()) =>
	grantEndsAt > serverClock.at(deviceNow);

const full: UnlockResult = { ok: false, error: { kind: 'storage-full' } };

/** Null when it found no room, and none could be made. */
async function orFull<Result>(work: () => Promise<Result>): Promise<Result | null> {
	try {
		return await withRoom(work);
	} catch (error) {
		if (!isFull(error)) throw error;
		void room.look({ now: true });
		return null;
	}
}

async function letIn(
	device: StoredDevice,
	slot: Slot,
	opened: OpenedSlot,
	response?: UnlockResponse
): Promise<UnlockResult> {
	const used = { ...slot, usedAt: Date.now() };
	const unlock = newUnlock();
	const vaults = await openVaults(opened.content.vaultKeys);
	// Before the rows come, thousands of them: behind those everything else waits.
	const unopened = hasUnopened();
	const rows = openRows(vaults);
	if (response) takenOff.delete(slot.userId);
	const admitted = await orFull(() =>
		Promise.all([
			createUnlocked({
				tablet: database,
				records,
				device,
				slot: used,
				vaults,
				...opened,
				...(response && { response }),
				noted: unlock,
				now: () => Date.now(),
				onInfo: (info) => session.hold(info)
			}),
			// What the server has taken away meanwhile does not come back by having been opened.
			response
				? database.slots.put(used)
				: database.slots.update(used.userId, { usedAt: used.usedAt })
		])
	);
	if (!admitted) return full;
	const [person, isThere] = admitted;
	if (!isThere) return { ok: false, error: { kind: 'person-revoked' } };
	// Whoever is quicker than the mending waits for it: one client at a time.
	await starting?.catch(() => undefined);
	if (takenOff.has(slot.userId)) return { ok: false, error: { kind: 'person-revoked' } };
	lockedClient?.close();
	lockedClient = null;
	endContacts();
	// A grant that the server does not take would have it looked at by the administrator. It stays as it was, as it does
	// when it cannot be written now: nobody waits in front of the tablet for that.
	const isKnown = isOfKnownKey(opened.content.grant, device.state.serverKeys);
	const inOrder = unopened.then((any) => (any && isKnown ? sealAnew(device, person) : undefined));
	opening = inOrder.catch(() => undefined).then(() => openRecords(device, person, rows));
	// Whoever opens their desk hears of it.
	opening.catch(() => undefined);
	// A sign-in the server has noted itself.
	if (!response) void noteUnlock(slot.userId, unlock);
	state = { kind: 'unlocked', device, person };
	session.hold(person.info);
	onWayBack(() => void lock());
	return { ok: true };
}

function openRecords(
	device: StoredDevice,
	person: Unlocked,
	rows: Promise<OpenedRows> | null
): Promise<OpenClient> {
	const { user } = person.info;
	return openClient({
		name: 'tablet',
		store: storeOf(device, person, onDamagedRows, rows),
		transport: createTabletTransport(device.token, person, () => void lock()),
		actor: { userId: user.id, name: user.name, role: user.role },
		scopes: () =>
			person.info.scopes.filter((scope) => person.vaults.some((v) => v.scope === scope)),
		forOtherTabs: withoutContent
	});
}

/** Signs somebody in at the server and makes their slot anew. */
async function signInHere(
	device: StoredDevice,
	username: string,
	phrase: string
): Promise<UnlockResult> {
	const { publicKey, privateKey } = await newSigningKey();
	const result = await tabletApi.signIn({ username, passphrase: phrase, publicKey }, device.token);
	if (!result.ok) return result;
	const { id } = result.value.info.user;
	// Of their earlier slot, which is no more.
	await pins.forget([id]);
	const before = await database.slots.get(id);
	const made = { username, phrase, privateKey, given: result.value, before };
	const { slot, opened } = await newSlot(made);
	return letIn(device, slot, opened, result.value);
}

interface WhyLocked {
	/** After so many without a touch. */
	idleMinutes?: number;
	/** Whoever was at it has passed the tablet on. */
	isPassedOn?: boolean;
	/** Where to come back to. */
	from?: string;
}

async function lock(why: WhyLocked = {}): Promise<void> {
	endContacts();
	if (state.kind === 'unlocked') {
		const { userId } = state.person;
		const { idleMinutes = null, isPassedOn = false } = why;
		lastLock.write({ userId, at: Date.now(), idleMinutes, isPassedOn });
		state.person.leave();
	}
	location.replace(why.from ? `/entra?poi=${encodeURIComponent(why.from)}` : '/entra');
}

async function open(): Promise<void> {
	const device = await readEnrolment(database);
	if (!device) {
		state = { kind: 'none' };
		return;
	}
	serverClock.note();
	// Before the locked screen asks for a phrase that is not needed.
	await pins.watch();
	state = { kind: 'locked', device, slots: await slotsByUse() };
	await startLocked(device);
}

let starting: Promise<void> | null = null;

export const tablet = {
	get state(): TabletState {
		return state;
	},

	/** What the locked tablet still has to send; null until it is known, and while somebody works on it. */
	get sending(): SyncClient | null {
		lockedClient?.track();
		return lockedClient?.client ?? null;
	},

	/** What was damaged and became of it; null when nothing was, or somebody has read it. */
	get damage(): Damage | null {
		return found;
	},

	get stranded(): number {
		return stranded;
	},

	damageRead(): void {
		damage.clear();
		found = null;
	},

	/** Whole days until this person needs the server to read here; null when that time has come. @param deviceNow this tablet's clock */
	daysLeft(slot: Pick<Slot, 'grantEndsAt'>, deviceNow: number): number | null {
		if (!mayRead(slot, deviceNow)) return null;
		return Math.ceil((slot.grantEndsAt - serverClock.at(deviceNow)) / DAY_MS);
	},

	/** Reads what this browser is; further calls do nothing. */
	start(): Promise<void> {
		return (starting ??= open());
	},

	async enrol(code: string): Promise<UnlockResult> {
		// The code is for once: it is not spent on a tablet that could keep nothing.
		if ((await room.look({ now: true })) === 0) return full;
		const { publicKey, privateKey } = await newSigningKey();
		const askedAt = Date.now();
		const result = await tabletApi.enrol({ code, publicKey, appVersion: version });
		if (!result.ok) return result;
		serverClock.hear(result.value.device.serverNow, askedAt);
		const device: StoredDevice = {
			name: 'device',
			state: result.value.device,
			token: result.value.token,
			signingKey: privateKey,
			revoked: false
		};
		await keepEnrolment(database, device);
		await session.forget();
		await pins.forget('all');
		state = { kind: 'locked', device, slots: await slotsByUse() };
		await startLocked(device);
		return { ok: true };
	},

	/** Somebody has begun to type. May be called again and again. */
	expectSomebody,

	/** Opens a person's slot with their phrase. Works without the server until their grant ends. */
	async unlock(userId: string, phrase: string): Promise<UnlockResult> {
		if (state.kind !== 'locked') return { ok: false, error: { kind: 'not-locked' } };
		const { device } = state;
		const slot = await database.slots.get(userId);
		if (!slot) return { ok: false, error: { kind: 'no-slot' } };
		const opened = await openSlot(phrase, slot);
		if (!opened) return { ok: false, error: { kind: 'wrong-phrase' } };
		const { username, grant } = opened.content;
		const isInTime = mayRead(slot);
		if (isInTime && isOfKnownKey(grant, device.state.serverKeys)) {
			return letIn(device, slot, opened);
		}
		// Too long without the server: it must say that they still work here. Or it has lost the key of what it said.
		const result = await signInHere(device, username, phrase);
		const isAway = !result.ok && ['offline', 'server'].includes(result.error.kind);
		if (!isAway) return result;
		if (!isInTime) return { ok: false, error: { kind: 'grant-ended' } };
		return letIn(device, slot, opened);
	},

	/** Opens a person's slot with the PIN they have set since the browser was started. */
	async unlockWithPin(userId: string, pin: string): Promise<UnlockResult> {
		if (state.kind !== 'locked') return { ok: false, error: { kind: 'not-locked' } };
		const { device } = state;
		const slot = await database.slots.get(userId);
		if (!slot) return { ok: false, error: { kind: 'no-slot' } };
		// Then the server must say that they still work here, and for that it wants the phrase.
		if (!mayRead(slot)) return { ok: false, error: { kind: 'no-pin' } };
		const held = await pins.open(userId, pin);
		if (!held.ok) return held;
		const key = await aesKey(held.key);
		held.key.fill(0);
		const opened = await openSlotWith(key, slot);
		if (!opened) {
			// The PIN of a slot that has since been made anew.
			await pins.forget([userId]);
			return { ok: false, error: { kind: 'no-pin' } };
		}
		return letIn(device, slot, opened);
	},

	/**
	 * A PIN for whoever has unlocked, until the browser ends. Their phrase once more: whoever finds the tablet unlocked
	 * must not be able to come back.
	 */
	async setPin(phrase: string, pin: string): Promise<UnlockResult> {
		if (state.kind !== 'unlocked') return { ok: false, error: { kind: 'locked' } };
		const slot = await database.slots.get(state.person.userId);
		if (!slot) return { ok: false, error: { kind: 'no-slot' } };
		const bytes = await slotKeyBytes(phrase, slot.derivation);
		if (!(await openSlotWith(await aesKey(bytes), slot))) {
			return { ok: false, error: { kind: 'wrong-phrase' } };
		}
		const isHeld = await pins.set(slot.userId, pin, bytes);
		return isHeld ? { ok: true } : { ok: false, error: { kind: 'no-pin' } };
	},

	/** The first time somebody works here, or with a new phrase: needs the server. */
	async signIn(username: string, phrase: string): Promise<UnlockResult> {
		if (state.kind !== 'locked') return { ok: false, error: { kind: 'not-locked' } };
		return signInHere(state.device, username, phrase);
	},

	lock,

	/** Without unlocking, in the tablet's own name. */
	async register(request: LockedRequest): Promise<LockedResult> {
		// Its store could not be opened.
		if (state.kind !== 'locked' || !lockedClient) return { ok: false, error: { kind: 'failed' } };
		return registerLocked(lockedClient.client, state.device.state.accessPoint.id, request);
	},

	/** What anybody wrote: nobody has to unlock for it. */
	async sendNow(): Promise<SendResult> {
		if (state.kind !== 'locked' || !lockedClient) return 'server-silent';
		const { device } = state;
		const { client } = lockedClient;
		const result = await sendNow(client);
		if (result === 'sent' && stranded > 0) await contact(device, client);
		return result;
	},

	/** For asking the server in the name of whoever has unlocked; null when it lets nobody in, or is away. */
	async personToken(): Promise<string | null> {
		if (state.kind !== 'unlocked') return null;
		const result = await state.person.token();
		return result.ok ? result.token : null;
	},

	/**
	 * What the server has not confirmed, sealed as it lies here, as a file to carry by hand; null when there is nothing. That
	 * it was saved is noted, in the name of whoever has unlocked or else of the tablet.
	 * @param only these seqs
	 */
	async unsentFile(only?: readonly number[]): Promise<SealedFile | null> {
		if (state.kind !== 'locked' && state.kind !== 'unlocked') return null;
		const { schemaVersion } = domainModel;
		const own = await readSealedQueueOf(records, schemaVersion, only);
		const queue = only ? own : withStranded(own, strandedRecords(), schemaVersion);
		if (!queue) return null;
		const { device } = state;
		const by = state.kind === 'unlocked' ? state.person.userId : deviceActor(device.state.id);
		await noteSaved(by, countSaves(queuesIn(queue).flatMap(({ envelopes }) => envelopes)));
		return sealedFile(queue, device.state.name, Date.now());
	},

	/** The desk of whoever has unlocked. @throws when nobody has */
	async openDesk(): Promise<OpenDesk> {
		if (state.kind !== 'unlocked') throw new Error('The tablet is locked');
		const { device, person } = state;
		const { user } = person.info;
		// Taken once: what leaves the desk later is not to be kept here.
		const begun = opening ?? openRecords(device, person, null);
		opening = null;
		const [opened, slots] = await Promise.all([begun, slotsByUse()]);
		startContacts(device, opened.client);
		const drafts = createSealedDrafts(records, user.id, person.draftsKey);
		const stopForgetting = forgetDraftsOfGone(opened.client, drafts);
		const names = new Map(slots.map(({ userId, name }) => [userId, name]));
		return {
			nameOf: (userId) => names.get(userId) ?? null,
			userId: user.id,
			drafts,
			client: opened.client,
			readings: createReadingLog(user.id, opened.client, senderOf(device)),
			track: trackerOf(opened.client),
			close() {
				stopForgetting();
				opened.close();
			}
		};
	}
};
