/** Access points, for the administrator. */
import * as v from 'valibot';
import {
	accessPointErrorSchema,
	accessPointListSchema,
	type AccessPointInput
} from '$lib/domain/administration/access-points';
import { ask } from './ask';

const PATH = '/api/admin/access-points';
const changed = { schema: v.object({ id: v.string() }), refusals: accessPointErrorSchema };

export const listAccessPoints = () => ask(PATH, { schema: accessPointListSchema });

export const addAccessPoint = (body: AccessPointInput) =>
	ask(PATH, { method: 'POST', body, ...changed });

export const changeAccessPoint = (id: string, body: AccessPointInput) =>
	ask(`${PATH}/${encodeURIComponent(id)}`, { method: 'PUT', body, ...changed });
