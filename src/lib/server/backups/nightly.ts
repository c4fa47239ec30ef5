/**
 * A backup every night into a folder of its own, with rotation. What goes wrong stops nobody: it is logged, shown in
 * `/api/health`, and tried again.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backUp } from '../../../../db/backup.ts';
import type { Connection } from '../../../../db/connection.ts';
import type { ErasedList } from '../../../../sync/server/erased.ts';
import type { Log } from '../log.ts';
import { backupName, backupTime, isBackupDue, staleBackups } from './rotation.ts';

/** Requests are answered between two steps. */
const PAGES_PER_STEP = 200;
const CHECK_EVERY_MS = 10 * 60 * 1000;
/** A night and some hours: what is older has failed. */
const GOOD_FOR_MS = 30 * 60 * 60 * 1000;

export interface BackupHealth {
	ok: boolean;
	/** ISO 8601, and its age; null when there is none yet. */
	latestAt: string | null;
	ageSeconds: number | null;
	/** What the last attempt failed with: a code, such as ENOSPC. */
	lastError: string | null;
}

export interface NightlyParts {
	connection: Connection;
	erased: ErasedList;
	folder: string;
	log: Pick<Log, 'info' | 'error'>;
	now?: () => Date;
}

function codeOf(error: unknown): string {
	const code = (error as { code?: unknown } | null)?.code;
	return typeof code === 'string' ? code : 'failed';
}

export type NightlyBackups = ReturnType<typeof createNightlyBackups>;

export function createNightlyBackups({
	connection,
	erased,
	folder,
	log,
	now = () => new Date()
}: NightlyParts) {
	let lastError: string | null = null;
	let running: Promise<void> | null = null;
	let timer: NodeJS.Timeout | undefined;

	function latest(): Date | null {
		const times = readdirSync(folder).map((name) => backupTime(name)?.getTime() ?? 0);
		const newest = Math.max(0, ...times);
		return newest === 0 ? null : new Date(newest);
	}

	async function makeOne() {
		const name = backupName(now());
		const options = { pagesPerStep: PAGES_PER_STEP, overwrite: true };
		const result = await backUp(connection, erased, join(folder, name), options);
		if (!result.ok) throw Object.assign(new Error(result.error.kind), { code: result.error.kind });
		for (const stale of staleBackups(readdirSync(folder))) rmSync(join(folder, stale));
		log.info({ backup: name, bytes: result.bytes }, 'backup made');
	}

	async function makeWhenDue() {
		try {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			if (isBackupDue(latest(), now())) await makeOne();
			lastError = null;
		} catch (error) {
			lastError = codeOf(error);
			log.error({ err: error }, 'backup failed');
		}
	}

	/** Makes a backup when one is due; while one is being made, it is that one. */
	function check(): Promise<void> {
		running ??= makeWhenDue().finally(() => {
			running = null;
		});
		return running;
	}

	return {
		check,

		start() {
			timer = setInterval(() => void check(), CHECK_EVERY_MS).unref();
			void check();
		},

		health(): BackupHealth {
			try {
				const at = latest();
				const ageMs = at ? now().getTime() - at.getTime() : null;
				return {
					ok: lastError === null && ageMs !== null && ageMs < GOOD_FOR_MS,
					latestAt: at?.toISOString() ?? null,
					ageSeconds: ageMs === null ? null : Math.round(ageMs / 1000),
					lastError
				};
			} catch (error) {
				return { ok: false, latestAt: null, ageSeconds: null, lastError: codeOf(error) };
			}
		},

		/** Ends, when what is being written is written. */
		async stop() {
			clearInterval(timer);
			await running;
		}
	};
}
