/** Which browser this is, to say where its promise to keep data is to be found. Never to decide what works. */
export type BrowserKind = 'chromium' | 'firefox' | 'safari' | 'other';

export function browserKind(userAgent: string): BrowserKind {
	// On an iPhone or an iPad every browser keeps data as Safari does, whatever it is called.
	if (/iphone|ipad|ipod|fxios|crios|edgios/i.test(userAgent)) return 'safari';
	if (/firefox/i.test(userAgent)) return 'firefox';
	if (/chrom(e|ium)|edg/i.test(userAgent)) return 'chromium';
	return /safari/i.test(userAgent) ? 'safari' : 'other';
}
