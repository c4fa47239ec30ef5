/**
 * The network between one tablet and the server. Every exchange takes its time; in bad weather it may be lost on the way
 * there or back, come late or twice, be answered by somebody else, or be cut.
 */
import * as v from 'valibot';
import type { Transport, TransportResult } from '../../sync/client/ports.ts';
import { PUSH_BATCH } from '../../sync/protocol/limits.ts';
import { acceptedPushSchema } from '../../sync/protocol/upcast.ts';
import type { PullRequest } from '../../sync/protocol/pull.ts';
import type { PushRequest } from '../../sync/protocol/push.ts';
import type { Faults, FaultKind } from './faults.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { Life } from './tablet-store.ts';

/** What lies on the way, and until when. */
export interface Weather {
	/** Of an exchange going wrong. */
	badness: number;
	out: boolean;
	/** A proxy's limit in bytes; Infinity without one. */
	limit: number;
}

export const fair = (): Weather => ({ badness: 0, out: false, limit: Infinity });

/** As the client's transport has it. */
const TIMEOUT_MS = 30_000;

export type Served =
	{ status: 200; body: unknown } | { status: number; retryAfterMs: number | null };

export interface Wire {
	push(request: PushRequest): Promise<Served | null>;
	pull(request: PullRequest): Promise<Served | null>;
}

const troubles: readonly FaultKind[] = [
	'lost-request',
	'lost-answer',
	'lost-answer',
	'doubled',
	'slow',
	'portal',
	'cut',
	'busy'
];

export function createSimTransport(options: {
	wire: Wire;
	weather: () => Weather;
	faults: Faults;
	life: Life;
	random: Random;
	scheduler: Scheduler;
	onExchange(kind: 'push' | 'pull', what: string): void;
}): Transport {
	const { wire, weather, faults, life, random, scheduler, onExchange } = options;

	/** The last answer to a push: a box in between may give it once more. */
	let answered: unknown;

	async function carry(
		kind: 'push' | 'pull',
		serve: () => Promise<Served | null>,
		bytes: number,
		trouble: FaultKind | null
	): Promise<TransportResult> {
		if (weather().out) {
			await scheduler.sleep(random.between(1, 200));
			return { kind: 'unreachable' };
		}
		if (trouble === 'portal') {
			await scheduler.sleep(random.between(5, 100));
			return { kind: 'not-json' };
		}
		await scheduler.sleep(trouble === 'slow' ? random.between(500, 60_000) : random.between(2, 80));
		if (trouble === 'lost-request') return { kind: 'unreachable' };
		if (bytes > weather().limit) return { kind: 'refused', status: 413, retryAfterMs: null };
		if (trouble === 'busy') {
			const retryAfterMs = random.chance(0.5) ? random.between(1, 60) * 1000 : null;
			return { kind: 'refused', status: random.pick([429, 502, 503]), retryAfterMs };
		}
		if (trouble === 'cut' && kind === 'push' && answered && random.chance(0.5)) {
			return { kind: 'answer', body: structuredClone(answered) };
		}
		// The second copy takes its own way, and comes when it comes.
		if (trouble === 'doubled') scheduler.after(random.between(0, 40_000), () => void serve());
		const served = await serve();
		await scheduler.sleep(random.between(2, 80));
		if (!served || trouble === 'lost-answer' || weather().out) return { kind: 'unreachable' };
		if (served.status !== 200) {
			const { retryAfterMs } = served as { retryAfterMs: number | null };
			return { kind: 'refused', status: served.status, retryAfterMs };
		}
		const { body } = served as { body: unknown };
		if (trouble === 'cut') {
			// A proxy that repairs what it cut: JSON, and not the answer.
			return random.chance(0.5) ? { kind: 'unreachable' } : { kind: 'answer', body: half(body) };
		}
		const whole = JSON.parse(JSON.stringify(body)) as unknown;
		if (kind === 'push') answered = structuredClone(whole);
		return { kind: 'answer', body: whole };
	}

	function exchange(kind: 'push' | 'pull', request: object): Promise<TransportResult> {
		const text = JSON.stringify(request);
		const bad = random.chance(weather().badness) ? random.pick(troubles) : null;
		const trouble = bad && faults.has(bad) ? bad : null;
		const serve = () => wire[kind](JSON.parse(text) as never);
		return new Promise((resolve) => {
			const settle = (result: TransportResult, what: string) => {
				onExchange(kind, what);
				if (life.alive) resolve(result);
			};
			const cancel = scheduler.after(TIMEOUT_MS, () => settle({ kind: 'unreachable' }, 'timeout'));
			void carry(kind, serve, text.length, trouble).then((result) => {
				cancel();
				settle(result, `${trouble ?? ''}:${result.kind}`);
			});
		});
	}

	return {
		push: (request) => exchange('push', request),
		pull: (request) => exchange('pull', request),
		isOnline: () => !weather().out
	};
}

function half(body: unknown): unknown {
	const { outcomes, rows, ...rest } = body as { outcomes?: unknown[]; rows?: unknown[] };
	if (outcomes && outcomes.length > 0) return { ...rest, outcomes: outcomes.slice(1) };
	return { ...rest, ...(outcomes && { outcomes: undefined }), ...(rows && { rows: undefined }) };
}

/** What a server's route does before the store: read the push. */
export function readPush(request: object): PushRequest | null {
	if (JSON.stringify(request).length > 2 * PUSH_BATCH.bytes) return null;
	const parsed = v.safeParse(acceptedPushSchema, request);
	return parsed.success ? (parsed.output as PushRequest) : null;
}
