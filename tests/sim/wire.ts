/** What stands between a tablet's wire and the store: who calls, and whether anybody is there. */
import type { Caller } from '../../sync/merge/model.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import type { Verdict } from '../../sync/server/sender.ts';
import { readPush, type Served, type Wire } from './network.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimServer } from './server.ts';
import type { Tablet } from './tablet.ts';

/** What is to be known of the world. */
export interface Wired {
	server: SimServer;
	scheduler: Scheduler;
	story: { pageRows: number };
	people: ReadonlyMap<string, Caller>;
	down: boolean;
	keysLost: boolean;
	/** What has passed besides the time of the scheduler. */
	clockOffsetMs: number;
	fail(check: string, detail: string): void;
}

/** As an app of an earlier protocol has it. */
function asSentBy({ protocol }: Tablet, request: PushRequest): object {
	if (protocol >= 3) return request;
	const { sessions: _later, ...second } = { ...request, protocol };
	if (protocol === 2) return second;
	const { appVersion: _named, ...first } = second;
	const intents = request.intents.map((intent) => {
		const { schemaVersion: _own, ...envelope } = intent as { schemaVersion?: number };
		return envelope;
	});
	return { ...first, intents };
}

export function wireOf(world: Wired, tablet: Tablet): Wire {
	const { server, scheduler } = world;
	const caller = () => world.people.get(tablet.userId)!;
	const serverNow = () => scheduler.now + world.clockOffsetMs;
	const guarded = async (serve: () => Promise<Served>): Promise<Served | null> => {
		if (world.down) return null;
		if (tablet.signedOut) return { status: 401, retryAfterMs: null };
		try {
			return await serve();
		} catch (error) {
			world.fail('server-throws', String(error));
			return { status: 500, retryAfterMs: null };
		}
	};
	return {
		push: (request) =>
			guarded(async () => {
				const read = readPush(asSentBy(tablet, request));
				if (!read) {
					world.fail('push-unreadable', `${tablet.name} sent what no server reads`);
					return { status: 400, retryAfterMs: null };
				}
				const verdicts = new Map<number, Verdict>();
				if (world.keysLost) {
					read.intents.forEach((_, index) =>
						verdicts.set(index, { kind: 'unopened', reason: 'unknown-key' })
					);
				} else if (tablet.revoked) {
					read.intents.forEach((_, index) =>
						verdicts.set(index, { kind: 'doubtful', reason: 'device-revoked' })
					);
				}
				const sender =
					tablet.kind === 'browser'
						? caller()
						: { userId: `device:${tablet.name}`, authors: world.people, verdicts, sessions: [] };
				return { status: 200, body: await server.push(read, sender, serverNow()) };
			}),
		pull: (request) =>
			guarded(async () => {
				if (!caller().scopes.includes(request.scope)) return { status: 403, retryAfterMs: null };
				const body = await server.pull(request, caller(), world.story.pageRows, serverNow());
				return { status: 200, body };
			})
	};
}
