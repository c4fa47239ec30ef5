/**
 * The server's own keys, in a file outside of the database and of its backups: a copy of the database opens nothing.
 *
 * Invariants
 * - The newest key is the one in use; older ones are kept for ever, records sealed to them may still come.
 * - They are made when there are none and nothing needs the ones there were; never in the place of a file that is there.
 * - The file is readable by its owner alone, and on the disk whole or not at all.
 * - What was read stays in use when the file becomes unreadable under a running server.
 */
import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { putInPlace, syncFolderOf } from '../../../../db/files.ts';
import { lockFolder } from '../../../../db/folder-lock.ts';
import type { ServerKey } from '../../domain/devices/device-api.ts';

const partSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const privateKeySchema = v.object({
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	x: partSchema,
	y: partSchema,
	d: partSchema
});
const keySchema = v.object({
	kid: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
	/** Milliseconds since the epoch. */
	createdAt: v.number(),
	/** Opens what tablets seal (HPKE). */
	sealing: privateKeySchema,
	/** Signs what people are given on tablets (ECDSA). */
	signing: privateKeySchema
});
const fileSchema = v.object({
	version: v.literal(1),
	/** 32 bytes; the keys of vaults are derived from it. */
	vaultSecret: partSchema,
	/** Newest first. */
	keys: v.pipe(v.array(keySchema), v.minLength(1))
});
type KeyFile = v.InferOutput<typeof fileSchema>;
export type KeyPair = v.InferOutput<typeof keySchema>;
type PrivateKey = KeyPair['sealing'];

/** What can be shown of a key. */
export type KeyInfo = ServerKey & { createdAt: number };

export type ServerKeys = ReturnType<typeof openServerKeys>;

export function keysFile(folder: string): string {
	return join(folder, 'server-keys.json');
}

/** The public half as one point, uncompressed, base64url. */
export function publicPointOf({ x, y }: Pick<PrivateKey, 'x' | 'y'>): string {
	const parts = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
	return Buffer.concat(parts).toString('base64url');
}

function newPrivateKey(): PrivateKey {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const jwk: JsonWebKey = privateKey.export({ format: 'jwk' });
	return v.parse(privateKeySchema, jwk);
}

function newKeyPair(now: number): KeyPair {
	const kid = randomBytes(6).toString('hex');
	return { kid, createdAt: now, sealing: newPrivateKey(), signing: newPrivateKey() };
}

function newKeyFile(now: number): KeyFile {
	const vaultSecret = randomBytes(32).toString('base64url');
	return { version: 1, vaultSecret, keys: [newKeyPair(now)] };
}

/** @throws with what to do about it, for whoever starts the server */
function read(file: string): KeyFile {
	// Windows has no such rights.
	const open = process.platform === 'win32' ? 0 : statSync(file).mode & 0o077;
	if (open !== 0) {
		throw new Error(
			`The server's keys in ${file} can be read by others. If nobody has, run: chmod 600 ${file}`
		);
	}
	let json: unknown;
	let trouble: string | undefined;
	try {
		json = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		// The parser's own message may repeat what it was reading.
		trouble = (error as { code?: string }).code ?? 'it is no JSON';
	}
	if (trouble) throw new Error(`The server's keys in ${file} cannot be read: ${trouble}.`);
	const parsed = v.safeParse(fileSchema, json);
	if (parsed.success) return parsed.output;
	throw new Error(
		`The server's keys in ${file} are damaged. Put back the copy that you exported; do not delete the file.`
	);
}

function write(file: string, content: KeyFile) {
	const beside = `${file}.new`;
	rmSync(beside, { force: true });
	writeFileSync(beside, `${JSON.stringify(content, null, '\t')}\n`, { mode: 0o600, flag: 'wx' });
	putInPlace(beside, file);
}

/** One change of the file at a time, by whichever process. */
function changing<Value>(folder: string, change: () => Value): Value {
	const lock = lockFolder(folder, 'alone');
	if (!lock) throw new Error(`Somebody else is changing the keys in ${folder}. Try again.`);
	try {
		return change();
	} finally {
		lock.release();
	}
}

function create(folder: string, now: number) {
	// Its parent may be shared; this one is not.
	const isNew = !existsSync(folder);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (isNew) {
		chmodSync(folder, 0o700);
		syncFolderOf(folder);
	}
	changing(folder, () => {
		const file = keysFile(folder);
		if (!existsSync(file)) write(file, newKeyFile(now));
	});
}

function checkFolder(folder: string) {
	if (process.platform === 'win32' || (statSync(folder).mode & 0o077) === 0) return;
	throw new Error(
		`The folder of the server's keys, ${folder}, is open to others. Run: chmod 700 ${folder}`
	);
}

export interface KeysOptions {
	/** Whether new keys may be made when there are none. */
	mayCreate: boolean;
	now: number;
	/** Told once for each change of the file that cannot be read; the keys read before stay in use. */
	onTrouble?(error: unknown): void;
}

/**
 * Opens the keys of a folder, or makes the first ones.
 * @throws when they are damaged or open to others, or are missing and must not be made
 */
export function openServerKeys(folder: string, { mayCreate, now, onTrouble }: KeysOptions) {
	const file = keysFile(folder);
	if (!existsSync(file)) {
		if (!mayCreate) {
			throw new Error(
				`The server's keys are not in ${folder}, and there are tablets that need them. Put back the copy that you exported as ${file}. If there is none, see docs/backup.md.`
			);
		}
		create(folder, now);
	}
	checkFolder(folder);

	let content = read(file);
	let stamp = stampOf();

	/** Changes whenever the file is another. */
	function stampOf(): string {
		const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
		return stat ? `${stat.ino} ${stat.mtimeNs} ${stat.size}` : 'none';
	}

	/** What the file holds now: another process may have added a key. */
	function present(): KeyFile {
		const seen = stampOf();
		if (seen === stamp) return content;
		stamp = seen;
		try {
			content = read(file);
		} catch (error) {
			onTrouble?.(error);
		}
		return content;
	}

	return {
		/** The key in use: what is sealed and signed from now on. */
		current: (): KeyPair => present().keys[0]!,

		/** Every key there ever was, newest first. */
		all: (): readonly KeyPair[] => present().keys,

		byKid: (kid: string): KeyPair | undefined => present().keys.find((key) => key.kid === kid),

		/** 32 bytes. */
		vaultSecret: (): Buffer => Buffer.from(present().vaultSecret, 'base64url'),

		/** What can be shown, newest first. */
		list: (): KeyInfo[] =>
			present().keys.map(({ kid, createdAt, sealing }) => ({
				kid,
				createdAt,
				publicKey: publicPointOf(sealing)
			})),

		/** Adds a key and puts it to use; a running server takes it up by itself. */
		rotate(at: number): KeyInfo {
			return changing(folder, () => {
				const old = read(file);
				const added = newKeyPair(at);
				write(file, { ...old, keys: [added, ...old.keys] });
				const { kid, createdAt, sealing } = added;
				return { kid, createdAt, publicKey: publicPointOf(sealing) };
			});
		},

		/** Writes all of it, private parts too, to a new file that its owner alone can read. */
		exportTo(target: string): { ok: true } | { ok: false; error: { kind: 'exists' } } {
			const text = `${JSON.stringify(read(file), null, '\t')}\n`;
			try {
				// `flush` has it on the disk before anybody carries the disk away.
				writeFileSync(target, text, { mode: 0o600, flag: 'wx', flush: true });
			} catch (error) {
				if ((error as { code?: string }).code !== 'EEXIST') throw error;
				return { ok: false, error: { kind: 'exists' } };
			}
			syncFolderOf(target);
			return { ok: true };
		}
	};
}
