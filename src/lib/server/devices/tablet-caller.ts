/** A tablet as the author of what was registered on it without unlocking: for its own desk, and in no person's name. */
import type { Device } from '../../../../db/devices.ts';
import type { Caller } from '../../../../sync/merge/model.ts';
import { deviceActor } from '../../domain/devices/device-api.ts';
import { deskScope, TABLET_ROLE } from '../../domain/roles.ts';

export function tabletCaller({ id, name, accessPointId }: Device): Caller {
	return { userId: deviceActor(id), name, role: TABLET_ROLE, scopes: [deskScope(accessPointId)] };
}
