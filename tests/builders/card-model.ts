/** A domain of cards, as small as a model can be and still have facts, transitions, notes and two kinds of scope. */
import * as v from 'valibot';
import type { Caller, Change, ServerModel } from '../../sync/merge/model.ts';

const target = (args: { cardId: string }) => ({ collection: 'cards', key: args.cardId });
const field = v.picklist(['title', 'body']);

export const cardModel: ServerModel = {
	schemaVersion: 1,
	intents: {
		'card.make': {
			kind: 'fact',
			creates: true,
			args: v.object({
				cardId: v.string(),
				desk: v.string(),
				title: v.string(),
				/** The card that this one goes with. */
				partOf: v.optional(v.string()),
				/** Another card it names. */
				under: v.optional(v.string())
			}),
			target: target as never,
			references: ({ under }) =>
				typeof under === 'string' ? [{ collection: 'cards', key: under }] : [],
			reduce(row, args): Change {
				if (row) return { patch: {} };
				const { cardId, desk, title, partOf } = args as { [name: string]: string };
				const fields = { id: cardId!, desk: desk!, title: title!, body: '', status: 'open' };
				return { patch: { ...fields, ...(partOf !== undefined && { partOf }) } };
			}
		},
		'card.edit': {
			kind: 'fact',
			creates: false,
			args: v.object({
				cardId: v.string(),
				field,
				value: v.string(),
				settles: v.optional(v.array(v.string()), [])
			}),
			target: target as never,
			reduce: (_row, args) => ({
				patch: { [args.field as string]: args.value! },
				settles: args.settles as string[]
			})
		},
		'card.note': {
			kind: 'fact',
			creates: false,
			args: v.object({ cardId: v.string(), text: v.string() }),
			target: target as never,
			reduce: (row, args, context) => ({
				patch: {},
				append: [
					{
						collection: 'notes',
						key: context.intentId,
						fields: { cardId: args.cardId!, desk: row.desk!, text: args.text! }
					}
				]
			})
		},
		'card.move': {
			kind: 'transition',
			creates: false,
			args: v.object({ cardId: v.string(), from: v.string(), to: v.string() }),
			target: target as never,
			reduce: (row, args) =>
				row.status === args.from ? { patch: { status: args.to! } } : { refused: 'not-there' }
		}
	},
	machineFields: { cards: ['status'] },
	scopesOf: (_collection, fields) => [`desk:${String(fields.desk)}`, 'city'],
	ownersOf: (_collection, fields) =>
		[fields.cardId, fields.partOf].flatMap((key) =>
			typeof key === 'string' ? [{ collection: 'cards', key }] : []
		),
	project: (_scope, _collection, fields) => fields,
	checkRow: (collection, fields) =>
		(collection === 'cards' || collection === 'notes') && fields.poison === undefined
			? undefined
			: 'unreadable',
	authorize: (caller, intent, row) => {
		const desk = String((row ?? intent.args).desk);
		const allowed = caller.scopes.includes('city') || caller.scopes.includes(`desk:${desk}`);
		return allowed ? undefined : { refused: 'not-your-desk' };
	}
};

export function aCaller(userId: string, scopes: string[]): Caller {
	return { userId, name: userId.toUpperCase(), role: 'operator', scopes };
}

/** The same domain, telling which intents ran: for a server that must run each exactly once. */
export function countingModel(ran: string[]): ServerModel {
	const intents = Object.entries(cardModel.intents).map(([name, definition]) => [
		name,
		{
			...definition,
			reduce(...[row, args, context]: Parameters<typeof definition.reduce>) {
				ran.push(context.intentId);
				return definition.reduce(row as never, args, context);
			}
		}
	]);
	return { ...cardModel, intents: Object.fromEntries(intents) as ServerModel['intents'] };
}
