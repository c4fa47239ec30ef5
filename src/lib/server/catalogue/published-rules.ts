/** The rules of orientation as the server gives them to devices. */
import { createHash } from 'node:crypto';
import { createRules } from '../../../../db/catalogue/rules.ts';
import type { Connection } from '../../../../db/connection.ts';
import { canonicalJson } from '../../domain/orientation/canonical-json.ts';
import { RULES_FORMAT, type RuleSet } from '../../domain/orientation/rule-set.ts';

export interface PublishedRules {
	/** The set in force; what another process imports is seen at the next call. */
	current(): { hash: string; text: string };
}

export function createPublishedRules(connection: Connection): PublishedRules {
	const rules = createRules(connection);
	let made: { version: number; hash: string; text: string } | null = null;

	function make() {
		const content: Omit<RuleSet, 'hash'> = { format: RULES_FORMAT, ...rules.current() };
		const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
		return { version: content.version, hash, text: JSON.stringify({ ...content, hash }) };
	}

	return {
		current() {
			if (made?.version !== rules.version()) made = make();
			return made;
		}
	};
}
