/** The written households of tests/fixtures/households, and how a rule comes out for them. */
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { answersSchema, type Answers } from '../../src/lib/domain/orientation/facts.ts';
import {
	evaluate,
	missingOf,
	reasonsOf,
	type Reason
} from '../../src/lib/domain/orientation/evaluate.ts';
import type { Condition, Leaf } from '../../src/lib/domain/orientation/rule.ts';
import { TODAY } from './orientation.ts';

const folder = new URL('../fixtures/households/', import.meta.url);

const ids = v.array(v.string());
const householdSchema = v.strictObject({
	/** Who they are, in Italian. */
	description: v.string(),
	/** What they answered; null is "non so", and what is not here was not answered either. */
	answers: answersSchema,
	yes: ids,
	/** What is to verify, each with the facts that are missing; with none, it is for a person to judge. */
	toVerify: v.record(v.string(), ids),
	no: ids,
	/** Of some rules, why: `yes age from 18 to 59`, `no not housing is none`, `to-verify in words`. */
	reasons: v.record(v.string(), ids)
});
export type Household = v.InferOutput<typeof householdSchema> & { name: string };

/** @throws when a file is not of this form, or has an answer that nobody could give */
export function writtenHouseholds(): Household[] {
	return readdirSync(folder).map((file) => {
		const written = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { answers: object };
		const household = v.parse(householdSchema, written);
		const unknown = Object.keys(written.answers).filter((id) => !(id in household.answers));
		if (unknown.length > 0) throw new Error(`${file}: no such question: ${unknown.join()}`);
		return { ...household, name: file.replace('.json', '') };
	});
}

/** How a rule comes out for a household, but for the reasons: `yes`, `no`, or `to-verify` and what is missing. */
export function outcomeOf(condition: Condition, answers: Answers): string {
	const finding = evaluate(condition, answers, TODAY);
	return [finding.verdict, ...missingOf(finding)].join(' ');
}

export function reasonsInShort(condition: Condition, answers: Answers): string[] {
	return reasonsOf(evaluate(condition, answers, TODAY)).map(inShort);
}

function inShort({ leaf, verdict, negated, isExpired }: Reason): string {
	return `${verdict} ${negated ? 'not ' : ''}${leafInShort(leaf)}${isExpired ? ' (expired)' : ''}`;
}

function leafInShort(leaf: Leaf): string {
	if ('judged' in leaf) return 'in words';
	if ('is' in leaf) {
		return `${leaf.fact} is ${typeof leaf.is === 'boolean' ? leaf.is : leaf.is.join(', ')}`;
	}
	const { fact, ...ends } = leaf;
	return [fact, ...Object.entries(ends).map(([end, figure]) => `${end} ${figure}`)].join(' ');
}
