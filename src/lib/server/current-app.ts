/**
 * The one app of this process, for hooks and endpoints.
 */
import { createApp, type App } from './app.ts';
import { describeProblems, parseSettings } from './settings.ts';

let current: App | undefined;

/** @throws when the settings are wrong, or the database cannot be opened */
export async function startApp(env: NodeJS.ProcessEnv): Promise<App> {
	const parsed = parseSettings(env);
	if (!parsed.ok) throw new Error(describeProblems(parsed.problems));
	const app = await createApp(parsed.settings, {
		root: process.cwd(),
		print: (text) => process.stdout.write(text)
	});
	await current?.close();
	current = app;
	return app;
}

export function getApp(): App {
	if (!current) throw new Error('The app is not started.');
	return current;
}

export async function stopApp(): Promise<void> {
	const stopping = current;
	current = undefined;
	await stopping?.close();
}
