/** What a fee is paid for. Providers write it in Italian or as a code; both mean the same. */
const codes: Readonly<Record<string, string>> = {
	ora: 'hour',
	giorno: 'day',
	settimana: 'week',
	mese: 'month',
	anno: 'year',
	pasto: 'meal',
	viaggio: 'trip',
	visita: 'visit',
	incontro: 'session',
	corso: 'course',
	'una volta': 'once'
};

/** The code of a unit we know, `hour` of "Ora"; any other as it is, in small letters. */
export function unitCode(unit: string): string {
	const small = unit.trim().toLowerCase();
	return Object.hasOwn(codes, small) ? (codes[small] ?? small) : small;
}
