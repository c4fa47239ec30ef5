/** Which values stay when two records of one person become one: those of the record that stays, unless it has none. */
import { changedFields } from '../requests/request-changes.ts';
import type { PersonDetails } from './person.ts';

export interface Sides {
	kept: PersonDetails;
	given: PersonDetails;
}

type Chosen = { [Field in keyof PersonDetails]: keyof Sides };

export interface MergedValues {
	/** From which record each value comes. */
	sides: Chosen;
	/** What the record that stays takes over, and what it had in its place. */
	changes: Partial<PersonDetails>;
	before: Partial<PersonDetails>;
}

const fields = ['name', 'phone', 'language', 'neighbourhoodId', 'findAgain'] as const;

/** @param chosen by a person; the rest follows by itself */
export function mergedValues({ kept, given }: Sides, chosen: Partial<Chosen>): MergedValues {
	const pick = (field: keyof PersonDetails): keyof Sides =>
		chosen[field] ?? (!kept[field] && given[field] ? 'given' : 'kept');
	const sides = Object.fromEntries(fields.map((field) => [field, pick(field)])) as Chosen;
	const valueOf = (sideOf: (field: keyof PersonDetails) => keyof Sides) =>
		Object.fromEntries(
			fields.map((field) => [field, (sideOf(field) === 'kept' ? kept : given)[field]])
		) as unknown as PersonDetails;
	const own = valueOf(() => 'kept');
	const merged = valueOf((field) => sides[field]);
	return { sides, changes: changedFields(own, merged), before: changedFields(merged, own) };
}
