/**
 * A person's slot on a tablet, as LUKS has them: what they need to work here, under a key made from their phrase.
 *
 * Invariants
 * - Outside stand only the name and role that the lock screen shows, and until when the slot may be opened.
 * - The parameters of the derivation are kept with the slot: they may be raised, and old slots still open.
 * - The phrase and the key made from it are on no disk.
 */
import type { SessionInfo } from '../../domain/session.ts';
import type { Role } from '../../domain/roles.ts';
import type { VaultKey } from '../../domain/devices/device-api.ts';
import {
	aesKey,
	openJson,
	randomBytes,
	sealJson,
	utf8,
	type Bytes,
	type SealedParts
} from './bytes.ts';

/** OWASP Password Storage Cheat Sheet (2023) for PBKDF2-HMAC-SHA256. */
const ITERATIONS = 600_000;

export interface Derivation {
	name: 'PBKDF2-SHA256';
	iterations: number;
	salt: Bytes;
}

export interface Slot extends SealedParts {
	userId: string;
	name: string;
	role: Role;
	derivation: Derivation;
	/** Server clock, milliseconds since the epoch: until then the records here may be read without the server. */
	grantEndsAt: number;
	/** When the person last opened it; the lock screen puts them in this order. Device clock, milliseconds. */
	usedAt: number;
}

/** What is inside. Keys are base64url. */
export interface SlotContent {
	info: SessionInfo;
	/** What they sign in with at the server, when it must be asked. */
	username: string;
	grant: string;
	/** PKCS #8. */
	signingKey: string;
	/** AES-256, for what the person has begun to write. */
	draftsKey: string;
	/** Newest first for each scope; older ones still open what was sealed with them. */
	vaultKeys: VaultKey[];
}

export function newDerivation(): Derivation {
	return { name: 'PBKDF2-SHA256', iterations: ITERATIONS, salt: randomBytes(16) };
}

/** The same phrase however it was typed: spaces at the ends and doubled ones do not count. */
export function normalisePhrase(phrase: string): string {
	return phrase.normalize('NFKC').trim().replace(/\s+/g, ' ');
}

/** The bytes of the slot's key, for whoever must hold them otherwise than as a key. 256 bits. */
export async function slotKeyBytes(
	phrase: string,
	{ iterations, salt }: Derivation
): Promise<Bytes> {
	const material = await crypto.subtle.importKey(
		'raw',
		utf8(normalisePhrase(phrase)),
		'PBKDF2',
		false,
		['deriveBits']
	);
	const parameters = { name: 'PBKDF2', hash: 'SHA-256', iterations, salt };
	return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
}

export async function slotKey(phrase: string, derivation: Derivation): Promise<CryptoKey> {
	const bytes = await slotKeyBytes(phrase, derivation);
	const key = await aesKey(bytes);
	bytes.fill(0);
	return key;
}

const contextOf = (userId: string) => JSON.stringify(['slot', 1, userId]);

/** @param key of the phrase, by the slot's own derivation */
export async function sealSlot(
	key: CryptoKey,
	slot: Omit<Slot, keyof SealedParts>,
	content: SlotContent
): Promise<Slot> {
	return { ...slot, ...(await sealJson(key, content, contextOf(slot.userId))) };
}

/** What an opened slot is: its key, for sealing it again, and what was in it. */
export interface OpenedSlot {
	key: CryptoKey;
	content: SlotContent;
}

/** Null when the slot was sealed with another key. */
export async function openSlotWith(key: CryptoKey, slot: Slot): Promise<OpenedSlot | null> {
	try {
		const content = await openJson(key, slot, contextOf(slot.userId));
		return { key, content: content as SlotContent };
	} catch {
		// AES-GCM tells a wrong key from a right one, and nothing else.
		return null;
	}
}

/** Null when the phrase is another. */
export async function openSlot(phrase: string, slot: Slot): Promise<OpenedSlot | null> {
	return openSlotWith(await slotKey(phrase, slot.derivation), slot);
}

/**
 * Keys the server has given now, before those that were there: both open, the newest seals. A server that has lost its
 * secret gives another key under the same id.
 */
export function withVaultKeys(kept: readonly VaultKey[], given: readonly VaultKey[]): VaultKey[] {
	return [...given, ...newVaultKeys(given, kept)];
}

/** Of these, those that are not among the known ones. */
export function newVaultKeys(known: readonly VaultKey[], keys: readonly VaultKey[]): VaultKey[] {
	return keys.filter(({ id, key }) => !known.some((each) => each.id === id && each.key === key));
}
