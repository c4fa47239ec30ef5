/**
 * Erases every night what has been kept for as long as the table of purposes allows. What goes wrong stops nobody: it is
 * logged and tried again.
 *
 * Invariants
 * - What is due is read anew before every batch: what somebody has written meanwhile counts.
 * - Who read what goes after its own period, whatever has become of the record.
 * - Reading, deciding and erasing a batch is one piece of work: in this process nothing comes between.
 */
import { createAudit } from '../../../db/audit.ts';
import type { Connection } from '../../../db/connection.ts';
import { createRetentionRecords } from '../../../db/retention-records.ts';
import type { ServerStore } from '../../../sync/server/port.ts';
import { readingRule } from '../domain/privacy/purposes.ts';
import {
	countByCollection,
	dueRows,
	monthsBefore,
	type DueRow
} from '../domain/privacy/retention.ts';
import type { Log } from './log.ts';

/** Requests are answered between two batches. */
const ROWS_PER_BATCH = 500;
const CHECK_EVERY_MS = 10 * 60 * 1000;
/** After the nightly backup. */
const HOUR = 4;

export interface RetentionParts {
	connection: Pick<Connection, 'sqlite' | 'orm'>;
	syncStore: Pick<ServerStore, 'erase'>;
	log: Pick<Log, 'info' | 'error'>;
	/** Told of every batch after it is gone, for the record of who erased what. */
	onErased?: (rows: readonly DueRow[], at: number) => void;
	now?: () => Date;
}

/** Whether a night's four o'clock has passed since the last time, in the server's time zone. */
export function isRetentionDue(last: Date | null, now: Date): boolean {
	if (last === null) return true;
	const turn = new Date(now);
	turn.setHours(HOUR, 0, 0, 0);
	if (turn > now) turn.setDate(turn.getDate() - 1);
	return last < turn;
}

export type RetentionCounts = { [collection: string]: number };
export type Retention = ReturnType<typeof createRetention>;

export function createRetention({
	connection,
	syncStore,
	log,
	onErased = () => undefined,
	now = () => new Date()
}: RetentionParts) {
	const records = createRetentionRecords(connection);
	const audit = createAudit(connection);
	let lastAt: Date | null = null;
	let running: Promise<void> | null = null;
	let isStopping = false;
	let timer: NodeJS.Timeout | undefined;

	const readUntil = () => monthsBefore(now().getTime(), readingRule.retention.months);
	const withReadings = (counts: RetentionCounts, readings: number): RetentionCounts =>
		readings === 0 ? counts : { ...counts, readings };
	const due = () => dueRows({ ...records.read(), now: now().getTime() });

	/** Erases what is due, now. */
	async function erase(): Promise<RetentionCounts> {
		const erased: DueRow[] = [];
		for (;;) {
			const batch = due().slice(0, ROWS_PER_BATCH);
			if (batch.length === 0 || isStopping) break;
			const { rows } = await syncStore.erase(batch);
			if (rows === 0) throw new Error('What is due could not be erased');
			erased.push(...batch);
			onErased(batch, now().getTime());
			await new Promise((resolve) => setImmediate(resolve));
		}
		if (isStopping) return countByCollection(erased);
		return withReadings(countByCollection(erased), audit.forgetReadingsBefore(readUntil()));
	}

	async function eraseWhenDue() {
		try {
			const startedAt = now();
			if (!isRetentionDue(lastAt, startedAt)) return;
			const counts = await erase();
			lastAt = startedAt;
			if (Object.keys(counts).length > 0) log.info({ erased: counts }, 'period of keeping over');
		} catch (error) {
			log.error({ err: error }, 'retention failed');
		}
	}

	/** Erases when a night has passed; while that is being done, it is that. */
	function check(): Promise<void> {
		running ??= eraseWhenDue().finally(() => {
			running = null;
		});
		return running;
	}

	return {
		/** What would be erased now, in numbers. */
		preview: (): RetentionCounts =>
			withReadings(countByCollection(due()), audit.countReadingsBefore(readUntil())),

		erase,

		check,

		start() {
			timer = setInterval(() => void check(), CHECK_EVERY_MS).unref();
			void check();
		},

		/** Ends, when the batch at hand is erased. */
		async stop() {
			isStopping = true;
			clearInterval(timer);
			await running;
		}
	};
}
