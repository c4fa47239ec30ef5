/**
 * From the tap on an answer until the next question, the counts of all results and the first new card are painted (the other
 * cards follow, one after the other): at home, with the server away, and with three hundred rules.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleRules } from '../../db/seed/cremona/rules/index.ts';
import type { Condition, Rule } from '../../src/lib/domain/orientation/rule.ts';
import {
	fromTapUntil,
	percentile,
	rounded,
	slowDown,
	tap,
	type Bench,
	type Outcome
} from './harness.ts';

const RULES = 300;
const CONVERSATIONS = 4;
/** Nobody reads a question in less. */
const READING_MS = 1_000;
/** Nor goes from the last figure to the button. */
const REACHING_MS = 400;
const NONE_LEFT = 'Non c’è altro da chiedere';

/** The same with figures a little apart, so that no two rules ask for the same. */
function shifted(condition: Condition, by: number): Condition {
	if ('all' in condition) return { all: condition.all.map((each) => shifted(each, by)) };
	if ('any' in condition) return { any: condition.any.map((each) => shifted(each, by)) };
	if ('not' in condition) return { not: shifted(condition.not, by) };
	if ('of' in condition) {
		return { atLeast: condition.atLeast, of: condition.of.map((each) => shifted(each, by)) };
	}
	const isMoney = 'to' in condition && (condition.to ?? 0) > 1000;
	return isMoney ? { ...condition, to: condition.to! + by } : condition;
}

/** The sample rules, and as many more of their kind as it takes. */
export function manyRules(): Rule[] {
	const sample = sampleRules();
	return Array.from({ length: RULES - sample.length }, (_, index) => {
		const rule = sample[index % sample.length]!;
		const copy = Math.floor(index / sample.length) + 1;
		return { ...rule, id: `${rule.id}-${copy}`, when: shifted(rule.when, copy) };
	});
}

export function importRules(dataDir: string, rules: readonly Rule[]): void {
	const folder = mkdtempSync(join(tmpdir(), 'sportello-rules-'));
	try {
		const file = join(folder, 'rules.json');
		writeFileSync(file, JSON.stringify(rules));
		const { status, stderr } = spawnSync(
			process.execPath,
			['--import', 'tsx', 'scripts/rules.ts', 'import', file],
			{ env: { ...process.env, DATA_DIR: dataDir }, encoding: 'utf8' }
		);
		if (status !== 0) throw new Error(`The rules were refused: ${stderr}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export async function orientationBench({ server, open }: Bench): Promise<Outcome> {
	importRules(server.dataDir, manyRules());
	const { page } = await open('orientation', { slow: false });
	await page.goto('/orientamento');
	await page.getByRole('button', { name: 'Non so' }).waitFor();
	const count = await page.evaluate(async () => {
		const response = await fetch('/api/rules');
		return ((await response.json()) as { rules: unknown[] }).rules.length;
	});
	if (count !== RULES) throw new Error(`${count} rules instead of ${RULES}`);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await server.kill9();
	await slowDown(page);
	const durations: number[] = [];
	for (let conversation = 0; conversation < CONVERSATIONS; conversation += 1) {
		for (let answers = 0; ; answers += 1) {
			if (await page.getByRole('heading', { name: NONE_LEFT }).isVisible()) break;
			await page.waitForTimeout(READING_MS);
			const figure = page.locator('#orientation-figure');
			const choices = page.locator('.question .answers button');
			const many = await choices.count();
			if (many === 0) {
				await figure.fill(String(2 + conversation));
				await page.waitForTimeout(REACHING_MS);
			}
			const answer =
				many > 0
					? choices.nth((answers + conversation) % many)
					: page.getByRole('button', { name: 'Conferma' });
			const next = fromTapUntil(page, { selector: '.main h2', isPainted: true });
			await tap(page, answer);
			durations.push(await next);
		}
		await page.getByRole('button', { name: 'Ricomincia' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Ricomincia' }).click();
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
	}
	return {
		n: durations.length,
		slowdown: '4x main thread',
		metrics: {
			answer_p50_ms: rounded(percentile(durations, 0.5)),
			answer_p95_ms: rounded(percentile(durations, 0.95)),
			answer_max_ms: rounded(Math.max(...durations)),
			rules: RULES
		}
	};
}
