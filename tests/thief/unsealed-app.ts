/**
 * The app that was built, with its seal switched off: what proves that a thief's search can find. The switch is in no source
 * and in no build of ours. A copy of the build gets one prelude, in front of each script that has to do with AES-GCM, the
 * sealed rows' worker too; in it the browser's own cipher answers with what it was given. All else is as it is shipped:
 * enrolment, phrases, slots, vaults, sessions, drafts, the queue, the second copy, and where each lies.
 *
 * What such a tablet sends no server opens: the server is to be away by the time something is registered.
 */
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** As long as with a seal, where GCM puts its tag; so whoever counts bytes sees no difference. */
const PRELUDE = `{
	const TAG = 16;
	const bytesOf = (data) => ArrayBuffer.isView(data)
		? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
		: new Uint8Array(data);
	SubtleCrypto.prototype.encrypt = async (algorithm, key, data) => {
		const sealed = new Uint8Array(bytesOf(data).length + TAG);
		sealed.set(bytesOf(data));
		return sealed.buffer;
	};
	SubtleCrypto.prototype.decrypt = async (algorithm, key, data) => bytesOf(data).slice(0, -TAG).buffer;
}
`;

export interface UnsealedApp {
	/** What a server is started from, in place of this repository. */
	root: string;
	/** Scripts that were changed, as their paths in the build. */
	changed: string[];
	dispose(): void;
}

export function makeUnsealedApp(): UnsealedApp {
	const root = mkdtempSync(join(tmpdir(), 'sportello-unsealed-'));
	cpSync('build', join(root, 'build'), { recursive: true });
	cpSync('package.json', join(root, 'package.json'));
	mkdirSync(join(root, 'db'));
	for (const folder of ['node_modules', 'db/migrations']) {
		symlinkSync(resolve(folder), join(root, folder), 'junction');
	}
	const client = join(root, 'build', 'client');
	const scripts = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.js')
	);
	const changed = scripts.filter((name) => {
		const file = join(client, name);
		const script = readFileSync(file, 'utf8');
		if (!script.includes('AES-GCM')) return false;
		writeFileSync(file, PRELUDE + script);
		for (const ending of ['.br', '.gz']) rmSync(file + ending, { force: true });
		return true;
	});
	return { root, changed, dispose: () => rmSync(root, { recursive: true, force: true }) };
}
