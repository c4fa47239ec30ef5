/**
 * The server's keeping of everything that syncs, as one coarse asynchronous port: an adapter loads, lets the pure
 * functions of this folder decide, and writes. No callback crosses the port, so that a synchronous engine (SQLite) and
 * an asynchronous one (PostgreSQL) fit alike. `tests/contract/server-store.ts` holds every adapter to it.
 */
import type { PullRequest, PullResponse } from '../protocol/pull.ts';
import type { PushRequest, PushResponse } from '../protocol/push.ts';
import type { RowRef } from '../protocol/json.ts';
import type { Caller } from '../merge/model.ts';
import type { AcceptResult, SetAsideResult } from './decide-quarantine.ts';
import type { Decision } from './records.ts';
import type { Erased } from './erase.ts';
import type { QuarantineEntry, QuarantineItem, QuarantineState } from './records.ts';
import type { Sender } from './sender.ts';

export interface ServerStore {
	/** Names the history this database belongs to; a restore from a backup starts another. */
	epoch(): Promise<string>;
	/** Applies a whole batch in one transaction. `receivedAt` is the server's clock, milliseconds since the epoch. */
	applyPush(request: PushRequest, sender: Sender, receivedAt: number): Promise<PushResponse>;
	/** One page from one read snapshot. The caller has been checked to hold the scope. */
	pullPage(
		request: PullRequest,
		caller: Caller,
		options: { pageRows: number; serverNow: number }
	): Promise<PullResponse>;
	/**
	 * Erases rows with all that belongs to them, and what was sent about them; scopes see them as gone. Their ids are
	 * remembered outside of this store's data. Erasing again what was erased before is no error.
	 */
	erase(refs: readonly RowRef[]): Promise<Erased>;
	/** What is in quarantine in one state, oldest first, up to `limit`; and how many there are. */
	listQuarantine(
		state: QuarantineState,
		limit: number
	): Promise<{ items: QuarantineItem[]; total: number }>;
	/** With what was sent. */
	readQuarantined(id: string): Promise<(QuarantineEntry & QuarantineItem) | undefined>;
	/** Runs what was sent as its author, who is told when they ask (`held`) or send it again. */
	acceptQuarantined(id: string, author: Caller, decision: Decision): Promise<AcceptResult>;
	/** Marks it as looked at and left. It is kept, and can be accepted later. */
	setAsideQuarantined(id: string, decision: Decision): Promise<SetAsideResult>;
}
