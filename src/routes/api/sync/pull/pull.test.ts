/** A city whose tablets all receive at once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOf, startAdministeredServer } from '../../../../../tests/builders/administration.ts';
import { aPersonIntent, aPushOf } from '../../../../../tests/builders/pushes.ts';
import { uuid } from '../../../../../tests/builders/sync-world.ts';
import { SCHEMA_VERSION } from '../../../../lib/domain/model.ts';
import { callerOf } from '../../../../lib/server/auth/auth.ts';
import { getApp } from '../../../../lib/server/current-app.ts';
import { PROTOCOL } from '../../../../../sync/protocol/version.ts';
import { POST as push } from '../push/+server.ts';
import { POST as pull } from './+server.ts';

const PULLS = 20;

let stop: () => Promise<void>;
beforeEach(async () => {
	stop = await startAdministeredServer();
});
afterEach(() => stop());

/** Marta's, from her own browser. @returns the status */
async function ask(handler: typeof push | typeof pull, body: object): Promise<number> {
	const request = new Request('http://localhost/api', {
		method: 'POST',
		body: JSON.stringify(body)
	});
	const caller = callerOf(getApp().accounts.userByUsername('marta')!);
	const response = await handler({ request, locals: { caller, device: null } } as never);
	return response.status;
}

describe('many who pull at once', () => {
	it('are all answered, and whoever sends meanwhile does not wait for them all', async () => {
		const answered: string[] = [];
		const answer = async (name: string, asked: Promise<number>) => {
			answered.push(`${name} ${await asked}`);
		};
		const asked = { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, scope: 'desk:cambonino' };
		const pulls = Array.from({ length: PULLS }, (_, index) =>
			answer('pull', ask(pull, { ...asked, storeId: uuid(index + 1, 901), cursor: null }))
		);
		const written = aPushOf([aPersonIntent({ id: uuid(1, 1), name: 'Lucia Bianchi' })]);
		const intents = written.intents.map((each) => ({ ...(each as object), actor: idOf('marta') }));
		await Promise.all([...pulls, answer('push', ask(push, { ...written, intents }))]);
		expect(answered.indexOf('push 200')).toBeGreaterThanOrEqual(0);
		expect(answered.indexOf('push 200')).toBeLessThan(PULLS / 2);
		expect(answered.filter((each) => each === 'pull 200')).toHaveLength(PULLS);
	});
});
