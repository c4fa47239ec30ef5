/**
 * What a device knows of the person signed in on it: the answer of `/api/session`, kept on the device so that a desk
 * works with the server out of reach.
 */
import * as v from 'valibot';
import { roles } from './roles.ts';

const namedSchema = v.object({ id: v.string(), name: v.string() });

export const sessionInfoSchema = v.object({
	user: v.object({ ...namedSchema.entries, role: v.picklist(roles) }),
	/** The person's own; every one of the city for a manager. */
	accessPoints: v.array(v.object({ ...namedSchema.entries, neighbourhoodId: v.string() })),
	/** Scopes of shared records this person may pull. */
	scopes: v.array(v.string()),
	/**
	 * Whom a request can be given to. For a manager, everybody who works on cases; for an operator, the colleagues of
	 * their own desks and the managers; for anybody else, nobody.
	 */
	staff: v.array(
		v.object({
			...namedSchema.entries,
			role: v.picklist(['operator', 'manager']),
			/** The desks they share with the person signed in; a manager has the city and none of their own. */
			accessPointIds: v.optional(v.array(v.string()), [])
		})
	),
	city: v.object({
		...namedSchema.entries,
		/** IANA name, such as `Europe/Rome`. */
		timezone: v.string(),
		neighbourhoods: v.array(namedSchema)
	}),
	/** Milliseconds since the epoch, server clock. */
	signedInAt: v.number()
});
export type SessionInfo = v.InferOutput<typeof sessionInfoSchema>;

/** Those of the staff who can follow a request of this desk, without the person who asks. */
export function colleaguesAt(
	{ user, staff }: Pick<SessionInfo, 'user' | 'staff'>,
	accessPointId: string
): SessionInfo['staff'] {
	return staff.filter(
		({ id, role, accessPointIds }) =>
			id !== user.id && (role === 'manager' || accessPointIds.includes(accessPointId))
	);
}

export const signInSchema = v.object({
	username: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Longer than anybody types, short enough to hash without care. */
	passphrase: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
	/** Null in a browser that is not a tablet of a desk. */
	deviceId: v.nullable(v.pipe(v.string(), v.uuid()))
});
export type SignIn = v.InferInput<typeof signInSchema>;

/** Usernames are compared in this form. */
export function normaliseUsername(text: string): string {
	return text.trim().toLowerCase();
}
