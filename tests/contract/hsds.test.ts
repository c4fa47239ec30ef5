import { describe, expect, it } from 'vitest';
import { exportPage } from '../../db/catalogue/export.ts';
import { createServiceReader } from '../../db/catalogue/hsds-rows.ts';
import { importServices } from '../../db/catalogue/import.ts';
import { readServiceFile } from '../../db/catalogue/service-file.ts';
import fc from 'fast-check';
import type { HsdsService } from '../../src/lib/domain/catalogue/hsds.ts';
import { anEmptyCatalogue, enter } from '../builders/catalogue.ts';
import { arbitraryService } from '../builders/hsds.ts';
import {
	hasSharedData,
	officialServiceValidator,
	readShared,
	sharedFiles,
	withoutSharedData
} from '../builders/shared-data.ts';

type Page = { contents: HsdsService[] };
const exported = (connection: ReturnType<typeof anEmptyCatalogue>) =>
	JSON.parse([...exportPage(connection)].join('')) as Page;

if (!hasSharedData)
	describe('HSDS 3.0', () => {
		it(withoutSharedData, () => {
			console.warn(withoutSharedData);
			expect(hasSharedData).toBe(false);
		});
	});

describe.runIf(hasSharedData)('HSDS 3.0', { timeout: 60_000 }, () => {
	it('round-trips its example service, which stays valid', async () => {
		const connection = anEmptyCatalogue();
		const result = await importServices(connection, readServiceFile(sharedFiles.service));
		expect(result).toMatchObject({
			ok: true,
			summary: { added: 1, warnings: { count: 0 }, unknownMembers: [] }
		});
		const example = readShared<HsdsService>('service');
		const composed = createServiceReader(connection).service(example.id);
		expect(composed).toEqual(example);
		const isValid = officialServiceValidator();
		expect(isValid(composed), JSON.stringify(isValid.errors)).toBe(true);
	});

	it('takes 240 real services, exports valid ones, and takes those again as no change', async () => {
		const connection = anEmptyCatalogue();
		const result = await importServices(connection, readServiceFile(sharedFiles.covid));
		expect(result).toMatchObject({ ok: true, summary: { read: 240, added: 240 } });
		const again = await importServices(connection, readServiceFile(sharedFiles.covid));
		expect(again).toMatchObject({ ok: true, summary: { added: 0, changed: 0, unchanged: 240 } });

		const isValid = officialServiceValidator();
		const page = exported(connection);
		expect(page).toMatchObject({
			total_items: 240,
			first_page: true,
			last_page: true,
			empty: false
		});
		for (const service of page.contents) {
			expect(isValid(service), JSON.stringify([service.id, isValid.errors])).toBe(true);
		}
		expect(await enter(connection, page.contents)).toMatchObject({
			added: 0,
			changed: 0,
			unchanged: 240
		});

		const other = anEmptyCatalogue();
		await enter(other, page.contents);
		expect(exported(other)).toEqual(page);
	});

	it('allows every service that our reading allows', () => {
		const isValid = officialServiceValidator();
		fc.assert(
			fc.property(arbitraryService, (service) => {
				expect(isValid(service), JSON.stringify(isValid.errors)).toBe(true);
			}),
			{ numRuns: 50 }
		);
	});
});
