/**
 * Ten thousand records up from a locked tablet, sealed, and the same from a person's own computer, in clear: real Chromium
 * and IndexedDB, the real server, which opens and applies each.
 */
import { v7 as uuidv7 } from 'uuid';
import type { Page } from '@playwright/test';
import type { UnlockResponse } from '../../src/lib/domain/devices/device-api.ts';
import type { StoredDevice } from '../../src/lib/client/tablet/tablet-database.ts';
import { newContentKey, sealIntent } from '../../src/lib/client/vault/sealing.ts';
import { newSigningKey, signingKey } from '../../src/lib/client/vault/signing.ts';
import { SAMPLE_PASSPHRASE } from '../e2e/support/server.ts';
import {
	enrol,
	enrolmentCode,
	lockScreen,
	signInAdministrator
} from '../e2e/support/shared-tablet.ts';
import { rounded, type Bench, type Outcome } from './harness.ts';
import { clearUp, fill, RECORDS, registrations, untilSaid } from './sync.ts';

function readDevice(page: Page): Promise<StoredDevice> {
	return page.evaluate(
		() =>
			new Promise<StoredDevice>((resolve, reject) => {
				const opening = indexedDB.open('sportello-device');
				opening.onerror = () => reject(opening.error);
				opening.onsuccess = () => {
					const reading = opening.result.transaction('device').objectStore('device').get('device');
					reading.onsuccess = () => resolve(reading.result as StoredDevice);
					reading.onerror = () => reject(reading.error);
				};
			})
	);
}

/** Marta signs in on this tablet, and seals as she would: the session's blob, and each record under its key. */
async function sealedRecords(origin: string, { state, token }: StoredDevice) {
	const { publicKey, privateKey } = await newSigningKey();
	const answer = await fetch(`${origin}/api/device/people`, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json', authorization: `Bearer ${token}` },
		body: JSON.stringify({ username: 'marta', passphrase: SAMPLE_PASSPHRASE, publicKey })
	});
	if (!answer.ok) throw new Error(`Marta is not let in: ${await answer.text()}`);
	const { info, grant } = (await answer.json()) as UnlockResponse;
	const actor = info.user.id;
	const author = { deviceId: state.id, actor, grant, signingKey: await signingKey(privateKey) };
	const { content, session } = await newContentKey(author, state.serverKeys[0]!, null, Date.now());
	const outbox = [];
	// What is written in one moment counts as one.
	const now = Date.now();
	for (const [index, args] of registrations().entries()) {
		const envelope = await sealIntent(
			content,
			{
				...{ v: 0 as const, id: uuidv7(), actor, name: 'person.register', args },
				...{ baseVersions: {}, dependsOn: [], at: now - RECORDS + index }
			},
			state.id
		);
		outbox.push({ envelope });
	}
	return { sessions: [{ id: session.id, session, kept: false }], outbox };
}

/** Milliseconds for all of them to go up from a locked tablet, sealed. */
export async function sealedUp({ server, open }: Bench): Promise<number> {
	const admin = await signInAdministrator(server);
	const code = await enrolmentCode(admin);
	await admin.dispose();
	const { page, context } = await open('tablet', { slow: false });
	await enrol(page, code);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const sealed = await sealedRecords(server.origin, await readDevice(page));
	await server.kill9();
	await fill(page, 'sportello-tablet', sealed);
	await page.goto('/entra');
	await lockScreen(page);
	await page.getByText(/^10\.?000 da inviare/).waitFor();
	const said = page.getByText('Tutto inviato');
	const upMs = await untilSaid(page, '/api/sync/push', () => server.restart(), said);
	await context.close();
	return upMs;
}

export async function pushBench(bench: Bench): Promise<Outcome> {
	const sealedMs = await sealedUp(bench);
	const clearMs = await clearUp(bench);
	return {
		n: RECORDS,
		slowdown: 'none',
		metrics: {
			sealed_up_ms: rounded(sealedMs),
			clear_up_ms: rounded(clearMs)
		}
	};
}
