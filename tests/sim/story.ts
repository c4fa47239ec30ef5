/** A random story: who does what when, and what goes wrong. It is data, so that it can be played again with less in it. */
import { faultKinds, type FaultKind } from './faults.ts';
import { createRandom } from './random.ts';
import type { ServerKind } from './server.ts';

export type StepKind =
	| 'save'
	| 'contact'
	| 'fix'
	| 'weather'
	| 'gather'
	| 'backup'
	| 'open-tab'
	| 'switch'
	| 'administrator'
	| Exclude<
			FaultKind,
			| 'lost-request'
			| 'lost-answer'
			| 'doubled'
			| 'slow'
			| 'portal'
			| 'cut'
			| 'too-large'
			| 'busy'
			| 'outage'
			| 'no-lock'
			| 'two-tabs'
			| 'people'
			| 'volunteer'
			| 'old-app'
	  >;

export interface Step {
	/** Milliseconds from the beginning. */
	at: number;
	do: StepKind;
	/** Number of the tablet, as far as there are so many. */
	who: number;
	/** Of the step's own chance. */
	salt: number;
}

export interface Story {
	seed: number;
	server: ServerKind;
	tablets: number;
	pageRows: number;
	faults: readonly FaultKind[];
	steps: readonly Step[];
}

/** How often each step is taken when its fault may happen, and how likely a story has the fault at all. */
const likely: { readonly [fault in FaultKind]?: [weight: number, inStory: number] } = {
	crash: [4, 0.5],
	clock: [2, 0.3],
	full: [2, 0.2],
	clone: [1, 0.18],
	rollback: [1, 0.18],
	evicted: [1.5, 0.18],
	lost: [0.4, 0.1],
	month: [1.5, 0.15],
	'server-down': [2, 0.4],
	'server-crash': [3, 0.4],
	restore: [2.5, 0.3],
	'silent-restore': [1.5, 0.1],
	erase: [2, 0.3],
	scope: [1, 0.2],
	unopened: [2, 0.2],
	revoked: [1.5, 0.15],
	volunteer: [0, 0.15],
	'old-app': [0, 0.2],
	session: [2, 0.3]
};

export function makeStory(seed: number, server?: ServerKind): Story {
	const random = createRandom(`story/${seed}`);
	const tablets = random.between(2, random.chance(0.2) ? 8 : 4);
	const faults = faultKinds.filter((kind) => random.chance(likely[kind]?.[1] ?? 0.5));
	const weights: Partial<Record<StepKind, number>> = {
		save: 30,
		contact: 8,
		fix: 5,
		weather: faults.length > 0 ? 15 : 0,
		gather: 1,
		backup: faults.includes('restore') || faults.includes('silent-restore') ? 3 : 0,
		'open-tab': faults.includes('two-tabs') ? 3 : 0,
		switch: faults.includes('people') ? 2 : 0,
		administrator: faults.includes('revoked') ? 2 : 0
	};
	for (const kind of faults) {
		const weight = likely[kind]?.[0];
		if (weight) weights[kind as StepKind] = weight;
	}
	const length = random.between(10, random.chance(0.15) ? 120 : 50);
	const lasting = random.between(20, 400) * 1000;
	const steps = Array.from({ length }, (): Step => ({
		at: random.int(lasting),
		do: random.weighted(weights as Record<StepKind, number>),
		who: random.int(tablets),
		salt: random.int(2 ** 30)
	}));
	return {
		seed,
		server: server ?? (random.chance(0.25) ? 'sqlite' : 'memory'),
		tablets,
		pageRows: random.pick([3, 10, 1000]),
		faults,
		steps: steps.sort((a, b) => a.at - b.at)
	};
}
