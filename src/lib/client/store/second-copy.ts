/** A second place for what is written, apart from the database, on devices whose records may exist nowhere else. */
import type { DeviceMeta } from '../../../../sync/client/ports.ts';
import type { WireEnvelope } from '../../../../sync/protocol/sealed.ts';

export interface SecondCopy {
	/**
	 * After the database has them and before anybody is told that they are saved. Resolves also when it could not be
	 * done: they are saved all the same.
	 */
	written(envelopes: readonly WireEnvelope[], meta: DeviceMeta): Promise<void>;
	/** The server has answered, or has lost what it had answered. */
	answered(meta: DeviceMeta): void;
}

export const noSecondCopy: SecondCopy = {
	written: async () => undefined,
	answered: () => undefined
};
