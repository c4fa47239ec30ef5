/** A device store that makes room before it says that the device is full. Each of its methods is one transaction. */
import type { DeviceStore } from '../../../../sync/client/ports.ts';
import type { WithRoom } from '../room/room-maker.ts';

export function createRoomyStore(store: DeviceStore, withRoom: WithRoom): DeviceStore {
	return {
		load: () => withRoom(() => store.load()),
		append: (intents) => withRoom(() => store.append(intents)),
		supersede: (replacements, at) => withRoom(() => store.supersede(replacements, at)),
		setAside: (envelopes, at) => withRoom(() => store.setAside(envelopes, at)),
		unanswered: (...given) => store.unanswered(...given),
		recordAnswer: (event, epoch) => withRoom(() => store.recordAnswer(event, epoch)),
		applyPage: (event, expected) => withRoom(() => store.applyPage(event, expected)),
		forget: (envelopes, at) => withRoom(() => store.forget(envelopes, at)),
		dropScopes: (scopes) => withRoom(() => store.dropScopes(scopes)),
		changeEpoch: (...given) => withRoom(() => store.changeEpoch(...given)),
		prune: (before) => withRoom(() => store.prune(before))
	};
}
