/** The server's side of the rules: one small request, which is answered in full only when they are others. */
import { ruleSetSchema, type RuleSet } from '$lib/domain/orientation/rule-set';
import {
	badAnswer,
	createGet,
	parseAnswer,
	TIMEOUT_MS,
	type Fetch,
	type RemoteResult
} from '../catalogue/public-answers';

export interface RulesRemote {
	/** @param hash of the set that is here; null when there is none */
	current(hash: string | null): Promise<RemoteResult<RuleSet | 'not-modified'>>;
}

export function createRulesRemote(fetch: Fetch): RulesRemote {
	const get = createGet(fetch);
	return {
		async current(hash) {
			const etag = hash === null ? null : `"${hash}"`;
			const answer = await get('/api/rules', TIMEOUT_MS, etag);
			if (!answer.ok) return answer;
			if (answer.value.status === 304) return { ok: true, value: 'not-modified' };
			const set = parseAnswer(ruleSetSchema, answer.value);
			return set === null ? badAnswer : { ok: true, value: set };
		}
	};
}
