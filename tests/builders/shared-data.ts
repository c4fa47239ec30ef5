/**
 * Test input that is not part of the project: real catalogues and the official HSDS schema, in a folder beside the
 * checkout or wherever SPORTELLO_SHARED_DATA says. Tests that need it say so when it is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const sharedData = resolve(
	process.env.SPORTELLO_SHARED_DATA || resolve(root, '../shared/data')
);

export const sharedFiles = {
	covid: resolve(sharedData, 'covid19italia-2020.hsds.json'),
	service: resolve(sharedData, 'hsds-3.0/service_full.json'),
	schema: resolve(sharedData, 'hsds-3.0/schema/service_with_definitions.json')
};
export const hasSharedData = Object.values(sharedFiles).every((file) => existsSync(file));

/** The name of the test that stands for the ones left out: it shows in the report why. */
export const withoutSharedData = `left out: there is no shared test data in ${sharedData} (set SPORTELLO_SHARED_DATA)`;

export function readShared<T>(file: keyof typeof sharedFiles): T {
	return JSON.parse(readFileSync(sharedFiles[file], 'utf8')) as T;
}

/** The official schema. `strict: false` because it carries members of the data package format beside the schema's own. */
export function officialServiceValidator() {
	const ajv = new Ajv({ strict: false, allErrors: true });
	addFormats.default(ajv);
	return ajv.compile(readShared<object>('schema'));
}
