/** What is asked of the database often, or of everything in it, and how SQLite answers it. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aDatabase } from '../tests/builders/database.ts';
import type { Connection } from './connection.ts';
import { createRetentionRecords } from './retention-records.ts';
import { prepareStatements } from './sync-statements.ts';

let connection: Connection;
beforeEach(() => {
	connection = aDatabase();
});
afterEach(() => connection.close());

function planOf(source: string, parameters: readonly unknown[] = []): string {
	return connection.sqlite
		.prepare<unknown[], { detail: string }>(`explain query plan ${source}`)
		.all(...parameters)
		.map(({ detail }) => detail)
		.join('; ');
}

describe('every pull', () => {
	it('finds by an index what it asks, however much there is', () => {
		const { scope, feedPage, store, erasedOf } = prepareStatements(connection);
		const plans = [
			planOf(scope.source, ['city']),
			planOf(feedPage.source, ['city', 0, 10]),
			planOf(store.source, ['store']),
			planOf(erasedOf.source, [{ storeId: 'store', since: 0 }])
		];
		for (const plan of plans) {
			expect(plan).toMatch(/SEARCH/);
			expect(plan).not.toMatch(/SCAN|TEMP/);
		}
	});
});

describe('the nightly look at what is kept', () => {
	it('has no entry of the ledger read for the moment it was received', () => {
		const prepare = vi.spyOn(connection.sqlite, 'prepare');
		createRetentionRecords(connection);
		const sources = prepare.mock.calls.map(([source]) => source);
		prepare.mockRestore();
		const ofLedger = sources.filter((source) => source.includes('ledger'));
		expect(ofLedger).toHaveLength(1);
		expect(planOf(ofLedger[0]!)).toMatch(/SEARCH ledger USING COVERING INDEX/);
	});
});
