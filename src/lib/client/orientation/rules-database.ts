/**
 * The rules as they are stored: beside the catalogue, public like it. What cannot be read as a set of rules any more, because
 * the disk or an older app has left something else, is as good as none: the server is asked for it again.
 */
import { ruleSetSchema, type RuleSet } from '$lib/domain/orientation/rule-set';
import { createConnection, CURRENT, DATABASE_NAME } from '../catalogue/connection';
import { parseJson } from '../catalogue/public-answers';

export interface RulesDatabase {
	/** Null when there are none, or none that can be read. */
	read(): Promise<RuleSet | null>;
	/** @returns false when the device refused: it is full, or private */
	write(set: RuleSet): Promise<boolean>;
	close(): void;
}

export function createRulesDatabase(name = DATABASE_NAME): RulesDatabase {
	const connection = createConnection(name);
	return {
		async read() {
			try {
				const text = await (await connection.open()).get('rules', CURRENT);
				return text === undefined ? null : parseJson(ruleSetSchema, text);
			} catch {
				// Whoever asks does without; that it cannot be stored shows at the next writing.
				return null;
			}
		},
		async write(set) {
			try {
				await (await connection.open()).put('rules', JSON.stringify(set), CURRENT);
				return true;
			} catch {
				return false;
			}
		},
		close: connection.close
	};
}
