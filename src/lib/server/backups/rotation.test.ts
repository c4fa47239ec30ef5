import { describe, expect, it } from 'vitest';
import { backupName, backupTime, isBackupDue, staleBackups } from './rotation.ts';

const at = (day: number, hours = 3, minutes = 0) => new Date(2026, 10, day, hours, minutes);

describe('when a backup is due', () => {
	it.each([
		['there is none', null, at(22, 12), true],
		['the last is of this night', at(22, 3, 1), at(22, 23), false],
		['it is past three and the last is of yesterday', at(21, 15), at(22, 3), true],
		['it is not yet three and the last is of yesterday night', at(21, 3), at(22, 2, 59), false],
		['the last was made by day, and the night has passed', at(21, 15), at(22, 9), true],
		['the last is a week old, whatever the hour', at(14), at(22, 1), true]
	])('when %s', (_when, latest, now, due) => {
		expect(isBackupDue(latest, now)).toBe(due);
	});
});

describe('which backups are kept', () => {
	it('names a backup by when it was made, and knows its own from others', () => {
		const made = at(5, 3, 7);
		expect(backupName(made)).toBe('sportello-2026-11-05-0307.sqlite');
		expect(backupTime(backupName(made))).toEqual(made);
		expect(backupTime('sportello.sqlite')).toBeNull();
		expect(backupTime('sportello-2026-11-05-0307.sqlite.part')).toBeNull();
	});

	it('keeps seven days and four weeks, and never touches what is not its own', () => {
		const nights = Array.from({ length: 60 }, (_, index) =>
			backupName(new Date(2026, 10, 22 - index, 3))
		);
		const stale = new Set(staleBackups(['notes.txt', 'erased-ids.txt', ...nights]));
		const kept = nights.filter((name) => !stale.has(name)).map((name) => name.slice(10, 20));
		// 22 November 2026 is a Sunday: each week's latest is its Sunday's.
		expect(kept).toEqual([
			'2026-11-22',
			'2026-11-21',
			'2026-11-20',
			'2026-11-19',
			'2026-11-18',
			'2026-11-17',
			'2026-11-16',
			'2026-11-15',
			'2026-11-08',
			'2026-11-01'
		]);
		expect([...stale].every((name) => nights.includes(name))).toBe(true);
	});

	it('keeps the latest of a day on which several were made', () => {
		const names = [at(22, 3), at(22, 15), at(22, 9)].map(backupName);
		expect(staleBackups(names)).toEqual([names[2], names[0]]);
	});

	it('keeps old ones while there are no newer: a server that was off loses none', () => {
		const names = [at(1), at(2), at(3)].map(backupName);
		expect(staleBackups(names)).toEqual([]);
	});
});
