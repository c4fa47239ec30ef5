import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../../../db/engine.ts';
import { createErasedList } from '../../../../sync/server/erased.ts';
import { aDatabase } from '../../../../tests/builders/database.ts';
import { createNightlyBackups } from './nightly.ts';

let folder: string;
let now: Date;
const logged: string[] = [];

beforeEach(() => {
	folder = join(mkdtempSync(join(tmpdir(), 'sportello-nightly-')), 'backups');
	now = new Date(2026, 10, 22, 10);
	logged.length = 0;
});

afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

function backups() {
	const log = {
		info: (_about: unknown, text: string) => logged.push(text),
		error: (_about: unknown, text: string) => logged.push(text)
	};
	return createNightlyBackups({
		connection: aDatabase(),
		erased: createErasedList(),
		folder,
		log: log as never,
		now: () => now
	});
}

describe('nightly backups', () => {
	it('makes one at the first start and then one a night, each a whole database', async () => {
		const nightly = backups();
		await nightly.check();
		await nightly.check();
		expect(readdirSync(folder)).toEqual(['sportello-2026-11-22-1000.sqlite']);
		now = new Date(2026, 10, 23, 3, 5);
		await nightly.check();
		const made = readdirSync(folder).sort();
		expect(made).toEqual(['sportello-2026-11-22-1000.sqlite', 'sportello-2026-11-23-0305.sqlite']);
		const copy = new Database(join(folder, made[1]!), { readonly: true });
		expect(copy.prepare('select count(*) from users').pluck().get()).toBe(0);
		copy.close();
	});

	it('keeps the number of files bounded, and leaves other files alone', async () => {
		const nightly = backups();
		await nightly.check();
		writeFileSync(join(folder, 'read-me.txt'), '');
		for (let night = 1; night < 40; night += 1) {
			now = new Date(2026, 10, 22 + night, 3);
			await nightly.check();
		}
		const made = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
		// Seven days, which lie in two weeks, and the ends of two weeks more.
		expect(made).toHaveLength(9);
		expect(readdirSync(folder)).toContain('read-me.txt');
	});

	it('tells the age of the last, and that a night was missed', async () => {
		const nightly = backups();
		await nightly.check();
		now = new Date(2026, 10, 22, 12);
		expect(nightly.health()).toMatchObject({ ok: true, ageSeconds: 7200, lastError: null });
		now = new Date(2026, 10, 24, 12);
		expect(nightly.health()).toMatchObject({ ok: false, ageSeconds: 50 * 3600 });
	});

	it('says why when it cannot write, and makes good as soon as it can', async () => {
		const nightly = backups();
		writeFileSync(folder, 'a file where the folder should be');
		await nightly.check();
		expect(logged).toEqual(['backup failed']);
		expect(nightly.health()).toMatchObject({ ok: false, latestAt: null });
		rmSync(folder);
		await nightly.check();
		expect(nightly.health()).toMatchObject({ ok: true, lastError: null });
	});
});
