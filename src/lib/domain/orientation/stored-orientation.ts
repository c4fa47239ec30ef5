/**
 * What a request keeps of an orientation, see keep-orientation.ts: by which rules it came out, on which day, what was answered, and why. It reads
 * well when the rules have changed since, or are on this device no longer.
 * Every desk's first page reads records by these schemas: what makes such a record is elsewhere.
 */
import * as v from 'valibot';
import { answersSchema, factIds } from './facts.ts';
import { leafSchema } from './leaf.ts';

/** As many as a request may have services. */
export const MAX_PLAN = 20;
export const MAX_RESULTS = 24;
export const MAX_REASONS = 40;
/** Characters of JSON. */
export const MAX_SIZE = 24_000;
export const MAX_NAME = 300;

const name = v.pipe(v.string(), v.maxLength(MAX_NAME));
const bilingualName = v.object({ it: name, en: name });
const ruleId = v.pipe(v.string(), v.maxLength(100));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const verdict = v.picklist(['yes', 'no', 'to-verify']);

/** What the person means to ask for. The name is kept so that it reads well when the rule is gone. */
export const planSchema = v.pipe(
	v.array(
		v.object({
			ruleId,
			name: bilingualName,
			/** As it was when it was last written. */
			verdict,
			/** The service of the catalogue it is about, which so is chosen too. */
			serviceId: v.optional(v.pipe(v.string(), v.maxLength(100)))
		})
	),
	v.maxLength(MAX_PLAN)
);
export type Plan = v.InferOutput<typeof planSchema>;
export type PlanItem = Plan[number];

const reasonSchema = v.object({
	leaf: leafSchema,
	verdict,
	negated: v.boolean(),
	missing: v.pipe(v.array(v.picklist(factIds)), v.maxLength(2)),
	isExpired: v.boolean()
});

export const storedOrientationSchema = v.pipe(
	v.object({
		/** See rule-set.ts. */
		rules: v.object({ version: count, hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
		/** ISO date, on which it came out so. */
		day: v.pipe(v.string(), v.isoDate()),
		answers: answersSchema,
		results: v.pipe(
			v.array(
				v.object({
					ruleId,
					name: bilingualName,
					verdict,
					reasons: v.pipe(v.array(reasonSchema), v.maxLength(MAX_REASONS))
				})
			),
			v.maxLength(MAX_RESULTS)
		)
	}),
	v.check((stored) => JSON.stringify(stored).length <= MAX_SIZE, 'an orientation is bounded')
);
export type StoredOrientation = v.InferOutput<typeof storedOrientationSchema>;
export type StoredResult = StoredOrientation['results'][number];

/** The services of a request: those chosen one by one, and those of the plan, each once. */
export function servicesWithPlan(
	chosen: readonly { id: string; name: string }[],
	plan: Plan
): { id: string; name: string }[] {
	const planned = plan.flatMap(({ serviceId, name }) =>
		serviceId === undefined ? [] : [{ id: serviceId, name: name.it }]
	);
	const all = [...planned, ...chosen].map(({ id, name }) => [id, { id, name }] as const);
	return [...new Map(all).values()].slice(0, MAX_PLAN);
}
