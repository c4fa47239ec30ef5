/** Ways to break the engine, each in one place. `from` stands once in its file. */

export interface Mutation {
	/** What the broken engine does. */
	name: string;
	file: string;
	from: string;
	to: string;
	/** The same elsewhere, where one defence stands behind the other. */
	also?: readonly Replacing[];
}

type Replacing = Pick<Mutation, 'file' | 'from' | 'to'>;

const client = (name: string) => `sync/client/${name}.ts`;
const server = (name: string) => `sync/server/${name}.ts`;

export const mutations: readonly Mutation[] = [
	{
		name: 'takes any answer for an acknowledgement',
		file: client('send'),
		from: 'if (!parsed.success || !echoes(parsed.output, request, envelopes)) {',
		to: 'if (!parsed.success) {'
	},
	{
		name: 'takes a portal for the server',
		file: client('send'),
		from: "if (result.kind !== 'answer') return failureOf(result, transport.isOnline());",
		to: `if (result.kind === 'not-json') return { kind: 'ok', response: { epoch: request.epoch ?? '', storeId: request.storeId, outcomes: envelopes.map(({ id, seq }) => ({ id, seq, outcome: 'accepted' as const })), late: [], sessions: [], missing: [], serverNow: 0 } };
		if (result.kind !== 'answer') return failureOf(result, transport.isOnline());`
	},
	{
		name: 'does not send again to a restored server',
		file: client('store-rules'),
		from: 'answeredSeq: Math.min(first - 1, confirmedSeq), missing };',
		to: 'missing };'
	},
	{
		name: 'notices no restored server, neither by its epoch nor by how far it has come',
		file: client('send'),
		from: 'if (meta.epoch !== null && meta.epoch !== response.epoch) {',
		to: 'if (meta.epoch === undefined) {',
		also: [
			{
				file: client('receive'),
				from: 'if (meta.epoch !== null && meta.epoch !== page.epoch) {',
				to: 'if (meta.epoch === undefined) {'
			},
			{
				file: client('receive'),
				from: 'if (page.confirmedSeq < confirmed) {',
				to: 'if (page.confirmedSeq < confirmed - 9e9) {'
			}
		]
	},
	{
		name: 'does not notice that the server was put back in silence',
		file: client('receive'),
		from: 'if (page.confirmedSeq < confirmed) {',
		to: 'if (page.confirmedSeq < confirmed - 9e9) {',
		also: [
			{
				file: client('receive'),
				from: 'if (!page.more && isBehind(page.cursor, before) && !isPutBack) {',
				to: 'if (!page.more && isBehind(page.cursor, null) && !isPutBack) {'
			},
			{ file: client('send'), from: 'if (lost.length > 0) {', to: 'if (lost.length > 9e9) {' }
		]
	},
	{
		name: 'does not send again what the server says it misses',
		file: client('again'),
		from: 'const here = meta.missing.filter((seq) => isStillHere(records, seq));',
		to: 'const here: number[] = [];',
		also: [{ file: client('send'), from: 'if (lost.length > 0) {', to: 'if (lost.length > 9e9) {' }]
	},
	{
		name: 'never tries again what could not be opened',
		file: client('again'),
		from: ': isStillSealed(exception) && isDue(exception, now);',
		to: ': false;'
	},
	{
		name: 'forgets what is pending as soon as it is answered',
		file: client('replica'),
		from: 'return Math.min(confirmedSeq(), meta.answeredSeq);',
		to: 'return meta.answeredSeq;'
	},
	{
		name: 'keeps what is pending for ever',
		file: client('replica'),
		from: 'return envelope.seq > settledThrough;',
		to: 'return true;'
	},
	{
		name: 'says of the first page that it contains everything',
		file: client('receive'),
		from: 'confirmedSeq: page.more ? confirmedMeanwhile : isComplete ? page.confirmedSeq : 0,',
		to: 'confirmedSeq: page.confirmedSeq,'
	},
	{
		name: 'says that the first scope contains what stands in the second',
		file: client('receive'),
		from: 'const isComplete = others.every((each) => replica.scopes.has(each));',
		to: 'const isComplete = others.length >= 0;'
	},
	{
		name: 'keeps the old rows when it begins anew',
		file: client('memory-device-store'),
		from: 'if (event.replace) dropRows(event.scope);',
		to: ''
	},
	{
		name: 'applies a page whatever another tab has done',
		file: client('memory-device-store'),
		from: 'if (!sameCursor(scopes.get(event.scope)?.cursor ?? null, expected)) return null;',
		to: ''
	},
	{
		name: 'keeps rows that are gone',
		file: client('memory-device-store'),
		from: 'for (const ref of event.gone) rows.delete(rowId(event.scope, ref));',
		to: ''
	},
	{
		name: 'keeps scopes that are no longer its own',
		file: client('receive'),
		from: 'const foreign = [...known].filter((scope) => !allowed.includes(scope));',
		to: 'const foreign: string[] = [];\n\tvoid allowed;'
	},
	{
		name: 'looks at no checksum',
		file: client('receive'),
		from: 'if (page.checksum !== null && event.next.checksum !== page.checksum) {',
		to: 'if (page.checksum === undefined) {'
	},
	{
		name: 'goes on without halving when a batch is too large',
		file: client('send'),
		from: 'else limit = { intents: Math.ceil(envelopes.length / 2), bytes: limit.bytes };',
		to: 'else limit = { intents: envelopes.length, bytes: limit.bytes };'
	},
	{
		name: 'drops what is too large',
		file: client('send'),
		from: "outcome: 'too-large',",
		to: "outcome: 'held',"
	},
	{
		name: 'acknowledges what was refused',
		file: client('send'),
		from: "if (outcome.outcome === 'accepted' || outcome.id === null || outcome.seq === null) return [];",
		to: "if (outcome.outcome !== 'held' || outcome.id === null || outcome.seq === null) return [];"
	},
	{
		name: 'says what is answered before it is written down',
		file: client('sync-client'),
		from: 'const { envelopes, write } = await writing(store.append(newIntents(inputs)));',
		to: `const made = newIntents(inputs);
			void writing(store.append(made)).catch(() => undefined);
			const envelopes = made.map((intent, index) => ({ ...intent, seq: replica.meta.highestSeq + 1 + index }));
			const write = loaded.writes + 1;`
	},
	{
		name: 'gives up after five failures',
		file: client('sync-client'),
		from: 'if (!started) return;\n\t\tif (wanted) {',
		to: 'if (!started || failures > 5) return;\n\t\tif (wanted) {'
	},
	{
		name: 'does not say that its newest numbers are lost',
		file: client('send'),
		from: 'if (isDone && !hasLostNewest(context.replica, batch.meta))',
		to: 'if (isDone)'
	},
	{
		name: 'runs a replay again',
		file: server('decide-push'),
		from: "if (earlier) return applier.answer(earlier);\n\t\tif (kept?.state === 'erased') return { id, seq, outcome: 'erased' };\n\t\t// It may",
		to: "if (kept?.state === 'erased') return { id, seq, outcome: 'erased' };\n\t\t// It may"
	},
	{
		name: 'refuses what comes before its row',
		file: server('apply-intents'),
		from: "? { outcome: 'held' as const, reason: 'row-not-there-yet', flags }",
		to: "? { outcome: 'rejected' as const, reason: 'row-not-there-yet', flags }"
	},
	{
		name: 'never applies what it holds',
		file: server('apply-intents'),
		from: 'if (comes || isErased(target)) releaseHeld(target);',
		to: 'if (isErased(target) && comes) releaseHeld(target);'
	},
	{
		name: 'lets the last writer win',
		file: 'sync/merge/merge-fields.ts',
		from: 'standing.rev > (writer.baseRev ?? 0)',
		to: 'standing.rev > 9e9'
	},
	{
		name: 'drops the value that lost',
		file: 'sync/merge/merge-fields.ts',
		from: 'conflicted.push(field);',
		to: 'conflicted.push(field);\n\t\t\tnext.conflicts = row.conflicts;'
	},
	{
		name: 'forgets the gaps of a store',
		file: server('decide-push'),
		from: 'const missing = addRange(store.missing, store.maxSeq + 1, seq - 1);',
		to: 'const missing = store.missing;'
	},
	{
		name: 'brings the erased back',
		file: server('apply-intents'),
		from: 'if (isErased(target)) return ledgerEntry(intent, sending, ERASED);',
		to: ''
	},
	{
		name: 'erases a row and leaves what belongs to it',
		file: server('erase'),
		from: 'for (const { ref, owners } of rows) if (owners.some(erased.has)) erased.add(ref);',
		to: 'void rows;'
	},
	{
		name: 'does not tell scopes that a row is gone',
		file: server('feed'),
		from: '.filter((scope) => !stands.includes(scope))',
		to: '.filter((scope) => !stands.includes(scope) && after !== undefined)'
	},
	{
		name: 'takes a cursor of another history',
		file: server('feed'),
		from: 'cursor.epoch === epoch &&',
		to: 'epoch !== undefined &&'
	},
	{
		name: 'lets an answer undo what another tab has decided',
		file: client('store-rules'),
		from: 'return { ...answer, supersededBy, ...(setAsideAt !== undefined && { setAsideAt }) };',
		to: 'void supersededBy;\n\tvoid setAsideAt;\n\treturn answered;'
	},
	{
		name: 'forgets how far it has read while it reads again',
		file: client('in-order'),
		from: 'if (state.writes < through) return;\n\t\tthrough = state.writes;',
		to: 'through = state.writes + 1;'
	},
	{
		name: 'takes what another tab has written whatever it comes after',
		file: client('in-order'),
		from: 'const event = ahead.get(through + 1);\n\t\t\tif (!event) break;\n\t\t\tahead.delete(through + 1);\n\t\t\tthrough += 1;',
		to: 'const [next] = ahead;\n\t\t\tif (!next) break;\n\t\t\tconst event = next[1];\n\t\t\tahead.delete(next[0]);\n\t\t\tthrough = Math.max(through, next[0]);'
	},
	{
		name: 'says that the rows contain what was taken since',
		file: client('store-rules'),
		from: 'if (takenFrom === undefined || scope.confirmedSeq < takenFrom) return scope;',
		to: 'if (takenFrom !== -1) return scope;'
	},
	{
		name: 'forgets by the clock of the tablet',
		file: client('store-rules'),
		from: '({ serverAt }) => serverAt !== undefined && serverAt < before',
		to: '({ at }) => at < before'
	},
	{
		name: 'says that a scope that begins anew contains what it did before',
		file: client('receive'),
		from: 'const confirmedMeanwhile = page.resnapshot ? 0 : (before?.confirmedSeq ?? 0);',
		to: 'const confirmedMeanwhile = before?.confirmedSeq ?? 0;'
	},
	{
		name: 'does not send again what a server put back in silence has answered',
		file: client('again'),
		from: 'return exception === undefined || !isKeptBack(exception);',
		to: 'return exception === undefined;'
	},
	{
		name: 'never asks what became of what it has in quarantine',
		file: client('send'),
		from: "((outcome === 'quarantined' || outcome === 'too-large') && supersededBy === null)",
		to: "(outcome === 'too-large' && supersededBy === null)"
	},
	{
		name: 'never asks whether the server has what is too large now',
		file: client('send'),
		from: "((outcome === 'quarantined' || outcome === 'too-large') && supersededBy === null)",
		to: "(outcome === 'quarantined' && supersededBy === null)"
	},
	{
		name: 'decides what is in quarantine and runs nothing of it',
		file: server('memory-store'),
		from: 'writeEffects(accepted.effects);',
		to: ''
	},
	{
		name: 'does not read the protocol before its own',
		file: 'sync/protocol/upcast.ts',
		from: 'if (protocol >= 3) return body;',
		to: 'if (protocol >= 2) return body;'
	},
	{
		name: 'keeps acknowledged records for no time at all',
		file: 'sync/protocol/limits.ts',
		from: '30 * 24 * 60 * 60 * 1000',
		to: '1'
	}
];
