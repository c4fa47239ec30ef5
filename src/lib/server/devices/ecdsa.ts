/**
 * ECDSA on P-256 over SHA-256, as browsers make it (WebCrypto).
 *
 * Invariants
 * - A signature is r ‖ s, 64 bytes, base64url; a public key is an uncompressed point, 65 bytes, base64url.
 * - What cannot be read as a key or a signature verifies nothing, and throws nothing.
 */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const POINT_BYTES = 65;
const SIGNATURE_BYTES = 64;

/** @returns null when it is no point of the curve */
export function publicKeyOf(point: string): KeyObject | null {
	const bytes = Buffer.from(point, 'base64url');
	if (bytes.length !== POINT_BYTES || bytes[0] !== 4) return null;
	const x = bytes.toString('base64url', 1, 33);
	const y = bytes.toString('base64url', 33);
	try {
		return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
	} catch {
		return null;
	}
}

export function signText(text: string, key: KeyObject): string {
	const options = { key, dsaEncoding: 'ieee-p1363' } as const;
	return sign('sha256', Buffer.from(text), options).toString('base64url');
}

export function verifyText(text: string, signature: string, key: KeyObject | null): boolean {
	const bytes = Buffer.from(signature, 'base64url');
	if (!key || bytes.length !== SIGNATURE_BYTES) return false;
	return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}
