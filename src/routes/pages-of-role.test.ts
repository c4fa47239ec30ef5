import { describe, expect, it } from 'vitest';
import { homes, mayOpen } from './pages-of-role';

describe('pages of a role', () => {
	it('begins for everybody on a page they may open', () => {
		for (const role of Object.keys(homes) as (keyof typeof homes)[]) {
			expect(mayOpen(role, homes[role]), role).toBe(true);
		}
	});

	it('opens to a volunteer their offers and the guide, and no request or person', () => {
		const pages = [
			'/aiuti',
			'/aiuti/nuovo',
			'/guida',
			'/oggi',
			'/richieste/x',
			'/persone',
			'/quarantena',
			'/amministrazione/persone',
			'/aiutini'
		];
		expect(pages.filter((page) => mayOpen('volunteer', page))).toEqual([
			'/aiuti',
			'/aiuti/nuovo',
			'/guida'
		]);
		expect(pages.filter((page) => mayOpen('administrator', page))).toEqual([
			'/guida',
			'/quarantena',
			'/amministrazione/persone'
		]);
		expect(pages.every((page) => mayOpen('operator', page))).toBe(true);
	});
});
