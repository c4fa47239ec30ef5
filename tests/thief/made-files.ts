/** Files as a browser writes them, made by hand: what the thief must be able to read. */

const LOG_BLOCK = 32 * 1024;
const LOG_HEADER = 7;

export function varint(value: number): Buffer {
	const bytes: number[] = [];
	for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
	return Buffer.from([...bytes, value]);
}

export function snappyLiteral(bytes: Buffer): Buffer {
	if (bytes.length <= 60) return Buffer.concat([Buffer.from([(bytes.length - 1) << 2]), bytes]);
	const head = Buffer.from([61 << 2, 0, 0]);
	head.writeUInt16LE(bytes.length - 1, 1);
	return Buffer.concat([head, bytes]);
}

/** A copy of what came before, with an offset of one, two or four bytes. */
export function snappyCopy(offset: number, length: number, offsetBytes: 1 | 2 | 4 = 2): Buffer {
	if (offsetBytes === 1) {
		return Buffer.from([1 | ((length - 4) << 2) | ((offset >> 8) << 5), offset & 0xff]);
	}
	const element = Buffer.alloc(1 + offsetBytes);
	element[0] = (offsetBytes === 2 ? 2 : 3) | ((length - 1) << 2);
	element.writeUIntLE(offset, 1, offsetBytes);
	return element;
}

export function snappy(length: number, ...elements: Buffer[]): Buffer {
	return Buffer.concat([varint(length), ...elements]);
}

/** A LevelDB log of one record after `before` bytes of another, cut where blocks end. */
export function aLog(before: number, record: Buffer): Buffer {
	const blocks: Buffer[] = [];
	let room = LOG_BLOCK;
	const fragment = (type: number, part: Buffer) => {
		const head = Buffer.alloc(LOG_HEADER);
		head.writeUInt16LE(part.length, 4);
		head[6] = type;
		blocks.push(head, part);
		room -= LOG_HEADER + part.length;
	};
	for (const whole of [Buffer.alloc(before, '.'), record]) {
		let rest = whole;
		for (let isFirst = true; isFirst || rest.length > 0; isFirst = false) {
			if (room < LOG_HEADER) {
				blocks.push(Buffer.alloc(room));
				room = LOG_BLOCK;
			}
			const part = rest.subarray(0, room - LOG_HEADER);
			rest = rest.subarray(part.length);
			const isLast = rest.length === 0;
			fragment(isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3, part);
			if (room === 0) room = LOG_BLOCK;
		}
	}
	return Buffer.concat(blocks);
}

/** Entries of a LevelDB block. `shared` letters of a key are those of the key before. */
export function aBlock(entries: { shared?: number; key: string; value: Buffer }[]): Buffer {
	const written = entries.map(({ shared = 0, key, value }) => {
		const head = [varint(shared), varint(Buffer.byteLength(key)), varint(value.length)];
		return Buffer.concat([...head, Buffer.from(key), value]);
	});
	const restarts = Buffer.alloc(8);
	restarts.writeUInt32LE(1, 4);
	return Buffer.concat([...written, restarts]);
}

/** A LevelDB table of one data block. @param compression 0 as it is, 1 Snappy */
export function aTable(stored: Buffer, compression: number): Buffer {
	const parts: Buffer[] = [];
	let at = 0;
	const add = (block: Buffer, type: number) => {
		const trailer = Buffer.from([type, 0, 0, 0, 0]);
		parts.push(block, trailer);
		const handle = Buffer.concat([varint(at), varint(block.length)]);
		at += block.length + trailer.length;
		return handle;
	};
	const data = add(stored, compression);
	const meta = add(aBlock([]), 0);
	const index = add(aBlock([{ key: 'z', value: data }]), 0);
	const footer = Buffer.alloc(48);
	Buffer.concat([meta, index]).copy(footer);
	footer.set(Buffer.from('57fb808b247547db', 'hex'), 40);
	return Buffer.concat([...parts, footer]);
}

/** An entry of Chromium's simple cache: the body, then the headers. */
export function aCacheEntry(key: string, body: Buffer, headers: string): Buffer {
	const head = Buffer.alloc(24);
	head.set(Buffer.from('305c72a71b6dfbfc', 'hex'));
	head.writeUInt32LE(5, 8);
	head.writeUInt32LE(Buffer.byteLength(key), 12);
	const end = Buffer.alloc(24);
	end.set(Buffer.from('d8410d97456ffaf4', 'hex'));
	return Buffer.concat([head, Buffer.from(key), body, end, Buffer.from(headers), end]);
}
