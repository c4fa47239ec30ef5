/**
 * The rules of orientation, with every version there was.
 *
 * Invariants
 * - Append-only: a row's text never changes. A new text is a new row, and a rule that is taken out is marked.
 * - The set's version grows by one with each change, which may be of many rules; a rule has the version it came with.
 */
import type { PublishedRule } from '../../src/lib/domain/orientation/rule-set.ts';
import type { Rule } from '../../src/lib/domain/orientation/rule.ts';
import type { Connection } from '../connection.ts';

interface Row {
	id: string;
	version: number;
	body: string;
}

const NEWEST = 'version = (select max(version) from orientation_rule where id = rule.id)';

const published = ({ version, body }: Row): PublishedRule => ({
	...(JSON.parse(body) as Rule),
	version
});

export function createRules({ sqlite }: Connection) {
	const selectVersion = sqlite
		.prepare<[], number>(
			'select max(coalesce(max(version), 0), coalesce(max(retired_in), 0)) from orientation_rule'
		)
		.pluck();
	const selectCurrent = sqlite.prepare<[], Row>(
		`select id, version, body from orientation_rule as rule
		where retired_in is null and ${NEWEST} order by id`
	);
	const selectOne = sqlite.prepare<[string, number], Row>(
		'select id, version, body from orientation_rule where id = ? and version = ?'
	);
	const insert = sqlite.prepare(
		'insert into orientation_rule (id, version, body, created_at) values (?, ?, ?, ?)'
	);
	const updateRetired = sqlite.prepare<[number, number, string]>(
		`update orientation_rule as rule set retired_in = ?, retired_at = ?
		where id = ? and retired_in is null and ${NEWEST}`
	);

	const version = () => selectVersion.get()!;

	return {
		/** Of the whole set; 0 before the first rule. */
		version,
		/** The rules in force, with the version of their set, from one snapshot. */
		current: sqlite.transaction((): { version: number; rules: PublishedRule[] } => ({
			version: version(),
			rules: selectCurrent.all().map(published)
		})),
		/** The texts of the rules in force, by id. */
		texts(): Map<string, string> {
			return new Map(selectCurrent.all().map(({ id, body }) => [id, body]));
		},
		/** Any version that ever was, for a request that kept which one it was oriented by. */
		rule(id: string, ruleVersion: number): PublishedRule | undefined {
			const row = selectOne.get(id, ruleVersion);
			return row && published(row);
		},
		/**
		 * @param rules new, or with another text than the one in force; in canonical JSON
		 * @param at milliseconds since the epoch
		 * @returns the version of the set with them
		 */
		add: sqlite.transaction(
			(rules: readonly { id: string; text: string }[], at: number): number => {
				if (rules.length === 0) return version();
				const next = version() + 1;
				for (const { id, text } of rules) insert.run(id, next, text, at);
				return next;
			}
		),
		/**
		 * @param at milliseconds since the epoch
		 * @returns false when no rule with this id is in force
		 */
		retire: sqlite.transaction((id: string, at: number): boolean => {
			return updateRetired.run(version() + 1, at, id).changes > 0;
		})
	};
}
export type Rules = ReturnType<typeof createRules>;
