/** The facts of orientation in words: what each is called, how it is asked, and what was answered. */
import { isIsee } from '$lib/domain/orientation/evaluate';
import { facts, type Answer, type Fact, type FactId } from '$lib/domain/orientation/facts';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { dateText, feeText } from '../catalogue/words';
import { numberFormat } from '../intl';

const labels: Record<FactId, () => string> = {
	age: m.fact_age,
	residence: m.fact_residence,
	citizenship: m.fact_citizenship,
	householdMembers: m.fact_household_members,
	minorChildren: m.fact_minor_children,
	youngestChildAge: m.fact_youngest_child_age,
	dependentChildren: m.fact_dependent_children,
	hasNurseryChild: m.fact_has_nursery_child,
	isPregnant: m.fact_is_pregnant,
	hasMemberOver60: m.fact_has_member_over60,
	areAllOver67: m.fact_are_all_over67,
	'isee.ordinary': m.fact_isee_ordinary,
	'isee.minors': m.fact_isee_minors,
	'isee.health': m.fact_isee_health,
	'isee.residential': m.fact_isee_residential,
	'isee.university': m.fact_isee_university,
	'isee.current': m.fact_isee_current,
	'isee.benefits': m.fact_isee_benefits,
	householdIncome: m.fact_household_income,
	equivalenceScale: m.fact_equivalence_scale,
	invalidity: m.fact_invalidity,
	law104: m.fact_law104,
	hasAttendanceAllowance: m.fact_has_attendance_allowance,
	hasDisabledMember: m.fact_has_disabled_member,
	care: m.fact_care,
	isFamilyCarer: m.fact_is_family_carer,
	isInCareProgramme: m.fact_is_in_care_programme,
	work: m.fact_work,
	jobEndedOn: m.fact_job_ended_on,
	hasCompanyWelfare: m.fact_has_company_welfare,
	housing: m.fact_housing,
	isInArrears: m.fact_is_in_arrears,
	school: m.fact_school,
	hasAssistantCertificate: m.fact_has_assistant_certificate,
	hasCar: m.fact_has_car
};

const questions: Record<FactId, () => string> = {
	age: m.ask_age,
	residence: m.ask_residence,
	citizenship: m.ask_citizenship,
	householdMembers: m.ask_household_members,
	minorChildren: m.ask_minor_children,
	youngestChildAge: m.ask_youngest_child_age,
	dependentChildren: m.ask_dependent_children,
	hasNurseryChild: m.ask_has_nursery_child,
	isPregnant: m.ask_is_pregnant,
	hasMemberOver60: m.ask_has_member_over60,
	areAllOver67: m.ask_are_all_over67,
	'isee.ordinary': m.ask_isee_ordinary,
	'isee.minors': m.ask_isee_minors,
	'isee.health': m.ask_isee_health,
	'isee.residential': m.ask_isee_residential,
	'isee.university': m.ask_isee_university,
	'isee.current': m.ask_isee_current,
	'isee.benefits': m.ask_isee_benefits,
	householdIncome: m.ask_household_income,
	equivalenceScale: m.ask_equivalence_scale,
	invalidity: m.ask_invalidity,
	law104: m.ask_law104,
	hasAttendanceAllowance: m.ask_has_attendance_allowance,
	hasDisabledMember: m.ask_has_disabled_member,
	care: m.ask_care,
	isFamilyCarer: m.ask_is_family_carer,
	isInCareProgramme: m.ask_is_in_care_programme,
	work: m.ask_work,
	jobEndedOn: m.ask_job_ended_on,
	hasCompanyWelfare: m.ask_has_company_welfare,
	housing: m.ask_housing,
	isInArrears: m.ask_is_in_arrears,
	school: m.ask_school,
	hasAssistantCertificate: m.ask_has_assistant_certificate,
	hasCar: m.ask_has_car
};

/** As whoever answers by themselves is asked; what is asked of everybody in the same words is not here. */
const questionsToYou: { readonly [fact in FactId]?: () => string } = {
	age: m.ask_you_age,
	residence: m.ask_you_residence,
	citizenship: m.ask_you_citizenship,
	householdMembers: m.ask_you_household_members,
	minorChildren: m.ask_you_minor_children,
	youngestChildAge: m.ask_you_youngest_child_age,
	dependentChildren: m.ask_you_dependent_children,
	hasNurseryChild: m.ask_you_has_nursery_child,
	isPregnant: m.ask_you_is_pregnant,
	areAllOver67: m.ask_you_are_all_over67,
	householdIncome: m.ask_you_household_income,
	invalidity: m.ask_you_invalidity,
	law104: m.ask_you_law104,
	hasAttendanceAllowance: m.ask_you_has_attendance_allowance,
	care: m.ask_you_care,
	isFamilyCarer: m.ask_you_is_family_carer,
	isInCareProgramme: m.ask_you_is_in_care_programme,
	work: m.ask_you_work,
	jobEndedOn: m.ask_you_job_ended_on,
	hasCompanyWelfare: m.ask_you_has_company_welfare,
	housing: m.ask_you_housing,
	isInArrears: m.ask_you_is_in_arrears,
	school: m.ask_you_school,
	hasAssistantCertificate: m.ask_you_has_assistant_certificate,
	hasCar: m.ask_you_has_car
};

const options: { readonly [fact: string]: { readonly [option: string]: () => string } } = {
	residence: {
		city: m.answer_residence_city,
		district: m.answer_residence_district,
		region: m.answer_residence_region,
		country: m.answer_residence_country,
		abroad: m.answer_residence_abroad
	},
	citizenship: {
		italian: m.answer_citizenship_italian,
		'european-union': m.answer_citizenship_european_union,
		'long-term-permit': m.answer_citizenship_long_term_permit,
		'international-protection': m.answer_citizenship_international_protection,
		'other-permit': m.answer_citizenship_other_permit,
		'no-permit': m.answer_citizenship_no_permit
	},
	law104: {
		none: m.answer_law104_none,
		'article-3-1': m.answer_law104_article_3_1,
		'article-3-3': m.answer_law104_article_3_3
	},
	care: {
		none: m.answer_care_none,
		'some-help': m.answer_care_some_help,
		'daily-help': m.answer_care_daily_help,
		'constant-help': m.answer_care_constant_help
	},
	work: {
		employed: m.answer_work_employed,
		'self-employed': m.answer_work_self_employed,
		unemployed: m.answer_work_unemployed,
		student: m.answer_work_student,
		retired: m.answer_work_retired,
		other: m.answer_work_other
	},
	housing: {
		rented: m.answer_housing_rented,
		public: m.answer_housing_public,
		owned: m.answer_housing_owned,
		'with-others': m.answer_housing_with_others,
		facility: m.answer_housing_facility,
		none: m.answer_housing_none
	},
	school: {
		none: m.answer_school_none,
		preschool: m.answer_school_preschool,
		primary: m.answer_school_primary,
		secondary: m.answer_school_secondary,
		upper: m.answer_school_upper,
		university: m.answer_school_university
	}
};

const whys: Record<FactId, () => string> = {
	age: m.why_household,
	residence: m.why_place,
	citizenship: m.why_permit,
	householdMembers: m.why_money,
	minorChildren: m.why_children,
	youngestChildAge: m.why_children,
	dependentChildren: m.why_children,
	hasNurseryChild: m.why_children,
	isPregnant: m.why_children,
	hasMemberOver60: m.why_household,
	areAllOver67: m.why_household,
	'isee.ordinary': m.why_isee,
	'isee.minors': m.why_isee,
	'isee.health': m.why_isee,
	'isee.residential': m.why_isee,
	'isee.university': m.why_isee,
	'isee.current': m.why_isee,
	'isee.benefits': m.why_isee,
	householdIncome: m.why_money,
	equivalenceScale: m.why_money,
	invalidity: m.why_health,
	law104: m.why_health,
	hasAttendanceAllowance: m.why_health,
	hasDisabledMember: m.why_health,
	care: m.why_health,
	isFamilyCarer: m.why_health,
	isInCareProgramme: m.why_health,
	work: m.why_living,
	jobEndedOn: m.why_living,
	hasCompanyWelfare: m.why_living,
	housing: m.why_living,
	isInArrears: m.why_living,
	school: m.why_living,
	hasAssistantCertificate: m.why_health,
	hasCar: m.why_money
};

export function factText(id: FactId): string {
	return labels[id]();
}

/** @param toYou it is asked of whom it is about, and not by a desk */
export function questionText(id: FactId, toYou = false): string {
	return (toYou ? (questionsToYou[id] ?? questions[id]) : questions[id])();
}

/** Why it is asked, for whoever has nobody to ask. */
export function whyText(id: FactId): string {
	return whys[id]();
}

export function optionText(id: FactId, option: string): string {
	return options[id]?.[option]?.() ?? option;
}

const numberTag = () => (getLocale() === 'it' ? 'it-IT' : 'en-GB');

/** "8.400 €" of 840000 cents, "€8,400" in English, with the cents only where there are some. */
export function moneyText(cents: number): string {
	const digits = cents % 100 === 0 ? 0 : 2;
	const grouped = { useGrouping: 'always' as unknown as boolean };
	const format = { ...grouped, minimumFractionDigits: digits, maximumFractionDigits: 2 };
	const amount = numberFormat(numberTag(), format).format(cents / 100);
	return getLocale() === 'it' ? `${amount} €` : `€${amount}`;
}

/** Made while the first question is read: on a cheap tablet the first answer would wait for them. */
export function prepareFormats(): void {
	dateText('2026-01-01');
	feeText(250);
	moneyText(100);
	moneyText(1);
}

const IN_YEARS: readonly FactId[] = ['age', 'youngestChildAge'];

/** The first of two figures, whose unit stands with the second: "da 18 a 59 anni". */
export function bareFigureText(id: FactId, figure: number): string {
	return IN_YEARS.includes(id) ? numberFormat(numberTag()).format(figure) : figureText(id, figure);
}

/** A number in the unit of its fact: cents where it is of money. */
export function figureText(id: FactId, figure: number): string {
	const { kind }: Fact = facts[id];
	if (kind === 'money' || kind === 'isee') return moneyText(figure);
	if (IN_YEARS.includes(id)) return m.orientation_years({ count: figure });
	if (id === 'invalidity') return m.orientation_percent({ count: figure });
	return numberFormat(numberTag()).format(figure);
}

export function answerText(id: FactId, answer: Answer | null): string {
	if (answer === null) return m.orientation_unknown();
	if (isIsee(answer)) return moneyText(answer.cents);
	if (typeof answer === 'boolean') return answer ? m.orientation_yes() : m.orientation_no();
	if (typeof answer === 'number') return figureText(id, answer);
	const { kind }: Fact = facts[id];
	return kind === 'date' ? dateText(answer) : optionText(id, answer);
}
