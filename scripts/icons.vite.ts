/**
 * Makes each icon a plain drawing. As its package writes it, every one builds its parts one by one from a list, with all
 * that somebody could ever set: on a cheap tablet a page with thirty of them waits longer for its icons than for its words.
 * Here they take `size`, in CSS pixels, and `strokeWidth`, in units of the drawing, and are never read aloud. What does not look
 * as expected stays as it is.
 */
import type { Plugin } from 'vite';

const ICON = /\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const DATA = /const iconData = (\{.*\});/;

type Part = [name: string, attributes: Record<string, string>];

const isPlain = (text: string) => /^[\w .,+-]*$/.test(text);

/** @returns the component, shorter; undefined when it is not made of plain parts */
export function plainIcon(written: string): string | undefined {
	const data = DATA.exec(written)?.[1];
	if (!data) return undefined;
	const { node } = JSON.parse(data) as { node: Part[] };
	const words = node.flatMap(([name, attributes]) => [name, ...Object.entries(attributes).flat()]);
	if (!words.every(isPlain)) return undefined;
	const parts = node.map(([name, attributes]) => {
		const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
		return `<${name}${given.join('')} />`;
	});
	return [
		'<script>',
		'let { size = 24, strokeWidth = 2 } = $props();',
		'</script>',
		'<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"',
		` aria-hidden="true" width={size} height={size} stroke-width={strokeWidth}>${parts.join('')}</svg>`
	].join('\n');
}

export function plainIcons(): Plugin {
	return {
		name: 'sportello:plain-icons',
		apply: 'build',
		enforce: 'pre',
		transform(code, id) {
			const plain = ICON.test(id) ? plainIcon(code) : undefined;
			return plain ? { code: plain, map: null } : undefined;
		}
	};
}
