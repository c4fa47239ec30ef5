/** What an administrator does, put together. */
import { createAccessPoints } from '../../../../db/access-points.ts';
import type { Accounts } from '../../../../db/accounts.ts';
import type { Audit } from '../../../../db/audit.ts';
import type { Connection } from '../../../../db/connection.ts';
import type { Devices } from '../../../../db/devices.ts';
import type { Users } from '../auth/users.ts';
import type { Enrolment } from '../devices/enrolment.ts';
import { createAccessPointAdministration } from './access-points.ts';
import { createAuditReading } from './audit.ts';
import { createDeviceAdministration } from './devices.ts';
import { createPeopleAdministration } from './people.ts';

interface Parts {
	connection: Pick<Connection, 'orm'>;
	accounts: Accounts;
	users: Users;
	devices: Devices;
	enrolment: Enrolment;
	audit: Audit;
}

export function createAdministration({
	connection,
	accounts,
	users,
	devices,
	enrolment,
	audit
}: Parts) {
	return {
		accessPoints: createAccessPointAdministration(createAccessPoints(connection), accounts, audit),
		people: createPeopleAdministration(users, audit),
		devices: createDeviceAdministration({ devices, enrolment, accounts, audit }),
		audit: createAuditReading(audit, {
			person: (id) => accounts.userById(id)?.name ?? null,
			device: (id) => devices.byId(id)?.name ?? null,
			accessPoint: (id) => accounts.accessPoints().find((each) => each.id === id)?.name ?? null
		})
	};
}
