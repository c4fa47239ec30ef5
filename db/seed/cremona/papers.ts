/** Papers to bring, worded once so that a sheet made of several cards names each of them once. */
export const identity = 'Documento d’identità';
export const healthCard = 'Tessera sanitaria o codice fiscale';
export const isee = 'ISEE in corso di validità';
export const iseeIfAny = 'ISEE in corso di validità, se c’è: serve per il prezzo';
export const disabilityPaper = 'Verbale di invalidità o di legge 104';
export const disabilityPaperIfAny = 'Verbale di invalidità o di legge 104, se c’è';
export const referral = 'Impegnativa del medico';
export const residencePermit = 'Permesso di soggiorno, o ricevuta della domanda';
export const spid = 'SPID o carta d’identità elettronica con il PIN';
export const payslips = 'Ultime tre buste paga';
export const vaccinations = 'Libretto delle vaccinazioni';
