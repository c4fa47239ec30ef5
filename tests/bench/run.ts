/**
 * `npm run bench -- NAME`: measures, says what on, and prints one JSON object as its last line.
 */
import { catalogueBench } from './catalogue.ts';
import { growthBench } from './growth.ts';
import { withBench, type Bench, type Outcome } from './harness.ts';
import { orientationBench } from './orientation.ts';
import { peersBench } from './peers.ts';
import { saveBench } from './save.ts';
import { searchBench } from './search.ts';
import { shellBench } from './shell.ts';
import { pushBench } from './push.ts';
import { switchBench } from './switch.ts';
import { syncBench } from './sync.ts';
import { unlockBench } from './unlock.ts';

const benches: Record<string, (bench: Bench) => Promise<Outcome>> = {
	search: searchBench,
	catalogue: catalogueBench,
	save: saveBench,
	shell: shellBench,
	sync: syncBench,
	unlock: unlockBench,
	switch: switchBench,
	push: pushBench,
	orientation: orientationBench
};

const [name = '', ...options] = process.argv.slice(2);

/** Those that start their servers, and what else they need, themselves. */
const apart: Record<string, () => Promise<{ result: Outcome; chromium: string }>> = {
	peers: peersBench,
	growth: () => growthBench(options.includes('--small'))
};

function benchOf(name: string) {
	const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
	if (bench) return () => withBench(bench);
	return Object.hasOwn(apart, name) ? apart[name] : undefined;
}

const run = benchOf(name);
if (!run) {
	const names = [...Object.keys(benches), ...Object.keys(apart)];
	console.error(`Usage: npm run bench -- ${names.join('|')}`);
	process.exit(2);
}
const { result, chromium } = await run();
console.log(
	JSON.stringify({
		bench: name,
		...result,
		node: process.versions.node,
		chromium,
		at: new Date().toISOString()
	})
);
