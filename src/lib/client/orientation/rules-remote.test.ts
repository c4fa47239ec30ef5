import { describe, expect, it } from 'vitest';
import { aRuleSet } from '../../../../tests/builders/rules';
import { createRulesRemote } from './rules-remote';

const set = aRuleSet(3);

/** What the server is asked, and what it answers. */
function ask(answer: () => Response, hash: string | null = null) {
	const headers: Record<string, string>[] = [];
	const remote = createRulesRemote(async (path, init) => {
		expect(path).toBe('/api/rules');
		headers.push((init?.headers ?? {}) as Record<string, string>);
		return answer();
	});
	return { answered: remote.current(hash), headers };
}
const bad = { ok: false, error: { kind: 'bad-answer' } };

describe('asking the server for the rules', () => {
	it('says which are here already', async () => {
		const { answered, headers } = ask(() => new Response(null, { status: 304 }), set.hash);
		expect(await answered).toEqual({ ok: true, value: 'not-modified' });
		expect(headers).toEqual([{ 'if-none-match': `"${set.hash}"` }]);
	});

	it('reads the whole set', async () => {
		expect(await ask(() => Response.json(set)).answered).toEqual({ ok: true, value: set });
	});

	it('leaves out what only a newer app knows of a rule, and fills in what an older server does not say', async () => {
		const [rule] = set.rules;
		const other = { ...rule, colour: 'green', links: undefined };
		const { answered } = ask(() => Response.json({ ...set, rules: [other] }));
		expect(await answered).toEqual({ ok: true, value: set });
	});

	it.each<[string, () => Response]>([
		['the page of a Wi-Fi that asks to sign in', () => new Response('<html>')],
		['a set of another format', () => Response.json({ ...set, format: 2 })],
		[
			'a condition that only a newer app knows',
			() =>
				Response.json({
					...set,
					rules: [{ ...set.rules[0], when: { fact: 'shoeSize', from: 40 } }]
				})
		],
		['a server in trouble', () => Response.json({ error: { kind: 'internal' } }, { status: 500 })]
	])('takes none of %s', async (_, answer) => {
		expect(await ask(answer).answered).toEqual(bad);
	});

	it('says that nobody answered', async () => {
		const { answered } = ask(() => {
			throw new TypeError('Failed to fetch');
		});
		expect(await answered).toEqual({ ok: false, error: { kind: 'no-network' } });
	});
});
