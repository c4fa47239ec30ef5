/** Signing keys: a person's on one tablet, and the tablet's own. ECDSA over P-256 and SHA-256, as r ‖ s. */
import { fromBase64url, toBase64url, utf8 } from './bytes.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SCHEME = { name: 'ECDSA', hash: 'SHA-256' };

export interface NewSigningKey {
	/** Uncompressed point, base64url. */
	publicKey: string;
	/** PKCS #8, base64url: to be kept sealed. */
	privateKey: string;
}

export async function newSigningKey(): Promise<NewSigningKey> {
	const pair = await crypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
	return {
		publicKey: toBase64url(await crypto.subtle.exportKey('raw', pair.publicKey)),
		privateKey: toBase64url(await crypto.subtle.exportKey('pkcs8', pair.privateKey))
	};
}

export function signingKey(privateKey: string): Promise<CryptoKey> {
	return crypto.subtle.importKey('pkcs8', fromBase64url(privateKey), CURVE, false, ['sign']);
}

export async function sign(key: CryptoKey, text: string): Promise<string> {
	return toBase64url(await crypto.subtle.sign(SCHEME, key, utf8(text)));
}
