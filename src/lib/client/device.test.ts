import { afterEach, expect, it, vi } from 'vitest';
import { deviceKind } from './device.ts';

afterEach(() => vi.unstubAllGlobals());

const withMouse = () => false;
const wideWithFinger = () => true;
const narrowWithFinger = (query: string) => query.includes('pointer');

it('tells a computer, a tablet and a phone apart by finger and size', () => {
	expect([withMouse, wideWithFinger, narrowWithFinger].map(deviceKind)).toEqual([
		'computer',
		'tablet',
		'phone'
	]);
});

it('calls an activated device a tablet, also where it has a mouse', () => {
	vi.stubGlobal('localStorage', { getItem: () => 'enrolled' });
	expect(deviceKind(withMouse)).toBe('tablet');
});
