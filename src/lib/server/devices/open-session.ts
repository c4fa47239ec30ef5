/**
 * Opens a session's content key with the server's key it was sealed to: HPKE (RFC 9180), DHKEM(P-256, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM, base mode. What the tablet seals is in sync/protocol/sealed.ts.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import {
	SESSION_INFO,
	sessionContext,
	type SealedSession
} from '../../../../sync/protocol/sealed.ts';
import type { KeyPair, ServerKeys } from './server-keys.ts';

export type SessionFault = 'unknown-key' | 'damaged';

export type SessionKeyResult =
	{ ok: true; key: Buffer } | { ok: false; error: { kind: SessionFault } };

/** AES-256. */
const CONTENT_KEY_BYTES = 32;

function bytesOf(text: string): ArrayBuffer {
	return new Uint8Array(Buffer.from(text, 'base64url')).buffer;
}

export function createSessionOpener(serverKeys: Pick<ServerKeys, 'byKid'>) {
	const kem = new DhkemP256HkdfSha256();
	const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
	const info = new TextEncoder().encode(SESSION_INFO).buffer;
	const recipientKeys = new WeakMap<KeyPair, Promise<CryptoKey>>();

	function recipientKeyOf(pair: KeyPair): Promise<CryptoKey> {
		let key = recipientKeys.get(pair);
		if (!key) {
			key = kem.importKey('raw', bytesOf(pair.sealing.d), false);
			recipientKeys.set(pair, key);
		}
		return key;
	}

	return async function openSessionKey(session: SealedSession): Promise<SessionKeyResult> {
		const pair = serverKeys.byKid(session.kid);
		if (!pair) return { ok: false, error: { kind: 'unknown-key' } };
		const recipientKey = await recipientKeyOf(pair);
		try {
			const opened = await suite.open(
				{ recipientKey, enc: bytesOf(session.enc), info },
				bytesOf(session.key),
				new TextEncoder().encode(sessionContext(session)).buffer
			);
			const key = Buffer.from(opened);
			if (key.length === CONTENT_KEY_BYTES) return { ok: true, key };
		} catch {
			// Below: whatever is wrong with it, it does not open.
		}
		return { ok: false, error: { kind: 'damaged' } };
	};
}
