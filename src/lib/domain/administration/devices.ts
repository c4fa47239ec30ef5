/** What the administrator asks and is told of tablets, besides `DeviceView`: `/api/admin/devices`. */
import * as v from 'valibot';
import { deviceViewSchema } from '../devices/device-view.ts';

const nameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
export const DEVICE_NAME_MAX = 60;

export const deviceListSchema = v.object({
	/** By name; `enrolledBy` is the name of the administrator. */
	devices: v.array(deviceViewSchema)
});
export type DeviceList = v.InferOutput<typeof deviceListSchema>;

/** The tablet that a code is made for. */
export const newCodeSchema = v.object({
	name: nameSchema,
	accessPointId: v.pipe(v.string(), v.minLength(1), v.maxLength(64))
});
export type NewCode = v.InferOutput<typeof newCodeSchema>;

/** The code is answered once; the server keeps its hash. */
export const madeCodeSchema = v.object({
	/** Eight letters and digits, in two groups with a dash. */
	code: v.string(),
	/** How long it is good for from now: clocks of browsers differ. Milliseconds. */
	goodForMs: v.number()
});
export type MadeCode = v.InferOutput<typeof madeCodeSchema>;

export const renameDeviceSchema = v.object({ name: nameSchema });

export const deviceErrorSchema = v.object({
	error: v.variant('kind', [
		v.object({ kind: v.literal('unknown') }),
		v.object({ kind: v.literal('unknown-access-point') })
	])
});
export type DeviceError = v.InferOutput<typeof deviceErrorSchema>['error'];
