import { describe, expect, it } from 'vitest';
import type { DeviceMeta } from '../../../../sync/client/ports.ts';
import type { SealedEnvelope, SealedSession } from '../../../../sync/protocol/sealed.ts';
import { createSecondCopy } from './second-copy.ts';

const envelope = (session: string) => ({ v: 1, seq: 1, id: 'id', session }) as SealedEnvelope;

describe('what is copied of a save', () => {
	it('has each session that the file lacks, and is not read for one that it has', async () => {
		const read: string[][] = [];
		const given: string[][] = [];
		const copy = createSecondCopy({
			records: {
				sessions: {
					bulkGet: async (ids: string[]) => {
						read.push(ids);
						return ids.map((id) => ({ id, session: { id } as SealedSession, kept: false }));
					}
				},
				exceptions: {}
			} as unknown as Parameters<typeof createSecondCopy>[0]['records'],
			counter: { write: () => undefined },
			journal: {
				hasSession: (id) => id === 'known',
				write: async ({ sessions }) => void given.push(sessions.map(({ id }) => id)),
				answered: async () => undefined
			}
		});
		const meta = { highestSeq: 1, answeredSeq: 0 } as DeviceMeta;
		await copy.written([envelope('known'), envelope('new')], meta);
		await copy.written([envelope('known')], meta);
		expect(read).toEqual([['new']]);
		expect(given).toEqual([['new'], []]);
	});
});
