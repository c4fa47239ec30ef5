/** Tables for spreadsheets. */

/** The mark by which spreadsheets know UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
/** As Italian spreadsheets expect it: there the comma parts decimals. */
const SEPARATOR = ';';

/** What a spreadsheet would take for a formula and carry out (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n]/;

function cell(value: string): string {
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Quoted as RFC 4180 has it, with semicolons. */
export function toCsv(rows: readonly (readonly string[])[]): string {
	return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(SEPARATOR)}\r\n`).join('');
}
