import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDatabase } from '../../../../tests/builders/database.ts';
import { aRule } from '../../../../tests/builders/rules.ts';
import { importRules } from '../../../../db/catalogue/import-rules.ts';
import { createRules } from '../../../../db/catalogue/rules.ts';
import type { Connection } from '../../../../db/connection.ts';
import { sampleRules } from '../../../../db/seed/cremona/rules/index.ts';
import { seedRules } from '../../../../db/seed/seed-rules.ts';
import { canonicalJson } from '../../domain/orientation/canonical-json.ts';
import { ruleSetSchema } from '../../domain/orientation/rule-set.ts';
import type { Rule } from '../../domain/orientation/rule.ts';
import { rulesAnswer } from './answers.ts';
import { createPublishedRules, type PublishedRules } from './published-rules.ts';

let connection: Connection;
let rules: PublishedRules;
beforeEach(() => {
	connection = aDatabase();
	rules = createPublishedRules(connection);
});
afterEach(() => connection.close());

function enterOn(today: string, ...given: Rule[]) {
	const rows = given.map((value) => ({ file: 'regole.json', value }));
	expect(importRules(connection, rows, { today, at: 1000 }).ok).toBe(true);
}
const enter = (...given: Rule[]) => enterOn('2026-11-27', ...given);
const ask = (etag?: string) =>
	rulesAnswer(
		rules,
		new Request('http://localhost/api/rules', { headers: etag ? { 'if-none-match': etag } : {} })
	);
const given = async () => v.parse(ruleSetSchema, await ask().json());

describe('the rules that devices get', () => {
	it('are those in force, each with its version, under the hash of all of it', async () => {
		enter(aRule(), aRule({ id: 'bonus' }));
		enter(aRule({ when: { fact: 'age', from: 70 } }));
		const { hash, ...rest } = await given();
		expect(rest.version).toBe(2);
		expect(rest.rules.map(({ id, version }) => [id, version])).toEqual([
			['bonus', 1],
			['pasti', 2]
		]);
		expect(createHash('sha256').update(canonicalJson(rest)).digest('hex')).toBe(hash);
	});

	it('are an empty set where there are none: a device is to know that there is nothing', async () => {
		expect(await given()).toMatchObject({ version: 0, rules: [] });
	});

	it('are not sent again to who has them, until any of them changes', async () => {
		enter(aRule());
		const first = ask();
		expect(first.headers.get('cache-control')).toBe('public, no-cache');
		const etag = first.headers.get('etag')!;
		for (const tag of [etag, `W/${etag}`]) {
			const again = ask(tag);
			expect([again.status, await again.text()]).toEqual([304, '']);
		}
		// As a command does, beside a server that runs.
		createRules(connection).retire('pasti', 2000);
		expect(ask(etag).status).toBe(200);
		expect(await given()).toMatchObject({ version: 2, rules: [] });
	});
});

describe('the sample city’s rules', () => {
	it('are entered once: what was taken out since stays out', async () => {
		const count = sampleRules().length;
		expect(seedRules(connection, 1000)).toBe(count);
		expect((await given()).rules).toHaveLength(count);
		createRules(connection).retire(sampleRules()[0]!.id, 2000);
		expect(seedRules(connection, 3000)).toBe(0);
		expect((await given()).rules).toHaveLength(count - 1);
	});

	it('come in again from an export as no change, expired or not', async () => {
		seedRules(connection, 1000);
		enterOn('2099-01-01', ...sampleRules());
		expect((await given()).version).toBe(1);
	});
});
