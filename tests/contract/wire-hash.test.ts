/**
 * What travels between tablets and servers changes only together with its version. `wire-hashes.json` keeps the hash of
 * every version; a version that tablets have is never given another.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { intents, rowSchemas, SCHEMA_VERSION } from '../../src/lib/domain/model.ts';
import { readable, readers } from '../../src/lib/domain/privacy/purposes.ts';
import { envelopeSchema } from '../../sync/protocol/envelope.ts';
import { pullRequestSchema, pullResponseSchema } from '../../sync/protocol/pull.ts';
import { pushRequestSchema, pushResponseSchema } from '../../sync/protocol/push.ts';
import {
	sealedContentSchema,
	sealedEnvelopeSchema,
	sealedSessionSchema
} from '../../sync/protocol/sealed.ts';
import { PROTOCOL } from '../../sync/protocol/version.ts';
import { describeSchema } from './wire-shape.ts';

const file = 'tests/contract/wire-hashes.json';
const hashes = JSON.parse(readFileSync(file, 'utf8')) as {
	protocol: { [version: string]: string };
	schema: { [version: string]: string };
	readers: { [version: string]: string };
};

function hashOf(shape: object): string {
	return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16);
}

const messages = {
	envelope: envelopeSchema,
	pullRequest: pullRequestSchema,
	pullResponse: pullResponseSchema,
	pushRequest: pushRequestSchema,
	sealedContent: sealedContentSchema,
	sealedEnvelope: sealedEnvelopeSchema,
	sealedSession: sealedSessionSchema,
	pushResponse: pushResponseSchema
};

function described(schemas: { [name: string]: unknown }) {
	const sorted = Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1));
	return sorted.map(([name, schema]) => [name, describeSchema(schema)]);
}

const domain = {
	intents: described(
		Object.fromEntries(Object.entries(intents).map(([name, intent]) => [name, intent.args]))
	),
	kinds: Object.entries(intents)
		.map(([name, { kind, creates = false }]: [string, { kind: string; creates?: boolean }]) => [
			name,
			kind,
			creates
		])
		.sort(),
	rows: described(rowSchemas)
};

it('is what the version of the protocol says', () => {
	const hash = hashOf(described(messages));
	expect(
		hashes.protocol[PROTOCOL],
		`The messages of sync/protocol have changed. When tablets may already speak protocol ${PROTOCOL}: raise PROTOCOL in ` +
			'sync/protocol/version.ts, upcast the one before in sync/protocol/upcast.ts, add fixtures of the new one under ' +
			`tests/fixtures/protocol. Then write in ${file}, under "protocol": "${PROTOCOL}": "${hash}"`
	).toBe(hash);
});

it('is what the version of the records says', () => {
	const hash = hashOf(domain);
	expect(
		hashes.schema[SCHEMA_VERSION],
		`The intents or records of src/lib/domain have changed. When tablets may already write version ${SCHEMA_VERSION}: ` +
			'raise SCHEMA_VERSION in src/lib/domain/model.ts, and give domainModel an `upcast` if an old intent no longer reads. ' +
			'Add fixtures of what is new under tests/fixtures/protocol. ' +
			`Then write in ${file}, under "schema": "${SCHEMA_VERSION}": "${hash}"`
	).toBe(hash);
});

it('is given to whom the version of the records says', () => {
	const given = readers.map((reader) => [
		reader,
		Object.keys(rowSchemas)
			.sort()
			.map((collection) => [collection, [...(readable(reader, collection) ?? [])].sort()])
	]);
	const hash = hashOf(given);
	expect(
		hashes.readers[SCHEMA_VERSION],
		'Who may read what has changed in src/lib/domain/privacy/purposes.ts. Tablets that have their records already keep ' +
			'them as they were, until SCHEMA_VERSION in src/lib/domain/model.ts is raised: then they begin anew. ' +
			`Then write in ${file}, under "readers": "${SCHEMA_VERSION}": "${hash}"`
	).toBe(hash);
});

describe('the hash', () => {
	const before = v.object({ phone: v.pipe(v.string(), v.maxLength(20)), note: v.string() });
	const changes: [string, v.GenericSchema][] = [
		['a new field', v.object({ ...before.entries, fax: v.optional(v.string()) })],
		['a lost field', v.object({ phone: before.entries.phone })],
		['another limit', v.object({ ...before.entries, phone: v.pipe(v.string(), v.maxLength(21)) })],
		['another type', v.object({ ...before.entries, note: v.number() })],
		['a field that may be missing', v.object({ ...before.entries, note: v.optional(v.string()) })],
		['another default', v.object({ ...before.entries, note: v.optional(v.string(), '') })],
		['a field that may be null', v.object({ ...before.entries, note: v.nullable(v.string()) })],
		['one more choice', v.object({ ...before.entries, note: v.picklist(['a', 'b']) })]
	];

	it.each(changes)('changes with %s', (_what, after) => {
		expect(hashOf(described({ after }))).not.toBe(hashOf(described({ after: before })));
	});

	it('does not change with the order of fields', () => {
		const turned = v.object({ note: before.entries.note, phone: before.entries.phone });
		expect(hashOf(described({ turned }))).toBe(hashOf(described({ turned: before })));
	});
});
