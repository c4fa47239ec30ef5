/** What stands between a tablet's wire and the store: who calls, and whether anybody is there. */
import type { Caller } from '../../sync/merge/model.ts';
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

export function wireOf(world: Wired, tablet: Tablet): Wire {
	const { server, scheduler } = world;
	const caller = () => world.people.get(tablet.userId)!;
	const serverNow = () => scheduler.now + world.clockOffsetMs;
	const guarded = async (serve: () => Promise<Served>): Promise<Served | null> => {
		if (world.down) return null;
		if (tablet.signedOut) return { status: 401, retryAfterMs: null };
		return serve();
	};
	return {
		push: (request) =>
			guarded(async () => {
				const read = readPush(request);
				if (!read) {
					world.fail('push-unreadable', `${tablet.name} sent what no server reads`);
					return { status: 400, retryAfterMs: null };
				}
				const verdicts = new Map<number, Verdict>();
				if (world.keysLost) {
					read.intents.forEach((_, index) =>
						verdicts.set(index, { kind: 'unopened', reason: 'unknown-key' })
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
