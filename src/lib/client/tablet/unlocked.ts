/**
 * A person at the unlocked tablet: what their slot held, opened, in memory alone.
 *
 * Invariants
 * - The session that seals what they will write is durable before they are let in.
 * - What the server gives later (newer vault keys, a new grant, a token) goes into the slot, under the same phrase.
 * - Without the server everything works but receiving; with it the token is fetched again whenever it is missing.
 */
import type { DeviceState, UnlockResponse, VaultKey } from '../../domain/devices/device-api.ts';
import { unlockText } from '../../domain/devices/device-api.ts';
import { deskScope } from '../../domain/roles.ts';
import type { SessionInfo } from '../../domain/session.ts';
import type { DeviceDatabase } from '../store/device-database.ts';
import { isFull } from '../room/full.ts';
import { aesKey, fromBase64url, randomBytes, toBase64url } from '../vault/bytes.ts';
import { newContentKey, type Author, type ContentKey, type OpenVault } from '../vault/sealing.ts';
import { sign, signingKey } from '../vault/signing.ts';
import {
	newVaultKeys,
	sealSlot,
	withVaultKeys,
	type Slot,
	type SlotContent
} from '../vault/slot.ts';
import { tabletApi, type ApiError } from './tablet-api.ts';
import type { StoredDevice, TabletDatabase } from './tablet-database.ts';

export interface Unlocked {
	readonly userId: string;
	readonly info: SessionInfo;
	readonly grantEndsAt: number;
	readonly draftsKey: CryptoKey;
	/** Grows when the server gives newer keys; the newest of a scope first. */
	readonly vaults: readonly OpenVault[];
	readonly content: ContentKey;
	/** The person's token for reading, asked of the server when there is none; or why there is none. */
	token(): Promise<{ ok: true; token: string } | { ok: false; error: ApiError }>;
	/** The server no longer takes it. */
	dropToken(): void;
	/** Ends the token at the server, if it can. */
	leave(): void;
}

interface Parts {
	tablet: TabletDatabase;
	records: DeviceDatabase;
	device: StoredDevice;
	slot: Slot;
	/** Made from the phrase. */
	key: CryptoKey;
	content: SlotContent;
	/** Of `content`, opened. */
	vaults: readonly OpenVault[];
	/** When the server has just let them in. */
	response?: UnlockResponse;
	/** This being let in, for the log of who did what: however often the server is asked, it is one. */
	noted: { id: string; at: number };
	now(): number;
	/** The session has other people, desks or names in it than before. */
	onInfo(info: SessionInfo): void;
}

export async function openVaults(keys: readonly VaultKey[]): Promise<OpenVault[]> {
	return Promise.all(
		keys.map(async ({ id, scope, key }) => ({ id, scope, key: await aesKey(fromBase64url(key)) }))
	);
}

/** The vault of this desk, or the person's own: whose holders read what they write here. */
function vaultFor(vaults: readonly OpenVault[], { accessPoint }: DeviceState): OpenVault | null {
	return vaults.find(({ scope }) => scope === deskScope(accessPoint.id)) ?? vaults[0] ?? null;
}

export async function createUnlocked(parts: Parts): Promise<Unlocked> {
	const { tablet, records, device, key, now, onInfo } = parts;
	let { slot, content } = parts;
	let token = parts.response?.token ?? null;
	const signing = await signingKey(content.signingKey);
	const vaults = [...parts.vaults];
	const author: Author = {
		deviceId: device.state.id,
		actor: slot.userId,
		grant: content.grant,
		signingKey: signing
	};
	const [serverKey] = device.state.serverKeys;
	if (!serverKey) throw new Error('A tablet without a key of the server');
	const made = await newContentKey(author, serverKey, vaultFor(vaults, device.state), now());
	// Before anybody can write: what is sealed under a key that is nowhere is lost.
	await records.sessions.add({ id: made.session.id, session: made.session, kept: false });

	async function keep(given: UnlockResponse) {
		const { info, grant, grantEndsAt } = given;
		const vaultKeys = withVaultKeys(content.vaultKeys, given.vaultKeys);
		vaults.unshift(...(await openVaults(newVaultKeys(content.vaultKeys, vaultKeys))));
		content = { ...content, info, grant, vaultKeys };
		slot = await sealSlot(key, { ...slot, name: info.user.name, grantEndsAt }, content);
		try {
			await tablet.slots.put(slot);
		} catch (error) {
			// The page has it, and the server gives it again.
			if (!isFull(error)) throw error;
		}
		token = given.token;
		onInfo(info);
	}

	async function ask(): Promise<{ ok: true; token: string } | { ok: false; error: ApiError }> {
		const unsigned = { grant: content.grant, at: now(), nonce: toBase64url(randomBytes(16)) };
		const signature = await sign(signing, unlockText(unsigned));
		const result = await tabletApi.unlock(
			{ ...unsigned, signature, noted: parts.noted },
			device.token
		);
		if (!result.ok) return result;
		await keep(result.value);
		return { ok: true, token: result.value.token };
	}

	let asking: ReturnType<typeof ask> | null = null;
	return {
		userId: slot.userId,
		get info() {
			return content.info;
		},
		get grantEndsAt() {
			return slot.grantEndsAt;
		},
		draftsKey: await aesKey(fromBase64url(content.draftsKey)),
		vaults,
		content: made.content,
		async token() {
			if (token !== null) return { ok: true, token };
			asking ??= ask().finally(() => (asking = null));
			return asking;
		},
		dropToken() {
			token = null;
		},
		leave() {
			if (token !== null) tabletApi.forget(token);
			token = null;
		}
	};
}
