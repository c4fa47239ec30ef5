/** Hands a file to the browser's downloads. */
export function download(blob: Blob, filename: string): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	link.download = filename;
	link.click();
	// The download has taken its own hold of the data by the next task.
	setTimeout(() => URL.revokeObjectURL(url));
}
