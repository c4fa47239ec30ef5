/** Somebody at the desk without a browser: signs in and pushes as the app does on a computer of one's own. */
import { randomUUID } from 'node:crypto';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import type { PushResponse } from '../../../sync/protocol/push.ts';
import { SCHEMA_VERSION } from '../../../src/lib/domain/model.ts';
import { PROTOCOL } from '../../../sync/protocol/version.ts';
import { aPushOf } from '../../builders/pushes.ts';
import { SAMPLE_PASSPHRASE, type RunningServer } from './server.ts';

/** A record as it was written, to be sent once or more often. */
export interface WrittenIntent {
	id: string;
	seq: number;
	name: string;
	args: object;
	/** When it was written; now, when it is not said. */
	at?: number;
}

export interface Pusher {
	/** The store whose numbers are counted. */
	storeId: string;
	/** Rejects when there is no answer, and when it is none to a push. */
	push(intents: readonly WrittenIntent[]): Promise<PushResponse['outcomes']>;
	/** The first page of what this scope holds. Rejects as `push` does. */
	pull(scope: string): Promise<PullResponse>;
}

/** Signs this sample account in; the session lives on in the server's data, however the server ends. */
export async function signInToPush(
	{ origin, port }: Pick<RunningServer, 'origin' | 'port'>,
	username: string
): Promise<Pusher> {
	// A connection that is kept may be closed by the server just as it is used again.
	const headers = { origin, 'content-type': 'application/json', connection: 'close' };
	const post = (path: string, body: object, more: Record<string, string> = {}) =>
		fetch(`http://localhost:${port}${path}`, {
			method: 'POST',
			headers: { ...headers, ...more },
			body: JSON.stringify(body)
		});
	const [deviceId, storeId] = [randomUUID(), randomUUID()];
	const person = { username, passphrase: SAMPLE_PASSPHRASE, deviceId };
	const session = await post('/api/session', person);
	if (!session.ok) throw new Error(`${username} is not let in: ${await session.text()}`);
	const { user } = (await session.json()) as { user: { id: string } };
	const cookie = session.headers
		.getSetCookie()
		.map((each) => each.split(';')[0])
		.join('; ');
	async function ask(path: string, body: object): Promise<unknown> {
		const answer = await post(path, body, { cookie });
		if (!answer.ok) throw new Error(`Not taken: ${answer.status} ${await answer.text()}`);
		return answer.json();
	}
	return {
		storeId,
		async push(written) {
			const pairs = written.map(({ name, args }) => [name, args] as const);
			const firstSeq = written[0]?.seq ?? 1;
			const now = Date.now();
			const push = aPushOf(pairs, { firstSeq, deviceId, storeId, deviceNow: now });
			const intents = (push.intents as object[]).map((intent, index) => {
				const { id, seq, at = now } = written[index]!;
				return { ...intent, actor: user.id, id, seq, at };
			});
			return ((await ask('/api/sync/push', { ...push, intents })) as PushResponse).outcomes;
		},
		async pull(scope) {
			const asked = { protocol: PROTOCOL, schemaVersion: SCHEMA_VERSION, storeId, scope };
			return (await ask('/api/sync/pull', { ...asked, cursor: null })) as PullResponse;
		}
	};
}
