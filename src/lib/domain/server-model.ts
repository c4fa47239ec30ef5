/**
 * Who may see and do what: the part of the model that the server alone decides, and no device carries. It satisfies the
 * engine's `ServerModel` by shape.
 */
import type { Refusal } from './intent-types.ts';
import { domainModel } from './model.ts';
import { offerIntents } from './offers/intents.ts';
import { readable } from './privacy/purposes.ts';
import { CITY_SCOPE, deskScope, readerOfScope, TABLET_ROLE, volunteerScope } from './roles.ts';
import { voucherIntents } from './vouchers/intents.ts';

interface DomainCaller {
	userId: string;
	role: string;
	scopes: readonly string[];
}

function accessPointOf(fields: { [field: string]: unknown }): string | undefined {
	return typeof fields.accessPointId === 'string' ? fields.accessPointId : undefined;
}

/** What a volunteer may see: nothing of anybody's case. */
const volunteerCollections: readonly string[] = ['offers', 'offerEvents'];

/** The desks that share a row; none for a row that belongs to one. */
function accessPointsOf({ accessPointIds }: { [field: string]: unknown }): readonly string[] {
	return Array.isArray(accessPointIds) ? (accessPointIds as string[]) : [];
}

/**
 * Every shared record belongs to the desk that made it, or to the desks it names, and the city sees them all. What a
 * volunteer offers is theirs too.
 */
function scopesOf(collection: string, fields: { [field: string]: unknown }): string[] {
	const accessPointId = accessPointOf(fields);
	const desks = new Set([...(accessPointId ? [accessPointId] : []), ...accessPointsOf(fields)]);
	const scopes = [...[...desks].map(deskScope), CITY_SCOPE];
	const { volunteerUserId } = fields;
	const isVolunteers = volunteerCollections.includes(collection);
	return isVolunteers && typeof volunteerUserId === 'string'
		? [...scopes, volunteerScope(volunteerUserId)]
		: scopes;
}

/** What the table of purposes lets a scope's readers have; of a collection it does not name them in, nothing. */
function project<Fields extends object>(
	scope: string,
	collection: string,
	fields: Fields
): Fields | null {
	const reader = readerOfScope(scope);
	const allowed = reader && readable(reader, collection);
	if (!allowed) return null;
	// Every record passes here for every scope: the common one, all of whose fields are read, is not copied.
	if (Object.keys(fields).every((field) => allowed.has(field))) return fields;
	return Object.fromEntries(
		Object.entries(fields).filter(([field]) => allowed.has(field))
	) as Fields;
}

/** The fields by which a row of any collection says whose it is. */
const ownerFields: { readonly [field: string]: string } = {
	personId: 'people',
	/** Who acts for somebody: what links the two is both of theirs. */
	delegateId: 'people',
	/** Two records of one person. */
	mergedInto: 'people',
	requestId: 'requests',
	offerId: 'offers',
	fundId: 'funds',
	voucherId: 'vouchers'
};

/**
 * What a row belongs to, and goes with when that is erased: a request is its person's, an event its request's. A new
 * collection is covered by calling its fields so.
 */
function ownersOf(_collection: string, fields: { [field: string]: unknown }) {
	const owners = Object.entries(ownerFields).map(([field, collection]) => ({
		collection,
		key: fields[field]
	}));
	// A request is also theirs for whom somebody asks.
	const helped = fields.actingFor as { personId?: unknown } | null | undefined;
	owners.push({ collection: 'people', key: helped?.personId });
	return owners.flatMap(({ collection, key }) =>
		typeof key === 'string' && key !== '' ? [{ collection, key }] : []
	);
}

const managerIntents: readonly string[] = ['request.assign', 'fund.open', 'voucher.grant'];

/**
 * A volunteer writes about their own offers only. Which desk they offer themselves to is theirs to say: that they did has
 * happened.
 */
function authorizeVolunteer(
	caller: DomainCaller,
	intent: { name: string },
	row: { [field: string]: unknown } | undefined
): Refusal | undefined {
	if (!Object.hasOwn(offerIntents, intent.name)) return { refused: 'not-your-role' };
	if (row && row.volunteerUserId !== caller.userId) return { refused: 'not-your-offer' };
	return undefined;
}

const tabletIntents: readonly string[] = ['person.register', 'request.register'];

/**
 * A locked tablet has anybody before it, and its keys lie in clear on its disk. It makes new records at its own desk, and
 * changes none: what it registers is confirmed by a person. It names nobody whom a desk knows, having no way to look.
 */
function authorizeTablet(
	caller: DomainCaller,
	intent: { name: string; args: { [field: string]: unknown } },
	row: { [field: string]: unknown } | undefined
): Refusal | undefined {
	if (!tabletIntents.includes(intent.name)) return { refused: 'not-your-role' };
	const accessPointId = accessPointOf(intent.args);
	const isOwn = accessPointId !== undefined && caller.scopes.includes(deskScope(accessPointId));
	if (!isOwn) return { refused: 'not-your-desk' };
	// Somebody else's record: not even a remark about it goes back.
	if (row && row.registeredBy !== caller.userId) return { refused: 'not-your-role' };
	const details = intent.args.details as { actingFor?: { personId?: unknown } | null } | undefined;
	if (details?.actingFor?.personId) return { refused: 'not-your-role' };
	return undefined;
}

/** A voucher is used by every desk it names, each in its own name. */
function authorizeAtDesk(
	caller: DomainCaller,
	args: { [field: string]: unknown },
	desks: readonly string[]
): Refusal | undefined {
	const accessPointId = accessPointOf(args);
	const isTheirs =
		accessPointId !== undefined &&
		desks.includes(accessPointId) &&
		caller.scopes.includes(deskScope(accessPointId));
	return isTheirs ? undefined : { refused: 'not-your-desk' };
}

function authorize(
	caller: DomainCaller,
	intent: { name: string; args: { [field: string]: unknown } },
	row: { [field: string]: unknown } | undefined
): Refusal | undefined {
	if (caller.role === 'volunteer') return authorizeVolunteer(caller, intent, row);
	if (caller.role === TABLET_ROLE) return authorizeTablet(caller, intent, row);
	if (caller.role !== 'operator' && caller.role !== 'manager') return { refused: 'not-your-role' };
	if (caller.scopes.includes(CITY_SCOPE)) return undefined;
	if (managerIntents.includes(intent.name)) return { refused: 'not-your-role' };
	// An answer is the manager's word to a desk.
	if (intent.name === 'request.note' && intent.args.kind === 'answer') {
		return { refused: 'not-your-role' };
	}
	if (row && Object.hasOwn(voucherIntents, intent.name)) {
		return authorizeAtDesk(caller, intent.args, accessPointsOf(row));
	}
	const accessPointId = accessPointOf(row ?? intent.args);
	if (!accessPointId || !caller.scopes.includes(deskScope(accessPointId))) {
		return { refused: 'not-your-desk' };
	}
	return undefined;
}

export const serverModel = { ...domainModel, scopesOf, ownersOf, project, authorize };
