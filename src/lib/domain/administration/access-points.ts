/** Access points as the administrator sees and changes them: `/api/admin/access-points`. */
import * as v from 'valibot';

export const accessPointViewSchema = v.object({
	id: v.string(),
	name: v.string(),
	neighbourhoodId: v.string(),
	note: v.string(),
	/** Who work there and can sign in. */
	people: v.number(),
	/** Tablets that were not revoked. */
	devices: v.number()
});
export type AccessPointView = v.InferOutput<typeof accessPointViewSchema>;

export const accessPointListSchema = v.object({
	/** In the order in which the city names them. */
	accessPoints: v.array(accessPointViewSchema),
	neighbourhoods: v.array(v.object({ id: v.string(), name: v.string() }))
});
export type AccessPointList = v.InferOutput<typeof accessPointListSchema>;

export const ACCESS_POINT_NAME_MAX = 80;
export const ACCESS_POINT_NOTE_MAX = 300;

/** What can be written of one. */
export const accessPointInputSchema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(ACCESS_POINT_NAME_MAX)),
	neighbourhoodId: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	note: v.pipe(v.string(), v.trim(), v.maxLength(ACCESS_POINT_NOTE_MAX))
});
export type AccessPointInput = v.InferOutput<typeof accessPointInputSchema>;

export const accessPointErrorSchema = v.object({
	error: v.variant('kind', [
		v.object({ kind: v.literal('unknown') }),
		v.object({ kind: v.literal('name-taken') }),
		v.object({ kind: v.literal('unknown-neighbourhood') })
	])
});
export type AccessPointError = v.InferOutput<typeof accessPointErrorSchema>['error'];
