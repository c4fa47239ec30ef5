/** Bytes as they travel, and the ciphers on them. All of it is the platform's own WebCrypto. */
import type { SealedBytes } from '../../../../sync/protocol/sealed.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function utf8(text: string): Bytes {
	return encoder.encode(text);
}

export function fromUtf8(bytes: BufferSource): string {
	return decoder.decode(bytes);
}

export function toBase64url(bytes: ArrayBuffer | Bytes): string {
	let text = '';
	for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
	return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64url(text: string): Bytes {
	const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

export function randomBytes(length: number): Bytes {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** AES-256-GCM keys are never taken out of WebCrypto again: what is to be kept is kept as bytes, sealed. */
export function aesKey(bytes: BufferSource): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export interface SealedParts {
	iv: Bytes;
	sealed: Bytes;
}

/** Random 96-bit IVs: one key may seal 2³² messages before a collision is as likely as 2⁻³² (NIST SP 800-38D, 8.3). */
export async function seal(key: CryptoKey, plain: Bytes, context: string): Promise<SealedParts> {
	const iv = randomBytes(12);
	const parameters = { name: 'AES-GCM', iv, additionalData: utf8(context) };
	return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain)) };
}

/** @throws when the key, the bytes or the context are others than at sealing */
export function open(
	key: CryptoKey,
	{ iv, sealed }: SealedParts,
	context: string
): Promise<ArrayBuffer> {
	const parameters = { name: 'AES-GCM', iv, additionalData: utf8(context) };
	return crypto.subtle.decrypt(parameters, key, sealed);
}

export async function sealJson(
	key: CryptoKey,
	value: unknown,
	context: string
): Promise<SealedParts> {
	return seal(key, utf8(JSON.stringify(value)), context);
}

/** @throws when it does not open */
export async function openJson(
	key: CryptoKey,
	parts: SealedParts,
	context: string
): Promise<unknown> {
	return JSON.parse(fromUtf8(await open(key, parts, context)));
}

export function toText({ iv, sealed }: SealedParts): SealedBytes {
	return { iv: toBase64url(iv), sealed: toBase64url(sealed) };
}

export function fromText({ iv, sealed }: SealedBytes): SealedParts {
	return { iv: fromBase64url(iv), sealed: fromBase64url(sealed) };
}
