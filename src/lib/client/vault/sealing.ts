/**
 * Sealing what is registered: the content key of a session, and the intents under it. What each message binds is said in
 * sync/protocol/sealed.ts.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import * as v from 'valibot';
import type { Envelope } from '../../../../sync/protocol/envelope.ts';
import type { NewIntent } from '../../../../sync/client/ports.ts';
import {
	envelopeContext,
	sealedContentSchema,
	sessionContext,
	SESSION_INFO,
	signedText,
	type SealedEnvelope,
	type SealedSession
} from '../../../../sync/protocol/sealed.ts';
import type { ServerKey } from '../../domain/devices/device-api.ts';
import {
	aesKey,
	fromBase64url,
	fromText,
	open,
	openJson,
	randomBytes,
	seal,
	sealJson,
	toBase64url,
	toText,
	utf8
} from './bytes.ts';
import { sign } from './signing.ts';

export interface Author {
	deviceId: string;
	/** A person, or `device:<id>`. */
	actor: string;
	grant: string | null;
	signingKey: CryptoKey;
}

/** A vault's key as it seals and opens. */
export interface OpenVault {
	id: string;
	scope: string;
	key: CryptoKey;
}

export interface ContentKey {
	sessionId: string;
	key: CryptoKey;
}

const vaultContext = (session: Pick<SealedSession, 'id' | 'deviceId' | 'actor'>, vault: string) =>
	JSON.stringify(['session-in-vault', 1, session.id, session.deviceId, session.actor, vault]);

/**
 * Makes a content key. Its `session` must be durable before anything sealed with it is.
 * @param vault whose holders may read what is sealed; null for what nobody here may read
 */
export async function newContentKey(
	author: Author,
	serverKey: ServerKey,
	vault: OpenVault | null,
	now: number
): Promise<{ content: ContentKey; session: SealedSession }> {
	const id = crypto.randomUUID();
	const { deviceId, actor, grant } = author;
	const bytes = randomBytes(32);
	const suite = new CipherSuite({
		kem: new DhkemP256HkdfSha256(),
		kdf: new HkdfSha256(),
		aead: new Aes256Gcm()
	});
	const recipientPublicKey = await suite.kem.importKey(
		'raw',
		fromBase64url(serverKey.publicKey).buffer,
		true
	);
	const whose = { id, deviceId, actor };
	const hpke = await suite.seal(
		{ recipientPublicKey, info: utf8(SESSION_INFO) },
		bytes,
		utf8(sessionContext(whose))
	);
	const inVault = vault && {
		id: vault.id,
		...toText(await seal(vault.key, bytes, vaultContext(whose, vault.id)))
	};
	const unsigned = {
		...whose,
		kid: serverKey.kid,
		enc: toBase64url(hpke.enc),
		key: toBase64url(hpke.ct),
		vault: inVault,
		at: now,
		grant
	};
	const signature = await sign(author.signingKey, signedText(unsigned));
	const content = { sessionId: id, key: await aesKey(bytes) };
	bytes.fill(0);
	return { content, session: { ...unsigned, signature } };
}

/** A colleague's, or one's own earlier, content key. Null when it is sealed to another vault, or damaged. */
export async function openContentKey(
	session: SealedSession,
	vaults: readonly OpenVault[]
): Promise<ContentKey | null> {
	const sealed = session.vault;
	for (const vault of vaults) {
		if (!sealed || vault.id !== sealed.id) continue;
		try {
			const bytes = await open(vault.key, fromText(sealed), vaultContext(session, vault.id));
			return { sessionId: session.id, key: await aesKey(bytes) };
		} catch {
			// By another key of the same id, perhaps; else it stays sealed here, and the server can still open it.
		}
	}
	return null;
}

export async function sealIntent(
	content: ContentKey,
	intent: NewIntent,
	deviceId: string
): Promise<Omit<SealedEnvelope, 'seq'>> {
	const { id, actor, at, dependsOn, supersedes, name, args, schemaVersion, baseVersions } = intent;
	const outside = {
		v: 1 as const,
		id,
		actor,
		dependsOn,
		...(supersedes && { supersedes }),
		at,
		session: content.sessionId
	};
	const inside = { name, args, ...(schemaVersion && { schemaVersion }), baseVersions };
	const parts = await sealJson(content.key, inside, envelopeContext(outside, deviceId));
	return { ...outside, ...toText(parts) };
}

/** Null when it does not open: another key, or damaged. */
export async function openIntent(
	content: ContentKey,
	envelope: SealedEnvelope,
	deviceId: string
): Promise<Envelope | null> {
	const { v: _version, session: _session, iv: _iv, sealed: _sealed, ...outside } = envelope;
	try {
		const context = envelopeContext(envelope, deviceId);
		const inside = v.parse(
			sealedContentSchema,
			await openJson(content.key, fromText(envelope), context)
		);
		return { v: 0, ...outside, ...inside } as Envelope;
	} catch {
		return null;
	}
}
