import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../../../../sync/client/ports.ts';
import { withoutContent } from './tab-messages.ts';

const SECRET = 'Anna Esempio';
const cursor = { epoch: 'e', version: 1, scopeHash: 'h' };
const next = { scope: 'desk:north', cursor, confirmedSeq: 0, checksum: '0:0' };
const envelope = {
	...{ v: 0 as const, seq: 1, id: 'i', actor: 'marta', name: 'person.register', at: 1 },
	...{ args: { name: SECRET }, baseVersions: {}, dependsOn: [] }
};
const row = { collection: 'people', key: 'p', rev: 1, fields: { name: SECRET } };

describe('the tabs of a shared tablet', () => {
	it.each<DeviceEvent>([
		{ kind: 'appended', envelopes: [envelope] },
		{ kind: 'superseded', exceptions: [], envelopes: [envelope] },
		{
			...{ kind: 'pulled', scope: 'desk:north', replace: false, rows: [row], gone: [] },
			...{ next, at: 1 }
		}
	])('are not told by each other what was $kind', (event) => {
		const told = withoutContent({ kind: 'event', event });
		expect(told).toEqual({ kind: 'reload' });
	});

	it('are told what was answered, which says nothing of any record', () => {
		const answered = {
			kind: 'event' as const,
			event: {
				...{ kind: 'answered' as const, acknowledgement: null, exceptions: [], cleared: [] },
				...{ missing: [], sessions: { kept: [], wanted: [] }, at: 1 }
			}
		};
		expect(withoutContent(answered)).toBe(answered);
	});
});
