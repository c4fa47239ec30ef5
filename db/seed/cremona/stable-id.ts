import { createHash } from 'node:crypto';

const namespace = 'sportello/seed/cremona';

/**
 * The same key gives the same id on every machine and at every seeding, so that a sample entry which is imported
 * again updates itself. Shaped as a version 5 UUID (RFC 9562).
 */
export function stableId(key: string): string {
	const bytes = createHash('sha1').update(`${namespace}/${key}`, 'utf8').digest().subarray(0, 16);
	bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
	bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = bytes.toString('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20)
	].join('-');
}
