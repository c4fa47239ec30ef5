/**
 * What a shared tablet keeps and sends of an intent: sealed, so that whoever finds the tablet locked can send it and not
 * read it.
 *
 * Invariants
 * - What the intent says (`name`, `args`, the rows it was made upon) is inside `sealed`; outside stands only what a
 *   queue needs to be sent in order: who, when, and what depends on what.
 * - One content key seals the intents of one unlocked session. The session's blob holds that key twice: for the server
 *   (HPKE) and, for the colleagues who may read the same records, under their vault's key. It is signed by its author.
 * - The blob is durable before the first envelope sealed under it, and is sent until the server says it has it.
 * - The additional data binds an envelope to its id, author, tablet and session: none of them can be exchanged.
 * - A server that cannot open an envelope does not acknowledge it.
 */
import * as v from 'valibot';
import type { Envelope } from './envelope.ts';

const uuidSchema = v.pipe(v.string(), v.uuid());
const base64urlSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/));
const momentSchema = v.pipe(v.number(), v.safeInteger());

/** AES-256-GCM: 96 random bits, and the ciphertext with its 128-bit tag. */
export const sealedBytesSchema = v.object({
	iv: v.pipe(base64urlSchema, v.length(16)),
	sealed: v.pipe(base64urlSchema, v.minLength(22))
});
export type SealedBytes = v.InferOutput<typeof sealedBytesSchema>;

/** A content key on its way and at rest. */
export const sealedSessionSchema = v.object({
	id: uuidSchema,
	deviceId: uuidSchema,
	/** The person who unlocked; `device:<id>` for what was registered on a locked tablet. */
	actor: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Which of the server's keys it was sealed to. */
	kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** HPKE (RFC 9180) DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode: the encapsulated key. */
	enc: v.pipe(base64urlSchema, v.minLength(1)),
	/** The content key, sealed by HPKE. */
	key: v.pipe(base64urlSchema, v.minLength(1)),
	/** The content key under the vault's key, null when nobody at the tablet may read it. */
	vault: v.nullable(v.object({ id: v.string(), ...sealedBytesSchema.entries })),
	/** Device clock, milliseconds since the epoch. */
	at: momentSchema,
	/** What the server gave the author for this tablet; null for what a locked tablet registers. */
	grant: v.nullable(v.pipe(v.string(), v.maxLength(4096))),
	/** ECDSA P-256 over SHA-256 of `signedText`, as r ‖ s: by the author's key, or the tablet's own. */
	signature: base64urlSchema
});
export type SealedSession = v.InferOutput<typeof sealedSessionSchema>;

export const sealedEnvelopeSchema = v.object({
	v: v.literal(1),
	seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	id: uuidSchema,
	actor: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	dependsOn: v.array(uuidSchema),
	supersedes: v.optional(uuidSchema),
	/** Device clock, milliseconds since the epoch. */
	at: momentSchema,
	/** The `SealedSession` whose content key opens it. */
	session: uuidSchema,
	...sealedBytesSchema.entries
});
export type SealedEnvelope = v.InferOutput<typeof sealedEnvelopeSchema>;

/** An envelope as it is sent. */
export type WireEnvelope = Envelope | SealedEnvelope;

/**
 * The name of an intent whose content the device holds sealed and cannot read now: it stands in the queue with who, when
 * and what it depends on, and is replayed over no row.
 */
export const UNREADABLE = '';

export function unreadable({
	seq,
	id,
	actor,
	at,
	dependsOn,
	supersedes
}: Pick<SealedEnvelope, 'seq' | 'id' | 'actor' | 'at' | 'dependsOn' | 'supersedes'>): Envelope {
	const open = { v: 0 as const, seq, id, actor, at, dependsOn, name: UNREADABLE, args: {} };
	return { ...open, baseVersions: {}, ...(supersedes && { supersedes }) };
}

/** What is inside of `sealed`, as JSON. */
export const sealedContentSchema = v.object({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	args: v.record(v.string(), v.unknown()),
	schemaVersion: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
	baseVersions: v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0)))
});

/** Names HPKE's `info`: a key sealed for this protocol opens in no other. */
export const SESSION_INFO = 'sportello sealed session 1';

/** HPKE's additional data: whose key it is. */
export function sessionContext(session: Pick<SealedSession, 'id' | 'deviceId' | 'actor'>): string {
	return JSON.stringify(['session', 1, session.id, session.deviceId, session.actor]);
}

/** What a session's author signs: every member but the signature. */
export function signedText(session: Omit<SealedSession, 'signature'>): string {
	const { id, deviceId, actor, kid, enc, key, vault, at, grant } = session;
	const inVault = vault && [vault.id, vault.iv, vault.sealed];
	return JSON.stringify(['session', 1, id, deviceId, actor, kid, enc, key, inVault, at, grant]);
}

/** The additional data of an envelope's encryption. `seq` is not in it: it is assigned when it is written, sealed. */
export function envelopeContext(
	envelope: Pick<SealedEnvelope, 'id' | 'actor' | 'session' | 'at' | 'dependsOn' | 'supersedes'>,
	deviceId: string
): string {
	const { id, actor, session, at, dependsOn, supersedes = null } = envelope;
	return JSON.stringify(['intent', 1, id, actor, deviceId, session, at, dependsOn, supersedes]);
}
