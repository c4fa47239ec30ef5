/**
 * The sample city as a first start makes it, made once for the whole run: entering and publishing it for every test
 * would take more of the processor than the tests themselves.
 */
import { startServer, TEMPLATE_VARIABLE } from './server.ts';

export default async function makeSampleData(): Promise<() => Promise<void>> {
	const server = await startServer();
	await server.stop();
	process.env[TEMPLATE_VARIABLE] = server.dataDir;
	return () => server.dispose();
}
