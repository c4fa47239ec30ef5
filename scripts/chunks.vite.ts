/**
 * How the app is cut into files. By itself the bundler makes one of every few modules that two pages share: 106 scripts
 * for Oggi and 57 for the catalogue, each with a cost in the browser and on a bad network. Small ones are joined, in two
 * groups, so that a citizen's first page does not fetch what only a desk needs. `npm run bench -- shell` measures it.
 */

interface ModuleInfo {
	importers: readonly string[];
}

interface ChunkingContext {
	getModuleInfo(id: string): ModuleInfo | null;
}

/** Where everybody begins: the framework, the layout of all pages, a citizen's pages and the sign-in. */
const EVERYBODY =
	/\/kit\/src\/runtime\/client\/|\/generated\/client[^/]*\/app\.js|\/src\/routes\/(\+|\(citizen\)\/|\(auth\)\/(\+layout|entra\/))/;

/** Whether one of those pages cannot begin without this module; what they only import later is not meant. */
function createIsForEverybody() {
	const known = new Map<string, boolean>();
	return function isForEverybody(id: string, context: ChunkingContext): boolean {
		const answered = known.get(id);
		if (answered !== undefined) return answered;
		known.set(id, false); // Modules that import each other are asked once.
		const { importers } = context.getModuleInfo(id) ?? { importers: [] };
		const isFor =
			EVERYBODY.test(id) || importers.some((importer) => isForEverybody(importer, context));
		known.set(id, isFor);
		return isFor;
	};
}

const isForEverybody = createIsForEverybody();

/** Sizes are in bytes, before compression. */
export const chunks = {
	groups: [
		{
			debugName: 'everybody',
			name: (id: string, context: ChunkingContext) =>
				isForEverybody(id, context) ? 'everybody' : null,
			priority: 2,
			minShareCount: 2,
			entriesAware: true,
			entriesAwareMergeThreshold: 10_000
		},
		{
			name: 'desk',
			priority: 1,
			minShareCount: 2,
			entriesAware: true,
			entriesAwareMergeThreshold: 16_000
		}
	]
};
