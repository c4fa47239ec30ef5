/**
 * Tablets without a browser, as the server sees them: enrolled with a code, somebody signed in on each, and what they send
 * sealed. They come from one address, as a city behind one proxy does, and check what they receive by its checksum.
 */
import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { EnrolResponse, UnlockResponse } from '../../src/lib/domain/devices/device-api.ts';
import { SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import {
	emptyChecksum,
	formatChecksum,
	updateChecksum,
	type Checksum
} from '../../sync/merge/checksum.ts';
import type { Cursor, PullResponse } from '../../sync/protocol/pull.ts';
import type { PushResponse } from '../../sync/protocol/push.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { aPushOf } from '../builders/pushes.ts';
import { aSealedIntent, aSession, aSigner } from '../builders/sealing.ts';
import { SAMPLE_PASSPHRASE, type RunningServer } from '../e2e/support/server.ts';
import { registrations } from './sync.ts';

/** As long as the app waits. */
const TIMEOUT_MS = 30_000;

type Headers = Record<string, string>;
type Server = Pick<RunningServer, 'origin' | 'port'>;

function post({ origin, port }: Server, path: string, body: object | string, headers: Headers) {
	return fetch(`http://127.0.0.1:${port}${path}`, {
		method: 'POST',
		// As browsers ask for it.
		headers: { origin, 'content-type': 'application/json', 'accept-encoding': 'br', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
}

export type Ask = <Answer>(path: string, body: object | string) => Promise<Answer>;

/** Its rejections say why in one word: the status, or what became of the connection. */
function asking(server: Server, headers: Headers): Ask {
	return async (path, body) => {
		const answer = await post(server, path, body, headers);
		if (!answer.ok) throw new Error(`${answer.status}`);
		return answer.json() as Promise<never>;
	};
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

export async function signInAda(server: Server): Promise<Ask> {
	const person = { username: 'ada', passphrase: SAMPLE_PASSPHRASE, deviceId: randomUUID() };
	const session = await post(server, '/api/session', person, {});
	if (!session.ok) throw new Error(`Ada is not let in: ${session.status}`);
	const cookies = session.headers.getSetCookie().map((each) => each.split(';')[0]);
	return asking(server, { cookie: cookies.join('; ') });
}

/** Somebody who works at a desk, or everywhere, and may sign in. */
export interface Colleague {
	accessPointId: string;
	/** What they may pull. */
	scope: string;
	username: string;
	passphrase: string;
}

export interface SealedPush {
	/** Made before the time is taken. */
	body: string;
	records: number;
}

export type SimulatedTablet = Awaited<ReturnType<typeof openTablet>>;

/** Enrols a tablet at this person's desk, and signs them in on it. */
export async function openTablet(server: Server, ada: Ask, colleague: Colleague) {
	const { accessPointId, scope, username, passphrase } = colleague;
	const { code } = await ada<{ code: string }>('/api/admin/devices', {
		name: `Tablet ${accessPointId}`,
		accessPointId
	});
	const { publicKey } = aSigner();
	const enrol = { code, publicKey, appVersion: 'bench' };
	const { device, token } = await asking(server, {})<EnrolResponse>('/api/device/enrol', enrol);
	const send = asking(server, bearer(token));
	const signer = aSigner();
	const person = { username, passphrase, publicKey: signer.publicKey };
	const unlocked = await send<UnlockResponse>('/api/device/people', person);
	const receive = asking(server, bearer(unlocked.token));
	const author = { deviceId: device.id, actor: unlocked.info.user.id, grant: unlocked.grant };
	const storeId = randomUUID();
	let seq = 0;
	let cursor: Cursor | null = null;
	let checksum: Checksum = emptyChecksum;

	/** One page into the checksum. What is sent here is registered once and never changed: each row comes once. */
	async function pullPage(): Promise<PullResponse> {
		const asked = { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, storeId, scope, cursor };
		const page = await receive<PullResponse>('/api/sync/pull', asked);
		if (page.resnapshot) checksum = emptyChecksum;
		for (const row of page.rows) checksum = updateChecksum(checksum, undefined, row);
		({ cursor } = page);
		if (!page.more && page.checksum !== formatChecksum(checksum)) throw new Error('checksum');
		return page;
	}

	return {
		/** So many registrations under a new session, as after unlocking. */
		async seal(records: number): Promise<SealedPush> {
			const sealing = await aSession(device.serverKeys[0]!, signer, author);
			const push = aPushOf([], { deviceId: device.id, storeId, deviceNow: Date.now() });
			const intents = registrations(records, accessPointId).map((args) => {
				seq += 1;
				const content = { name: 'person.register', args, baseVersions: {} };
				return aSealedIntent(sealing, content, { seq, id: uuidv7() });
			});
			const counts = { pending: records, highestSeq: seq };
			const body = JSON.stringify({ ...push, ...counts, sessions: [sealing.session], intents });
			return { body, records };
		},

		/** Rejects unless all of it was accepted. */
		async push({ body, records }: SealedPush): Promise<void> {
			const { outcomes } = await send<PushResponse>('/api/sync/push', body);
			const accepted = outcomes.filter(({ outcome }) => outcome === 'accepted');
			if (accepted.length !== records) throw new Error('not-accepted');
		},

		/** What is new since the last time. @param isFresh as a device that holds nothing yet */
		async pull(isFresh = false): Promise<{ rows: number; firstPageMs: number }> {
			if (isFresh) cursor = null;
			const from = performance.now();
			let page = await pullPage();
			const firstPageMs = performance.now() - from;
			let rows = page.rows.length;
			while (page.more) {
				page = await pullPage();
				rows += page.rows.length;
			}
			return { rows, firstPageMs };
		}
	};
}
