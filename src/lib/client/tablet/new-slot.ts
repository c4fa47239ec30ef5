/** The slot of somebody whom the server has just let in on this tablet. */
import type { UnlockResponse } from '$lib/domain/devices/device-api';
import { randomBytes, toBase64url } from '../vault/bytes';
import {
	newDerivation,
	openSlot,
	sealSlot,
	slotKey,
	withVaultKeys,
	type OpenedSlot,
	type Slot,
	type SlotContent
} from '../vault/slot';

/** What opens with keys of an earlier slot, drafts and what was sealed to older vaults, is lost with its phrase only. */
async function keysOf(
	slot: Slot | undefined,
	phrase: string
): Promise<Pick<SlotContent, 'draftsKey' | 'vaultKeys'> | null> {
	const opened = slot && (await openSlot(phrase, slot));
	if (!opened) return null;
	const { draftsKey, vaultKeys } = opened.content;
	return { draftsKey, vaultKeys };
}

export interface NewSlot {
	username: string;
	phrase: string;
	/** PKCS #8, base64url: of the key pair whose public half the server has just been given. */
	privateKey: string;
	given: UnlockResponse;
	/** The person's slot until now. */
	before: Slot | undefined;
}

/** Sealed under the phrase, and opened. */
export async function newSlot(made: NewSlot): Promise<{ slot: Slot; opened: OpenedSlot }> {
	const { info, grant, grantEndsAt, vaultKeys } = made.given;
	const { id: userId, name, role } = info.user;
	const earlier = await keysOf(made.before, made.phrase);
	const derivation = newDerivation();
	const key = await slotKey(made.phrase, derivation);
	const content: SlotContent = {
		...{ info, grant, username: made.username },
		signingKey: made.privateKey,
		draftsKey: earlier?.draftsKey ?? toBase64url(randomBytes(32)),
		vaultKeys: withVaultKeys(earlier?.vaultKeys ?? [], vaultKeys)
	};
	const outside = { userId, name, role, derivation, grantEndsAt, usedAt: Date.now() };
	return { slot: await sealSlot(key, outside, content), opened: { key, content } };
}
