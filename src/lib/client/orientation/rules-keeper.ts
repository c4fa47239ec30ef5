/**
 * Keeps the rules of this device current. Runs in the catalogue's worker, which asks the server for both at the same moments.
 *
 * Invariants
 * - What is used is always one whole set that was read by its schema. An answer that cannot be read, or none, changes
 *   neither what is used nor what is stored.
 * - The server decides which set is current: after a restore an older version is. Of two tabs without a network the newer
 *   set is taken over.
 */
import type { RuleSet } from '$lib/domain/orientation/rule-set';
import type { RulesDatabase } from './rules-database';
import type { RulesRemote } from './rules-remote';

export interface RulesKeeperPorts {
	remote: RulesRemote;
	database: RulesDatabase;
	/** Milliseconds since the epoch. */
	now(): number;
	/** Runs one check at a time across tabs. */
	alone<T>(work: () => Promise<T>): Promise<T>;
	/** There are rules now, or other ones. */
	onChange(): void;
	/** How long what was let go of is not stored again. */
	letGoForMs: number;
}

export interface RulesKeeper {
	/** Loads what is stored, then checks. Resolves after the first check. */
	start(): Promise<void>;
	/** Asks the server once; while a check runs, further calls share it. */
	check(): Promise<void>;
	/** What is stored has been given up with the catalogue. What is in memory goes on being used. */
	letGo(): void;
	/** Resolves as soon as there are any, or with null when the first check ended without. */
	ready(): Promise<RuleSet | null>;
}

export function createRulesKeeper(ports: RulesKeeperPorts): RulesKeeper {
	const { remote, database, now } = ports;
	let inUse: RuleSet | null = null;
	let letGoAt = -Infinity;
	let running: Promise<void> | null = null;
	let settleFirst: () => void = () => undefined;
	const first = new Promise<void>((resolve) => (settleFirst = resolve));

	function use(set: RuleSet) {
		if (inUse?.hash === set.hash) return;
		inUse = set;
		settleFirst();
		ports.onChange();
	}

	/** Another tab may have stored a newer set meanwhile. */
	async function load(): Promise<RuleSet | null> {
		const stored = await database.read();
		if (stored !== null && (inUse === null || stored.version > inUse.version)) use(stored);
		return stored;
	}

	async function askServer(): Promise<void> {
		const stored = await load();
		const answer = await remote.current(inUse?.hash ?? null);
		if (!answer.ok) return;
		if (answer.value !== 'not-modified') use(answer.value);
		const mayStore = now() - letGoAt >= ports.letGoForMs;
		if (inUse !== null && mayStore && stored?.hash !== inUse.hash) await database.write(inUse);
	}

	function check(): Promise<void> {
		running ??= ports.alone(askServer).finally(() => {
			running = null;
			settleFirst();
		});
		return running;
	}

	return {
		check,
		async start() {
			await load();
			await check();
		},
		letGo() {
			letGoAt = now();
		},
		async ready() {
			if (inUse === null) await first;
			return inUse;
		}
	};
}
