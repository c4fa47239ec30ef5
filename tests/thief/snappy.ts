/**
 * Decompresses Snappy's raw format, in which LevelDB keeps its blocks and Chromium the larger values of IndexedDB:
 * https://github.com/google/snappy/blob/main/format_description.txt
 */

/** Nothing that a browser keeps in one piece is larger. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** How far one byte of input can reach: a copy of 64 bytes takes three. */
const MAX_RATIO = 32;

/** @returns the bytes, or null when this is no Snappy. What follows the last element is not looked at. */
export function unsnappy(input: Uint8Array): Uint8Array | null {
	let at = 0;
	let length = 0;
	for (let shift = 0; ; shift += 7) {
		const byte = input[at++];
		if (byte === undefined || shift > 28) return null;
		length += (byte & 0x7f) * 2 ** shift;
		if (byte < 0x80) break;
	}
	if (length > MAX_LENGTH || length > (input.length - at) * MAX_RATIO) return null;
	const output = new Uint8Array(length);
	let done = 0;

	function little(bytes: number): number {
		let value = 0;
		for (let index = 0; index < bytes; index++) value += input[at + index]! * 2 ** (8 * index);
		at += bytes;
		return value;
	}

	while (done < length) {
		const tag = input[at++];
		if (tag === undefined) return null;
		const kind = tag & 3;
		if (kind === 0) {
			const extra = Math.max(0, (tag >> 2) - 59);
			if (at + extra > input.length) return null;
			const size = (extra === 0 ? tag >> 2 : little(extra)) + 1;
			if (at + size > input.length || done + size > length) return null;
			output.set(input.subarray(at, at + size), done);
			at += size;
			done += size;
			continue;
		}
		const offsetBytes = kind === 1 ? 1 : kind === 2 ? 2 : 4;
		if (at + offsetBytes > input.length) return null;
		const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
		const offset = kind === 1 ? ((tag >> 5) << 8) + little(1) : little(offsetBytes);
		if (offset === 0 || offset > done || done + size > length) return null;
		// Byte by byte: a copy may reach into what it writes itself.
		for (const end = done + size; done < end; done++) output[done] = output[done - offset]!;
	}
	return output;
}
