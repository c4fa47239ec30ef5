/**
 * `npm run bench -- NAME`: measures, says what on, and prints one JSON object as its last line.
 */
import { catalogueBench } from './catalogue.ts';
import { withBench, type Bench, type Outcome } from './harness.ts';
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
	push: pushBench
};

const [name = ''] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench && name !== 'peers') {
	console.error(`Usage: npm run bench -- ${[...Object.keys(benches), 'peers'].join('|')}`);
	process.exit(2);
}
const { result, chromium } = await (bench ? withBench(bench) : peersBench());
console.log(
	JSON.stringify({
		bench: name,
		...result,
		node: process.versions.node,
		chromium,
		at: new Date().toISOString()
	})
);
