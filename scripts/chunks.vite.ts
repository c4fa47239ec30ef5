/**
 * How the app is cut into files. By itself the bundler makes one of every few modules that two pages share: 106 scripts
 * for Oggi and 57 for the catalogue, each with a cost in the browser and on a bad network, and each compressed without
 * knowing the others. So what the same first pages need is one file, and what is left is joined where it is small.
 * `npm run bench -- shell` measures it.
 */

interface ModuleInfo {
	importers: readonly string[];
	code: string | null;
}

interface ChunkingContext {
	getModuleInfo(id: string): ModuleInfo | null;
}

const MESSAGE = /\/paraglide\/messages\/(?!_index)(\w+)\.js$/;

/** The keys of the messages a module reads, by the module: all of them stand behind one list. */
const messagesRead = new Map<string, ReadonlySet<string>>();
function readsMessage(reader: string, key: string, context: ChunkingContext): boolean {
	let keys = messagesRead.get(reader);
	if (!keys) {
		const uses = (context.getModuleInfo(reader)?.code ?? '').matchAll(/\bm\.(\w+)/g);
		keys = new Set(Array.from(uses, ([, name = '']) => name));
		messagesRead.set(reader, keys);
	}
	return keys.has(key);
}

/** Who cannot begin without a module: who imports it, and for a message who says it. */
function usersOf(id: string, context: ChunkingContext): readonly string[] {
	const importersOf = (of: string) => context.getModuleInfo(of)?.importers ?? [];
	const key = MESSAGE.exec(id)?.[1];
	if (!key) return importersOf(id);
	const lists = importersOf(id).flatMap(importersOf);
	return lists.flatMap(importersOf).filter((reader) => readsMessage(reader, key, context));
}

/** Whether what matches cannot begin without this module; what is only imported later is not meant. */
function createIsNeededBy(roots: RegExp) {
	const known = new Map<string, boolean>();
	return function isNeeded(id: string, context: ChunkingContext): boolean {
		const answered = known.get(id);
		if (answered !== undefined) return answered;
		known.set(id, false); // Modules that import each other are asked once.
		const needed = roots.test(id) || usersOf(id, context).some((user) => isNeeded(user, context));
		known.set(id, needed);
		return needed;
	};
}

/** The framework and the layout of all pages. */
const isForEverybody = createIsNeededBy(
	/\/kit\/src\/runtime\/client\/|\/generated\/client[^/]*\/app\.js|\/src\/routes\/\+/
);

/** Where people begin, each with the layouts that it stands in: a desk's page brings its store and its sending with it. */
const firstPages = {
	home: createIsNeededBy(/\/src\/routes\/\(citizen\)\/\+/),
	catalogue: createIsNeededBy(/\/src\/routes\/\(citizen\)\/(\+layout|catalogo\/)/),
	entry: createIsNeededBy(/\/src\/routes\/\(auth\)\/(\+layout|entra\/)/),
	desk: createIsNeededBy(
		/\/src\/routes\/(DeskFrame\.svelte|\(desk\)\/(\+layout|oggi\/|richieste\/\+page))/
	),
	request: createIsNeededBy(
		/\/src\/routes\/(DeskFrame\.svelte|\(desk\)\/(\+layout|richieste\/nuova\/))/
	)
};

/** The same for what the same first pages need, so that none of them fetches what is only for another. */
function firstGroup(id: string, context: ChunkingContext): string | null {
	if (isForEverybody(id, context)) return 'everybody';
	const pages = Object.entries(firstPages).filter(([, isNeeded]) => isNeeded(id, context));
	return pages.length === 0 ? null : pages.map(([page]) => page).join('-');
}

/** Sizes are in bytes, before compression. */
export const chunks = {
	// What a module needs is in its group already; by way of the list of messages it would be all of them.
	includeDependenciesRecursively: false,
	groups: [
		{ debugName: 'first', name: firstGroup, priority: 1, minShareCount: 2 },
		{
			name: 'pages',
			priority: 0,
			minShareCount: 2,
			entriesAware: true,
			entriesAwareMergeThreshold: 2_000
		}
	]
};
