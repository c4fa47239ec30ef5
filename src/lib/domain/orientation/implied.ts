/**
 * What nobody has to be asked, because it follows from what they said: whoever lives alone has no child at home. What was
 * answered stands; what was not, or with "non so", is filled in.
 */
import type { Answer, Answers, FactId } from './facts.ts';

const RETIRED_HOUSEHOLD_AGE = 67;
const OLD_AGE = 60;

type Said = { [id in FactId]?: Answer | null };

/** Each in its turn, and with what those before it have filled in. Undefined where nothing follows. */
const implications: readonly [FactId, (said: Said) => Answer | undefined][] = [
	['minorChildren', (said) => (isAlone(said) && isAtLeast(said, 18) ? 0 : undefined)],
	['isPregnant', (said) => (isAlone(said) && isAtLeast(said, OLD_AGE) ? false : undefined)],
	[
		'hasNurseryChild',
		({ minorChildren, isPregnant }) =>
			minorChildren === 0 && isPregnant === false ? false : undefined
	],
	[
		'hasMemberOver60',
		(said) => {
			if (isAtLeast(said, OLD_AGE)) return true;
			return isAlone(said) && typeof said.age === 'number' ? false : undefined;
		}
	],
	// Of whoever is younger it depends on a disability.
	[
		'areAllOver67',
		(said) => (isAlone(said) && isAtLeast(said, RETIRED_HOUSEHOLD_AGE) ? true : undefined)
	]
];

const isAlone = ({ householdMembers }: Said) => householdMembers === 1;
const isAtLeast = ({ age }: Said, years: number) => typeof age === 'number' && age >= years;

/** The answers, and what follows from them. */
export function withImplied(answers: Answers): Answers {
	const filled: Said = { ...answers };
	for (const [id, follows] of implications) {
		if (filled[id] === undefined || filled[id] === null) {
			const implied = follows(filled);
			if (implied !== undefined) filled[id] = implied;
		}
	}
	return filled;
}

/**
 * The answers, without what follows from the others: what is kept holds both, and what follows must not stand when that it
 * followed from is changed.
 */
export function withoutImplied(answers: Answers): Answers {
	// What follows from another one that follows goes first.
	return implications.reduceRight<Answers>((left, [id]) => {
		const { [id]: answer, ...others } = left;
		const isSaid = answer === undefined || answer === null || withImplied(others)[id] !== answer;
		return isSaid ? left : others;
	}, answers);
}
