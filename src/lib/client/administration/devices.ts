/** Tablets, for the administrator. */
import {
	deviceErrorSchema,
	deviceListSchema,
	madeCodeSchema,
	type NewCode
} from '$lib/domain/administration/devices';
import { deviceViewSchema } from '$lib/domain/devices/device-view';
import { ask } from './ask';

const PATH = '/api/admin/devices';
const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
const refusals = deviceErrorSchema;

export const listDevices = () => ask(PATH, { schema: deviceListSchema });

export const makeEnrolmentCode = (body: NewCode) =>
	ask(PATH, { method: 'POST', body, schema: madeCodeSchema, refusals });

export const renameDevice = (id: string, name: string) =>
	ask(pathOf(id), { method: 'PUT', body: { name }, schema: deviceViewSchema, refusals });

export const endDevice = (id: string, way: 'revoke' | 'wipe') =>
	ask(`${pathOf(id)}/${way}`, { method: 'POST', schema: deviceViewSchema, refusals });
