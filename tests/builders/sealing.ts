/** What a tablet does with keys, in tests of the server: signing, making sessions, sealing intents. */
import {
	createCipheriv,
	generateKeyPairSync,
	randomBytes,
	randomUUID,
	sign,
	type JsonWebKey
} from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { unlockText, type ServerKey } from '../../src/lib/domain/devices/device-api.ts';
import {
	envelopeContext,
	SESSION_INFO,
	sessionContext,
	signedText,
	type SealedEnvelope,
	type SealedSession
} from '../../sync/protocol/sealed.ts';

/** A key pair for signatures, of a tablet or of a person on it. */
export function aSigner() {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '' }: JsonWebKey = publicKey.export({ format: 'jwk' });
	const point = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
	return {
		publicKey: Buffer.concat(point).toString('base64url'),
		sign: (text: string) =>
			sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
				'base64url'
			)
	};
}
export type Signer = ReturnType<typeof aSigner>;

export function anUnlock(grant: string, signer: Signer, at = Date.now()) {
	const nonce = randomBytes(16).toString('base64url');
	return { grant, at, nonce, signature: signer.sign(unlockText({ grant, at, nonce })) };
}

const suite = new CipherSuite({
	kem: new DhkemP256HkdfSha256(),
	kdf: new HkdfSha256(),
	aead: new Aes256Gcm()
});

function bytesOf(bytes: Buffer): ArrayBuffer {
	return new Uint8Array(bytes).buffer;
}

/** A session sealed to a key of the server's, and the content key that it holds. */
export async function aSession(
	serverKey: ServerKey,
	signer: Signer,
	about: Pick<SealedSession, 'deviceId' | 'actor' | 'grant'> & Partial<SealedSession>
): Promise<{ session: SealedSession; contentKey: Buffer }> {
	const contentKey = randomBytes(32);
	const named = { id: randomUUID(), kid: serverKey.kid, vault: null, at: Date.now(), ...about };
	const point = bytesOf(Buffer.from(serverKey.publicKey, 'base64url'));
	const { ct, enc } = await suite.seal(
		{
			recipientPublicKey: await suite.kem.deserializePublicKey(point),
			info: bytesOf(Buffer.from(SESSION_INFO))
		},
		bytesOf(contentKey),
		bytesOf(Buffer.from(sessionContext(named)))
	);
	const sealed = {
		...named,
		enc: Buffer.from(enc).toString('base64url'),
		key: Buffer.from(ct).toString('base64url')
	};
	const session = { ...sealed, signature: signer.sign(signedText(sealed)), ...about };
	return { session, contentKey };
}

/** An envelope under a session's content key. `content` is what is inside of the seal. */
export function aSealedIntent(
	{ session, contentKey }: { session: SealedSession; contentKey: Buffer },
	content: unknown,
	changes: Partial<SealedEnvelope> = {}
): SealedEnvelope {
	const outside = {
		v: 1 as const,
		seq: 1,
		id: randomUUID(),
		actor: session.actor,
		dependsOn: [],
		at: session.at,
		session: session.id,
		...changes
	};
	const iv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', contentKey, iv);
	cipher.setAAD(Buffer.from(envelopeContext(outside, session.deviceId)));
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	const sealed = [cipher.update(text), cipher.final(), cipher.getAuthTag()];
	return {
		...outside,
		iv: iv.toString('base64url'),
		sealed: Buffer.concat(sealed).toString('base64url')
	};
}
