import { expect, it } from 'vitest';
import { browserKind } from './browser-kind.ts';

const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
it.each([
	['Chrome on Android', 'Mozilla/5.0 (Linux; Android 15) Chrome/156.0 Safari/537.36', 'chromium'],
	['Edge', 'Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0', 'chromium'],
	['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0', 'firefox'],
	['an iPad, which calls itself a Mac', `Mozilla/5.0 (Macintosh) ${webKit} Safari/605.1`, 'safari'],
	['Chrome on an iPhone', `Mozilla/5.0 (iPhone) ${webKit} CriOS/156.0 Safari/604.1`, 'safari'],
	['Firefox on an iPad', `Mozilla/5.0 (Macintosh) ${webKit} FxiOS/150.0 Safari/605.1`, 'safari'],
	['something else', 'Mozilla/5.0 (Something)', 'other']
])('%s keeps data by its own rule', (_, userAgent, kind) => {
	expect(browserKind(userAgent)).toBe(kind);
});
