/**
 * What a tablet and the server say to each other besides records: enrolment, who may work on it, how it is. Both sides
 * check it with these schemas. Keys and bytes are base64url; moments are milliseconds since the epoch.
 *
 * | who calls        | with                                     | may                                        |
 * | ---------------- | ---------------------------------------- | ------------------------------------------ |
 * | nobody           | an enrolment code                        | `POST /api/device/enrol`, once             |
 * | a tablet, locked | `Authorization: Bearer <device token>`   | send, say how it is, sign a person in      |
 * | a person on it   | `Authorization: Bearer <person's token>` | read what their role may, as with a cookie |
 *
 * The device token is on the tablet's disk: whoever steals it can send and read nothing. The person's token is in memory
 * alone, and ends with the lock.
 */
import * as v from 'valibot';
import { notedIdSchema } from '../readings/reading.ts';
import { sessionInfoSchema, signInSchema } from '../session.ts';

const idSchema = v.pipe(v.string(), v.uuid());
const momentSchema = v.pipe(v.number(), v.safeInteger());
const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const base64urlSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(8192));

/** A point of P-256, uncompressed (65 bytes): a public key for ECDSA or HPKE. */
export const publicKeySchema = v.pipe(base64urlSchema, v.length(87));

/** The author of what is registered on a locked tablet. */
export function deviceActor(deviceId: string): string {
	return `device:${deviceId}`;
}

/** The tablet that is an author; null when the author is a person. */
export function deviceOfActor(actor: string): string | null {
	const prefix = deviceActor('');
	return actor.startsWith(prefix) ? actor.slice(prefix.length) : null;
}

/** Eight letters and digits without those that look alike, in two groups; typed in any case, with or without the dash. */
export const enrolmentCodeSchema = v.pipe(
	v.string(),
	v.transform((text) => text.toUpperCase().replace(/[^0-9A-Z]/g, '')),
	v.regex(/^[2-9A-HJ-NP-Z]{8}$/)
);
/** How long an enrolment code can be used, once. */
export const ENROLMENT_CODE_MS = 15 * 60 * 1000;

/** A key of the server's that sessions are sealed to. */
export const serverKeySchema = v.object({ kid: v.string(), publicKey: publicKeySchema });
export type ServerKey = v.InferOutput<typeof serverKeySchema>;

export const enrolRequestSchema = v.object({
	code: enrolmentCodeSchema,
	/** The tablet's own key (ECDSA): it signs what is registered without unlocking. */
	publicKey: publicKeySchema,
	appVersion: v.pipe(v.string(), v.maxLength(64))
});

/** What the server says of the tablet, at enrolment and at each contact. */
export const deviceStateSchema = v.object({
	id: idSchema,
	name: v.string(),
	accessPoint: v.object({ id: v.string(), name: v.string(), neighbourhoodId: v.string() }),
	city: v.object({ id: v.string(), name: v.string(), timezone: v.string() }),
	/** The newest first: it is the one to seal to. */
	serverKeys: v.pipe(v.array(serverKeySchema), v.minLength(1)),
	/** Minutes without a touch before the tablet locks. */
	idleLockMinutes: v.pipe(v.number(), v.minValue(1)),
	serverNow: momentSchema
});
export type DeviceState = v.InferOutput<typeof deviceStateSchema>;

export const enrolResponseSchema = v.object({
	device: deviceStateSchema,
	/** Shown once; the server keeps its hash. */
	token: v.string()
});
export type EnrolResponse = v.InferOutput<typeof enrolResponseSchema>;

/** How the tablet is, as it says itself. */
export const contactRequestSchema = v.object({
	appVersion: v.pipe(v.string(), v.maxLength(64)),
	/** Records not yet on the server. */
	unsent: countSchema,
	highestSeq: countSchema,
	/** Records this tablet knows it has lost and cannot rebuild. */
	lost: countSchema,
	/** Bytes; null where the browser does not say. */
	freeBytes: v.nullable(countSchema),
	/** Whether the browser has promised not to clear the storage; null where it does not say. */
	persisted: v.nullable(v.boolean()),
	/** People who have a slot here. */
	people: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(200)),
	/** Set in the last contact of a tablet that has cleared itself as it was told to. */
	wiped: v.optional(v.boolean(), false)
});
export type ContactRequest = v.InferInput<typeof contactRequestSchema>;

export const contactResponseSchema = v.object({
	device: deviceStateSchema,
	/** Those of the asked people who may no longer work here: their slots are to be destroyed. */
	revokedPeople: v.array(v.string()),
	/** It may send what it holds (for review), and nobody may work on it. */
	revoked: v.boolean(),
	/** It is to send what it holds and then to clear itself. */
	wipe: v.boolean()
});
export type ContactResponse = v.InferOutput<typeof contactResponseSchema>;

/** What the server signed for a person on a tablet; see `grantClaimsSchema`. Compact JWS, ES256. */
export const grantSchema = v.pipe(v.string(), v.maxLength(4096));

export const grantClaimsSchema = v.object({
	/** Identifies the grant. */
	jti: idSchema,
	/** The person. */
	sub: v.string(),
	deviceId: idSchema,
	role: v.string(),
	accessPointIds: v.array(v.string()),
	/** Checks the signatures of what the person registers on this tablet. */
	publicKey: publicKeySchema,
	/** Seconds since the epoch, as JWS has them. Until `exp` the person may read what is on the tablet offline. */
	iat: v.number(),
	exp: v.number()
});
export type GrantClaims = v.InferOutput<typeof grantClaimsSchema>;

/** The key that records of one scope are sealed with on tablets. Whoever pulls the scope has it. */
export const vaultKeySchema = v.object({
	/** Of this key; a new key of the same vault has another. */
	id: v.string(),
	scope: v.string(),
	/** AES-256. */
	key: base64urlSchema
});
export type VaultKey = v.InferOutput<typeof vaultKeySchema>;

/** `POST /api/device/people`: the first sign-in of a person on this tablet, or after a new passphrase. */
export const firstSignInSchema = v.object({
	username: signInSchema.entries.username,
	passphrase: signInSchema.entries.passphrase,
	/** Made on the tablet for this person (ECDSA). */
	publicKey: publicKeySchema
});

/** `POST /api/device/unlock`: a person who has unlocked the tablet, with the signature that only they can make. */
export const unlockRequestSchema = v.object({
	grant: grantSchema,
	/** Device clock: the signature is not good for another time. The server allows for wrong clocks and refuses repeats. */
	at: momentSchema,
	nonce: v.pipe(base64urlSchema, v.length(22)),
	/** ECDSA over `unlockText`, by the grant's key. */
	signature: base64urlSchema,
	/** Under which id and when (device clock) the tablet has noted it: asked again, or told again later, it is one. */
	noted: v.optional(v.object({ id: notedIdSchema, at: momentSchema }))
});
export type UnlockRequest = v.InferOutput<typeof unlockRequestSchema>;

export function unlockText({
	grant,
	at,
	nonce
}: Pick<UnlockRequest, 'grant' | 'at' | 'nonce'>): string {
	return JSON.stringify(['unlock', 1, grant, at, nonce]);
}

/** What a person may work with on this tablet, from here on: answered to both ways in. */
export const unlockResponseSchema = v.object({
	info: sessionInfoSchema,
	/** For `Authorization`, kept in memory alone. */
	token: v.string(),
	grant: grantSchema,
	/** When the grant ends, server clock. */
	grantEndsAt: momentSchema,
	vaultKeys: v.array(vaultKeySchema)
});
export type UnlockResponse = v.InferOutput<typeof unlockResponseSchema>;
