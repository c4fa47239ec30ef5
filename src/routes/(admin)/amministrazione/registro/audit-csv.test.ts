import { expect, it } from 'vitest';
import type { AuditView } from '../../../../lib/domain/devices/audit.ts';
import { auditCsv } from './audit-csv.ts';

const event: AuditView = {
	id: '1',
	at: new Date(2026, 10, 26, 9, 4, 5).getTime(),
	kind: 'change',
	actor: { kind: 'person', id: 'a', name: 'Ada; L.' },
	device: null,
	subject: { collection: 'users', id: 'u1', name: '=cmd' },
	detail: 'passphrase'
};

it('says each event in words, with the whole id, and nothing a spreadsheet would carry out', () => {
	const [head, row] = auditCsv([event]).split('\r\n');
	expect(head).toBe('\uFEFFQuando;Che cosa;Dettaglio;Chi;A proposito di;Tablet;Identificativo');
	expect(row).toBe(
		'2026-11-26 09:04:05;Modifica;nuova frase d’accesso;"Ada; L.";Persona =cmd;;users/u1'
	);
});

it('says of a reading that the record was erased, and not which one it was', () => {
	const subject = { collection: 'people', id: '', name: null };
	const row = auditCsv([{ ...event, kind: 'case-read', subject, detail: null }]).split('\r\n')[1];
	expect(row).toContain(';Lettura di una scheda;;"Ada; L.";Una scheda poi cancellata;;people/');
});

it('says of a file of unsent records how many were in it, and of one that was carried the number alone', () => {
	const [, saved, carried] = auditCsv([
		{ ...event, kind: 'export', subject: null, detail: '3' },
		{ ...event, kind: 'carried', subject: null, detail: '3' }
	]).split('\r\n');
	expect(saved).toContain(';Esportazione;schede non inviate: 3;');
	expect(carried).toContain(';3;');
});

it('says of a file saved on a locked tablet that nobody did, and names the tablet as one', () => {
	const actor = { kind: 'tablet', id: 'd1', name: 'Banco 1' } as const;
	const device = { id: 'd1', name: 'Banco 1' };
	const saved = { ...event, kind: 'export', subject: null, detail: '2', actor, device } as const;
	const row = auditCsv([saved]).split('\r\n')[1];
	expect(row).toContain(
		';Esportazione;schede non inviate: 2, a tablet bloccato;Il tablet, nessuna persona;;Banco 1;'
	);
});

it('keeps a code of a newer server as it is', () => {
	const subject = { collection: 'letters', id: '0123456789', name: null };
	const row = auditCsv([{ ...event, subject, detail: 'posted', actor: null }]).split('\r\n')[1];
	expect(row).toContain(';posted;Nessuno che si possa nominare;letters 01234567;');
});
