import { getApp } from '$lib/server/current-app';
import { errorAnswer, jsonAnswer, readJson, tooLarge } from '$lib/server/http';
import { isOfAnotherPerson, syncTrouble } from '$lib/server/sync-answers';
import { MAX_PUSH_INTENTS } from '../../../../../sync/protocol/limits';
import { acceptedPushSchema } from '../../../../../sync/protocol/upcast';
import { OLDEST_ACCEPTED_PROTOCOL } from '../../../../../sync/protocol/version';
import type { RequestHandler } from './$types';

/**
 * Takes a store's intents, from a person or from an enrolled tablet: 200 PushResponse, one outcome an intent. 401 when
 * neither calls, 403 when all of it is another person's or another tablet's or the store is, 413 when the batch is too large, 507 when the disk is full; then nothing of the batch was taken.
 */
export const POST: RequestHandler = async ({ request, locals }) => {
	const { caller, device } = locals;
	if (!caller && !device) return errorAnswer(401, { kind: 'not-signed-in' });
	const body = await readJson(request, acceptedPushSchema);
	if (!body.ok) return body.answer;
	if (body.value.intents.length > MAX_PUSH_INTENTS) return tooLarge();
	if (body.value.protocol < OLDEST_ACCEPTED_PROTOCOL) {
		return errorAnswer(400, { kind: 'protocol-too-old' });
	}
	if (device && body.value.deviceId !== device.id) {
		return errorAnswer(403, { kind: 'another-device' });
	}
	if (caller && isOfAnotherPerson(body.value.intents, caller.userId)) {
		return errorAnswer(403, { kind: 'another-person' });
	}
	const { syncStore, takePush } = getApp();
	try {
		if (device) return jsonAnswer(await takePush(body.value, Date.now()));
		return jsonAnswer(await syncStore.applyPush(body.value, caller!, Date.now()));
	} catch (error) {
		return syncTrouble(error);
	}
};
