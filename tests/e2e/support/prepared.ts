/**
 * What tests begin with, made once for the whole run: making it anew in every test would take more of the processor than
 * the tests themselves.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig, FullProject } from '@playwright/test';
import { ConsoleGuard } from './console-guard.ts';
import { addColleague, readyForOffline } from './desk.ts';
import { copyData, freePort, startServer, type RunningServer } from './server.ts';
import {
	enrol,
	enrolmentCode,
	lock,
	lockScreen,
	signInAdministrator,
	signInOnTablet
} from './shared-tablet.ts';
import { createTablets, firstPage, type Profiles, type Tablets } from './tablets.ts';

const FOLDER_VARIABLE = 'SPORTELLO_TEST_PREPARED';

/** Folders to copy. */
export interface Prepared extends Profiles {
	/** The address that every browser sees: an app belongs to its origin, wherever the server of a test really listens. */
	origin: string;
	/** The data of a server with the sample city, as a first start makes it. */
	city: string;
	/** Banco 1, where Marta and then Sara have worked, locked: the profile of its browser, and the data of its server. */
	activated: { profile: string; data: string };
}

function preparedIn(folder: string): Omit<Prepared, 'origin'> & { originFile: string } {
	const inside = (name: string) => join(folder, name);
	return {
		originFile: inside('origin'),
		city: inside('city'),
		installed: inside('installed'),
		activated: { profile: inside('activated'), data: inside('activated-data') }
	};
}

/** What this run has prepared. */
export function readPrepared(): Prepared {
	const folder = process.env[FOLDER_VARIABLE];
	if (!folder) throw new Error('Nothing was prepared: see globalSetup of the Playwright config.');
	const { originFile, ...prepared } = preparedIn(folder);
	return { ...prepared, origin: readFileSync(originFile, 'utf8') };
}

/** A server on this data and a browser on this profile, both kept as they are when `work` ends. */
async function prepare(
	use: FullProject['use'],
	{ origin, data, profile }: { origin: string; data: string; profile: string },
	work: (tablets: Tablets, server: RunningServer) => Promise<void>
): Promise<void> {
	const server = await startServer({}, { origin, keptIn: data });
	const guard = new ConsoleGuard(origin);
	const tablets = createTablets(server, guard, use);
	mkdirSync(profile, { recursive: true });
	cpSync(profile, tablets.folderOf('prepared'), { recursive: true });
	await work(tablets, server);
	for (const context of tablets.opened()) await context.close();
	await server.stop();
	guard.check();
	cpSync(tablets.folderOf('prepared'), profile, { recursive: true });
	await tablets.dispose();
}

async function install(tablets: Tablets): Promise<void> {
	const page = await firstPage(await tablets.open('prepared'));
	await page.goto('/');
	await readyForOffline(page);
}

async function activate(tablets: Tablets, server: RunningServer): Promise<void> {
	await addColleague(server.dataDir);
	const admin = await signInAdministrator(server);
	const page = await firstPage(await tablets.open('prepared'));
	await enrol(page, await enrolmentCode(admin));
	await admin.dispose();
	for (const username of ['marta', 'sara']) {
		await signInOnTablet(page, username);
		await lock(page);
	}
	// A page loaded anew is a locked one.
	await page.goto('/entra');
	await lockScreen(page);
}

export default async function prepareRun({ projects }: FullConfig): Promise<() => void> {
	const folder = mkdtempSync(join(tmpdir(), 'sportello-prepared-'));
	process.env[FOLDER_VARIABLE] = folder;
	const { originFile, city, installed, activated } = preparedIn(folder);
	const origin = `http://localhost:${await freePort()}`;
	writeFileSync(originFile, origin);
	const use = projects[0]!.use;
	await prepare(use, { origin, data: city, profile: installed }, install);
	copyData(city, activated.data);
	cpSync(installed, activated.profile, { recursive: true });
	await prepare(use, { origin, data: activated.data, profile: activated.profile }, activate);
	return () => rmSync(folder, { recursive: true, force: true });
}
