/** What people at the desks do: intents of the real domain, with arguments that the screens could have made. */
import { createReceiptCode } from '../../src/lib/domain/requests/receipt-code.ts';
import { channels, needTags, urgencies } from '../../src/lib/domain/requests/request.ts';
import { nextStatuses, outcomes, requestStatuses } from '../../src/lib/domain/requests/status.ts';
import type { Caller } from '../../sync/merge/model.ts';
import type { Replica, ViewRow } from '../../sync/client/replica.ts';
import type { IntentInput } from '../../sync/client/sync-client.ts';
import type { Fields, Json } from '../../sync/protocol/json.ts';
import type { Random } from './random.ts';

export interface Desk {
	replica: Replica;
	actor: Caller;
	accessPointId: string;
	random: Random;
	newId(): string;
	people: readonly Caller[];
}

const names = ['Anna', 'Bruno', 'Carla', 'Dario', 'Elena', 'Fatima'];

const shown = ({ replica }: Desk, collection: string) => [...replica.rows(collection).values()];

function one(desk: Desk, collection: string): ViewRow | undefined {
	const rows = shown(desk, collection);
	if (rows.length === 0) return undefined;
	// What has come last is on everybody's mind.
	return desk.random.chance(0.4) ? rows.at(-1) : desk.random.pick(rows);
}

function person({ random, newId, accessPointId }: Desk): IntentInput {
	const details = {
		name: random.pick(names),
		phone: random.chance(0.5) ? `+39333${random.between(1000000, 9999999)}` : '',
		language: random.pick(['it', 'ro', 'ar']),
		neighbourhoodId: null,
		findAgain: ''
	};
	return { name: 'person.register', args: { personId: newId(), accessPointId, details } };
}

function request(desk: Desk, personId: string | null): IntentInput {
	const { random, newId, accessPointId } = desk;
	const bytes = (into: Uint8Array) => into.map(() => random.int(256));
	const details = {
		needs: [random.pick(needTags)],
		forWhom: 'self',
		actingFor: null,
		urgency: random.pick(urgencies),
		timeWindow: { days: [], parts: [] },
		words: random.chance(0.1) ? 'a'.repeat(random.between(500, 3500)) : `words ${random.int(1000)}`,
		services: [],
		channel: random.pick(channels)
	};
	return {
		name: 'request.register',
		args: {
			requestId: newId(),
			code: createReceiptCode(bytes),
			accessPointId,
			personId,
			personName: '',
			neighbourhoodId: null,
			details
		}
	};
}

function settles(desk: Desk, row: ViewRow): Json[] {
	return desk.random.chance(0.5) ? row.conflicts.map(({ field }) => field) : [];
}

type Making = (desk: Desk) => IntentInput[] | undefined;
type Changing = (desk: Desk, row: ViewRow) => { name: string; args: Fields } | undefined;

const on =
	(collection: string, key: string, change: Changing): Making =>
	(desk) => {
		const row = one(desk, collection);
		const made = row && change(desk, row);
		return made && [{ name: made.name, args: { [key]: row.key, ...made.args } }];
	};

const onRequest = (change: Changing) => on('requests', 'requestId', change);

function offer({ newId, accessPointId }: Desk): IntentInput {
	const details = {
		volunteerName: 'Piero',
		phone: '',
		skills: ['groceries'],
		otherSkill: '',
		neighbourhoodIds: [],
		availability: [],
		languages: ['it'],
		frequency: 'weekly',
		transport: 'bicycle',
		note: ''
	};
	return { name: 'offer.register', args: { offerId: newId(), accessPointId, details } };
}

type Deeds = readonly [weight: number, deed: Making][];

/** A volunteer writes about nothing else. */
const offerDeeds: Deeds = [
	[1, (desk) => [offer(desk)]],
	[
		1,
		on('offers', 'offerId', (desk, row) => ({
			name: 'offer.edit',
			args: { changes: { note: `note ${desk.random.int(5)}` }, settles: settles(desk, row) }
		}))
	],
	[1, on('offers', 'offerId', () => ({ name: 'offer.pause', args: { until: null } }))]
];

/** By how often they happen. */
const deeds: Deeds = [
	[
		4,
		(desk) => {
			const made = person(desk);
			return [made, request(desk, String(made.args.personId))];
		}
	],
	[2, (desk) => [request(desk, one(desk, 'people')?.key ?? null)]],
	[
		5,
		onRequest((desk, row) => ({
			name: 'request.edit',
			args: {
				changes: (desk.random.chance(0.5)
					? { words: `edited ${desk.random.int(5)}` }
					: { urgency: desk.random.pick(urgencies) }) as Fields,
				settles: settles(desk, row)
			}
		}))
	],
	[
		6,
		onRequest((desk) => ({
			name: 'request.note',
			args: { kind: 'note', text: `note ${desk.random.int(1000)}` }
		}))
	],
	[
		5,
		onRequest(({ random }, { fields }) => {
			const reachable = nextStatuses(fields.status as 'requested');
			const to = random.chance(0.75) && reachable.length > 0 ? reachable : requestStatuses;
			return {
				name: 'request.move',
				args: { to: random.pick(to), outcome: random.pick(outcomes), reason: '' }
			};
		})
	],
	[
		2,
		onRequest(({ random, people }) => {
			const { userId: id, name } = random.pick(people);
			return { name: 'request.handover', args: { to: { id, name }, note: 'over to you' } };
		})
	],
	[1, onRequest(() => ({ name: 'request.acknowledge', args: {} }))],
	[
		1,
		onRequest(({ random, people }) => {
			const { userId: id, name } = random.pick(people);
			return { name: 'request.assign', args: { owner: { id, name } } };
		})
	],
	[
		2,
		(desk) => {
			const row = one(desk, 'requests');
			const plan = {
				kind: 'callback',
				dueAt: 1_800_000_000_000 + desk.random.int(1_000_000),
				durationMinutes: null,
				text: 'call back',
				provider: null,
				contactName: ''
			};
			const { accessPointId } = row?.fields ?? {};
			return (
				row && [
					{
						name: 'followup.plan',
						args: {
							followUpId: desk.newId(),
							requestId: row.key,
							accessPointId: accessPointId ?? desk.accessPointId,
							plan
						}
					}
				]
			);
		}
	],
	[
		1,
		on('followups', 'followUpId', ({ random }) => ({
			name: 'followup.reschedule',
			args: { changes: { dueAt: 1_800_000_000_000 + random.int(1_000_000) }, settles: [] }
		}))
	],
	[
		1,
		on('followups', 'followUpId', () => ({
			name: 'followup.close',
			args: { status: 'done', outcome: 'done', text: '' }
		}))
	],
	[1, on('followups', 'followUpId', () => ({ name: 'followup.reopen', args: {} }))],
	[
		2,
		on('people', 'personId', (desk, row) => ({
			name: 'person.edit',
			args: { changes: { name: desk.random.pick(names) }, settles: settles(desk, row) }
		}))
	],
	[
		1,
		(desk) => {
			const [from, into] = desk.random.shuffle(shown(desk, 'people'));
			if (!from || !into) return undefined;
			return [{ name: 'person.merge', args: { personId: from.key, intoId: into.key } }];
		}
	],
	[
		1,
		on('people', 'personId', (_desk, { fields }) =>
			fields.mergedInto
				? { name: 'person.unmerge', args: { fromId: fields.mergedInto } }
				: undefined
		)
	],
	[
		1,
		(desk) => {
			const [one, other] = desk.random.shuffle(shown(desk, 'people'));
			if (!one || !other) return undefined;
			return [
				{
					name: 'relation.register',
					args: {
						relationId: desk.newId(),
						accessPointId: desk.accessPointId,
						personId: one.key,
						delegateId: other.key,
						relation: 'madre'
					}
				}
			];
		}
	],
	[
		1,
		({ random, newId, accessPointId }) => [
			{
				name: 'contact.register',
				args: {
					contactId: newId(),
					accessPointId,
					need: random.pick(needTags),
					channel: random.pick(channels)
				}
			}
		]
	],
	[1, on('contacts', 'contactId', () => ({ name: 'contact.withdraw', args: {} }))],
	...offerDeeds
];

/** What the person at this desk writes now: one save. */
export function nextSave(desk: Desk): IntentInput[] {
	const own = desk.actor.role === 'volunteer' ? offerDeeds : deeds;
	const total = own.reduce((sum, [weight]) => sum + weight, 0);
	let rest = desk.random.next() * total;
	for (const [weight, deed] of own) {
		rest -= weight;
		if (rest >= 0) continue;
		const made = deed(desk);
		if (made) return made;
		break;
	}
	if (own === offerDeeds) return [offer(desk)];
	const made = person(desk);
	return [made, request(desk, String(made.args.personId))];
}
