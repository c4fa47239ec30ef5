/**
 * Opens what tablets send sealed, before sync decides on it, and says in whose name each intent may be taken.
 *
 * Invariants
 * - A session opens with the key it was sealed to, for the id, tablet and author it names (HPKE's additional data); an
 *   envelope with its session's content key, for everything outside of its seal.
 * - An envelope is believed when its author is its session's, and the session is signed by the key that its grant, or
 *   its tablet, gives for that author. When a grant has ended does not matter: the outbox never expires.
 * - What is opened and not believed is told apart from what does not open: the former is for somebody to look at, of
 *   the latter nothing is acknowledged.
 * - What a locked tablet registered is sealed to the server alone. When its key is here and it does not open, nobody ever
 *   opens it or seals it anew: it is kept as it came, with its session, instead of being sent for ever.
 * - The first session that came under an id, and opened, is the one: it is kept, and another is not looked at.
 * - Of what somebody has carried here in a file, only what its author's key bears out is opened, and only such a session is
 *   kept: a carrier who has changed it spoils nothing of what the tablet sends itself.
 * - Content keys are in memory only.
 */
import { createDecipheriv } from 'node:crypto';
import * as v from 'valibot';
import type { Accounts } from '../../../../db/accounts.ts';
import type { Devices } from '../../../../db/devices.ts';
import type { SealedSessions } from '../../../../db/sealed-sessions.ts';
import type { Caller } from '../../../../sync/merge/model.ts';
import {
	envelopeContext,
	sealedContentSchema,
	sealedEnvelopeSchema,
	signedText,
	type SealedEnvelope,
	type SealedSession
} from '../../../../sync/protocol/sealed.ts';
import { deviceActor, deviceOfActor } from '../../domain/devices/device-api.ts';
import { callerOf } from '../auth/auth.ts';
import { publicKeyOf, verifyText } from './ecdsa.ts';
import type { Grants } from './grants.ts';
import { createSessionOpener, type SessionFault } from './open-session.ts';
import type { ServerKeys } from './server-keys.ts';
import { tabletCaller } from './tablet-caller.ts';

export type Doubt =
	| 'bad-signature'
	| 'bad-grant'
	| 'wrong-device'
	/** The tablet was revoked, whenever it was sealed. */
	| 'device-revoked'
	/** The author may not work any more. */
	| 'person-revoked';

/** Why there is no content key to open it with. Of what was carried, a `Doubt` is enough. */
type Closed = 'no-session' | SessionFault | Doubt;

/** An envelope of version 0, for the engine to read: what was inside of the seal may be malformed. */
export type OpenedEnvelope = Record<string, unknown>;

export type OpenedIntent =
	| { kind: 'opened'; envelope: OpenedEnvelope }
	| { kind: 'opened-doubtful'; envelope: OpenedEnvelope; reason: Doubt }
	| { kind: 'unopened'; intent: SealedEnvelope; reason: Closed }
	/** As it came, with the session that does not open it. */
	| { kind: 'never-opens'; intent: SealedEnvelope & { sealedSession: SealedSession } }
	/** No sealed envelope: it is the engine's to read. */
	| { kind: 'untouched'; intent: unknown };

export interface OpenedPush {
	/** One for each intent, in their order. */
	intents: OpenedIntent[];
	/** In whose name what is `opened` may be taken, by actor. */
	authors: Map<string, Caller>;
	/** Ids of the sessions sent that are in the server's keeping: the tablet need not send them again. */
	keptSessions: string[];
}

interface Parts {
	accounts: Pick<Accounts, 'userById'>;
	devices: Pick<Devices, 'byId' | 'grantById'>;
	grants: Pick<Grants, 'check'>;
	serverKeys: Pick<ServerKeys, 'byKid'>;
	sessions: SealedSessions;
}

/** Content keys kept at hand: those of a few hundred tablets. */
const MAX_AT_HAND = 2000;

interface Opened {
	session: SealedSession;
	key: Buffer;
	/** Of the session itself, for ever; null when it is as it should be. */
	fault: 'bad-signature' | 'bad-grant' | 'wrong-device' | null;
	/** Whose grant it was sealed under; null for the tablet's own. */
	grantId: string | null;
}

export type OpenSealed = ReturnType<typeof createOpenSealed>;

const TAG_BYTES = 16;

/** @returns undefined when it does not open */
function unseal(envelope: SealedEnvelope, { key, session }: Opened): string | undefined {
	const bytes = Buffer.from(envelope.sealed, 'base64url');
	const iv = Buffer.from(envelope.iv, 'base64url');
	const end = bytes.length - TAG_BYTES;
	if (end < 0) return undefined;
	const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
	decipher.setAAD(Buffer.from(envelopeContext(envelope, session.deviceId)));
	decipher.setAuthTag(bytes.subarray(end));
	try {
		const opened = decipher.update(bytes.subarray(0, end));
		return Buffer.concat([opened, decipher.final()]).toString('utf8');
	} catch {
		return undefined;
	}
}

/** What no app of ours has sealed is kept as it is, in an envelope that the engine will not know. */
function contentOf(text: string): Record<string, unknown> {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		return { content: text };
	}
	const parsed = v.safeParse(sealedContentSchema, content);
	return parsed.success ? parsed.output : { content };
}

function openedEnvelope(outside: SealedEnvelope, text: string): OpenedEnvelope {
	const { seq, id, actor, dependsOn, supersedes, at } = outside;
	const corrects = supersedes === undefined ? {} : { supersedes };
	return { ...contentOf(text), v: 0, seq, id, actor, dependsOn, ...corrects, at };
}

export function createOpenSealed({ accounts, devices, grants, serverKeys, sessions }: Parts) {
	const openKey = createSessionOpener(serverKeys);
	/** The least recently used first. */
	const atHand = new Map<string, Opened>();

	function keepAtHand(opened: Opened) {
		atHand.delete(opened.session.id);
		atHand.set(opened.session.id, opened);
		const [oldest] = atHand.keys();
		if (atHand.size > MAX_AT_HAND && oldest !== undefined) atHand.delete(oldest);
	}

	function examine(session: SealedSession): Pick<Opened, 'fault' | 'grantId'> {
		const { actor, deviceId, grant, signature } = session;
		const signedBy = (publicKey: string | undefined) =>
			publicKey !== undefined && verifyText(signedText(session), signature, publicKeyOf(publicKey))
				? null
				: 'bad-signature';
		if (grant === null) {
			if (deviceOfActor(actor) === null) return { fault: 'bad-grant', grantId: null };
			if (actor !== deviceActor(deviceId)) return { fault: 'wrong-device', grantId: null };
			return { fault: signedBy(devices.byId(deviceId)?.publicKey), grantId: null };
		}
		const checked = grants.check(grant);
		if (!checked.ok) return { fault: 'bad-grant', grantId: null };
		const { jti: grantId, sub, deviceId: grantedOn, publicKey } = checked.claims;
		if (sub !== actor) return { fault: 'bad-grant', grantId };
		if (grantedOn !== deviceId) return { fault: 'wrong-device', grantId };
		return { fault: signedBy(publicKey), grantId };
	}

	/** The session of an id, opened: the one kept, or else the one that was sent, which is then kept. */
	async function open(
		id: string,
		sent: SealedSession | undefined,
		now: number,
		onlyBorneOut: boolean
	): Promise<Opened | Closed> {
		const known = atHand.get(id);
		if (known) {
			keepAtHand(known);
			return known;
		}
		const kept = sessions.get(id);
		const session = kept ?? sent;
		if (!session) return 'no-session';
		const result = await openKey(session);
		if (!result.ok) return result.error.kind;
		const opened = { session, key: result.key, ...examine(session) };
		if (!kept) {
			if (onlyBorneOut && opened.fault) return opened.fault;
			sessions.put(session, now);
			// Another push may have brought one under the same id meanwhile.
			const first = sessions.get(id);
			if (JSON.stringify(first) !== JSON.stringify(session)) {
				return open(id, undefined, now, onlyBorneOut);
			}
		}
		keepAtHand(opened);
		return opened;
	}

	/** What is wrong with a session for good, whoever its people are today: no key bears it out for this tablet. */
	function notBorneOut({ session, fault }: Opened, senderId: string): Doubt | null {
		return fault ?? (session.deviceId === senderId ? null : 'wrong-device');
	}

	/** Whether this session's people and tablet are believed today; asked anew for each push. */
	function doubtOf(opened: Opened, senderId: string): Doubt | null {
		const { session, grantId } = opened;
		const fault = notBorneOut(opened, senderId);
		if (fault) return fault;
		const device = devices.byId(session.deviceId);
		if (device && device.revokedAt !== null) return 'device-revoked';
		if (session.grant === null) return null;
		const user = accounts.userById(session.actor);
		if (!user || user.disabled) return 'person-revoked';
		// Sealed after it had been taken away, by the tablet's own reckoning: with a passphrase that is no more good.
		const revokedAt = grantId === null ? null : (devices.grantById(grantId)?.revokedAt ?? null);
		return revokedAt !== null && session.at > revokedAt ? 'bad-grant' : null;
	}

	function callerFor({ actor, deviceId, grant }: SealedSession): Caller | undefined {
		if (grant !== null) {
			const user = accounts.userById(actor);
			return user && callerOf(user);
		}
		const device = devices.byId(deviceId);
		return device && tabletCaller(device);
	}

	/**
	 * @param push `deviceId` is the tablet whose store sends; `sessions` have been read by `sealedSessionSchema`; `carried`
	 * when it is not the tablet that sends, but somebody with a file of it
	 * @param now milliseconds since the epoch
	 */
	return async function openSealed(
		push: {
			deviceId: string;
			sessions: readonly SealedSession[];
			intents: readonly unknown[];
			carried?: boolean;
		},
		now: number
	): Promise<OpenedPush> {
		const { carried = false } = push;
		const sentById = new Map(push.sessions.map((session) => [session.id, session]));
		const read = push.intents.map((intent) => {
			const parsed = v.safeParse(sealedEnvelopeSchema, intent);
			return parsed.success ? parsed.output : null;
		});
		const needed = new Set(sentById.keys());
		for (const envelope of read) if (envelope) needed.add(envelope.session);

		const openedById = new Map<string, Opened | Closed>();
		const openings = [...needed].map(async (id) => {
			const opened = await open(id, sentById.get(id), now, carried);
			const fault = carried && typeof opened !== 'string' && notBorneOut(opened, push.deviceId);
			openedById.set(id, fault || opened);
		});
		await Promise.all(openings);

		const doubtById = new Map<string, Doubt | null>();
		const authors = new Map<string, Caller>();
		for (const [id, opened] of openedById) {
			if (typeof opened === 'string') continue;
			const doubt = doubtOf(opened, push.deviceId);
			doubtById.set(id, doubt);
			const caller = doubt === null ? callerFor(opened.session) : undefined;
			if (caller) authors.set(caller.userId, caller);
		}

		/** Damaged, and sealed to the server alone. Whoever carries a file may have damaged it: the tablet has it still. */
		const ifNobodyCan = (intent: SealedEnvelope, reason: Closed): OpenedIntent => {
			const opened = openedById.get(intent.session);
			const session = typeof opened === 'object' ? opened.session : sentById.get(intent.session);
			const isForServerAlone = session?.grant === null && session.vault === null;
			return reason === 'damaged' && isForServerAlone && !carried
				? { kind: 'never-opens', intent: { ...intent, sealedSession: session } }
				: { kind: 'unopened', intent, reason };
		};

		const intents = read.map((sealed, index): OpenedIntent => {
			if (!sealed) return { kind: 'untouched', intent: push.intents[index] };
			const opened = openedById.get(sealed.session) ?? 'no-session';
			if (typeof opened === 'string') return ifNobodyCan(sealed, opened);
			const text = unseal(sealed, opened);
			if (text === undefined) return ifNobodyCan(sealed, 'damaged');
			const envelope = openedEnvelope(sealed, text);
			// Whoever has a content key could write another's name on what they seal with it.
			const isOthers = sealed.actor !== opened.session.actor;
			if (isOthers && carried) return { kind: 'unopened', intent: sealed, reason: 'bad-signature' };
			const reason = isOthers ? 'bad-signature' : (doubtById.get(sealed.session) ?? null);
			return reason === null
				? { kind: 'opened', envelope }
				: { kind: 'opened-doubtful', envelope, reason };
		});

		const keptSessions = [...sentById.keys()].filter(
			(id) => typeof openedById.get(id) !== 'string'
		);
		return { intents, authors, keptSessions };
	};
}
