/**
 * A push from a tablet: opened, judged, and handed to the engine with what was found.
 *
 * Invariants
 * - A tablet's token speaks for nobody: what was not sealed by its author is kept for somebody to look at.
 * - The sessions sent are in the server's keeping before any intent sealed under them is answered.
 */
import * as v from 'valibot';
import type { PushRequest, PushResponse } from '../../../../sync/protocol/push.ts';
import { sealedSessionSchema } from '../../../../sync/protocol/sealed.ts';
import type { ServerStore } from '../../../../sync/server/port.ts';
import type { TabletSender, Verdict } from '../../../../sync/server/sender.ts';
import { deviceActor } from '../../domain/devices/device-api.ts';
import type { OpenedIntent, OpenSealed } from './open-sealed.ts';

/** Came in clear, from a tablet that seals everything. */
const NOT_SEALED = 'not-sealed';

function verdictOf(intent: OpenedIntent): Verdict | undefined {
	switch (intent.kind) {
		case 'opened':
			return undefined;
		case 'opened-doubtful':
			return { kind: 'doubtful', reason: intent.reason };
		case 'unopened':
			return { kind: 'unopened', reason: intent.reason };
		case 'never-opens':
			return { kind: 'never-opens' };
		case 'untouched':
			return { kind: 'doubtful', reason: NOT_SEALED };
	}
}

export type TakePush = ReturnType<typeof createTakePush>;

export function createTakePush(openSealed: OpenSealed, syncStore: Pick<ServerStore, 'applyPush'>) {
	/**
	 * @param request of the tablet with this id: the caller has checked that it is
	 * @param carried by somebody else, out of a file: it is the tablet's all the same, and no word of the tablet's
	 */
	return async function takePush(
		request: PushRequest,
		now: number,
		{ carried = false } = {}
	): Promise<PushResponse> {
		const { deviceId, intents: sent } = request;
		const sessions = request.sessions.flatMap((sent) => {
			const parsed = v.safeParse(sealedSessionSchema, sent);
			// What is none opens nothing: whatever is sealed under it stays unopened.
			return parsed.success ? [parsed.output] : [];
		});
		const opened = await openSealed({ deviceId, sessions, intents: sent, carried }, now);
		const verdicts = new Map<number, Verdict>();
		for (const [index, intent] of opened.intents.entries()) {
			const verdict = verdictOf(intent);
			if (verdict) verdicts.set(index, verdict);
		}
		const sender: TabletSender = {
			userId: deviceActor(deviceId),
			authors: opened.authors,
			verdicts,
			sessions: opened.keptSessions,
			carried
		};
		const intents = opened.intents.map((intent) =>
			'envelope' in intent ? intent.envelope : intent.intent
		);
		return syncStore.applyPush({ ...request, sessions: [], intents }, sender, now);
	};
}
