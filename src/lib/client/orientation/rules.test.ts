import { describe, expect, it } from 'vitest';
import type { RuleSet } from '$lib/domain/orientation/rule-set';
import { aRuleSet } from '../../../../tests/builders/rules';
import { Rules } from './rules.svelte';

/** A device whose worker answers only when told. */
function aDevice() {
	const waiting: ((set: RuleSet | null) => void)[] = [];
	let change: () => void = () => undefined;
	const source = {
		rules: () => new Promise<RuleSet | null>((resolve) => waiting.push(resolve)),
		onRulesChange: (listener: () => void) => (change = listener)
	};
	return {
		source,
		waiting,
		change: () => change(),
		async answer(set: RuleSet | null) {
			waiting.shift()!(set);
			for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
		}
	};
}

const first = aRuleSet(1);
const second = aRuleSet(2);

describe('the rules that pages see', () => {
	it('are loading, then ready, and others when there are others', async () => {
		const device = aDevice();
		const rules = new Rules(device.source);
		rules.start();
		expect(rules.state).toEqual({ kind: 'loading' });
		await device.answer(first);
		expect(rules.state).toEqual({ kind: 'ready', set: first });
		device.change();
		expect(rules.state).toEqual({ kind: 'ready', set: first });
		await device.answer(second);
		expect(rules.state).toEqual({ kind: 'ready', set: second });
	});

	it('are none yet on a device that never had a network, until it has', async () => {
		const device = aDevice();
		const rules = new Rules(device.source);
		rules.start();
		await device.answer(null);
		expect(rules.state).toEqual({ kind: 'none-yet' });
		device.change();
		await device.answer(first);
		expect(rules.state).toEqual({ kind: 'ready', set: first });
	});

	it('stay in use when the worker has stopped', async () => {
		const device = aDevice();
		const rules = new Rules(device.source);
		rules.start();
		await device.answer(first);
		device.change();
		await device.answer(null);
		expect(rules.state).toEqual({ kind: 'ready', set: first });
	});

	it('are asked for once, by the first page that needs them', () => {
		const device = aDevice();
		const rules = new Rules(device.source);
		expect(device.waiting).toHaveLength(0);
		rules.start();
		rules.start();
		expect(device.waiting).toHaveLength(1);
	});
});
