/** Enters the sample city's rules of orientation, through the very import that reads files. */
import { importRules } from '../catalogue/import-rules.ts';
import { createRules } from '../catalogue/rules.ts';
import type { Connection } from '../connection.ts';
import { sampleRules } from './cremona/rules/index.ts';

/**
 * Once: rules that were changed or retired since are not brought back.
 * @param at milliseconds since the epoch
 * @param today ISO date
 * @returns how many rules were entered
 * @throws when a sample rule is wrong: it is part of the program
 */
export function seedRules(connection: Connection, at: number, today: string): number {
	if (createRules(connection).version() > 0) return 0;
	const given = sampleRules().map((value, index) => ({ file: 'sample', row: index + 1, value }));
	const result = importRules(connection, given, { today, at, onAnyDay: true });
	if (result.ok) return result.added;
	const problems = result.problems
		.map(({ row, path, problem }) => `${row} ${path}: ${problem}`)
		.join('\n');
	throw new Error(`The sample rules cannot be imported:\n${problems}`);
}
