import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { openDatabase, migrateDatabase } from '../../db/connection.ts';
import { createErasedFile } from '../../db/erased-file.ts';
import { createSqliteServerStore } from '../../db/sync-store.ts';
import { createMemoryServerStore } from '../../sync/server/memory-store.ts';
import { serverStoreContract } from './server-store.ts';

const migrations = fileURLToPath(new URL('../../db/migrations', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'sportello-erased-'));
let made = 0;

afterAll(() => rmSync(folder, { recursive: true }));

serverStoreContract('memory', (model) => ({ store: createMemoryServerStore(model, 'epoch') }));

serverStoreContract('SQLite', (model) => {
	const connection = openDatabase(':memory:');
	migrateDatabase(connection, migrations, () => '');
	const file = join(folder, `ids-${(made += 1)}.txt`);
	// Each with a list of its own, as two processes have.
	const open = () => createSqliteServerStore(connection, model, createErasedFile(file));
	return { store: open(), reopen: open };
});
