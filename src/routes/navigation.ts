/** The parts of the app each role moves between. */
import BookOpen from '@lucide/svelte/icons/book-open';
import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import HandHeart from '@lucide/svelte/icons/hand-heart';
import FileQuestionMark from '@lucide/svelte/icons/file-question-mark';
import History from '@lucide/svelte/icons/history';
import House from '@lucide/svelte/icons/house';
import MapPin from '@lucide/svelte/icons/map-pin';
import Signpost from '@lucide/svelte/icons/signpost';
import SquareKanban from '@lucide/svelte/icons/square-kanban';
import Tablet from '@lucide/svelte/icons/tablet';
import Ticket from '@lucide/svelte/icons/ticket';
import UsersRound from '@lucide/svelte/icons/users-round';
import type { Role } from '$lib/domain/roles';
import { m } from '$lib/paraglide/messages';
import type { NavEntry } from '$lib/ui/nav-entry';

type Part =
	| 'today'
	| 'triage'
	| 'requests'
	| 'catalogue'
	| 'orientation'
	| 'people'
	| 'offers'
	| 'vouchers'
	| 'my-offer'
	| 'outbox'
	| 'admin-home'
	| 'admin-tablets'
	| 'admin-people'
	| 'admin-desks'
	| 'admin-audit'
	| 'quarantine'
	| 'guide';

const partsOfRole: Record<Role, readonly Part[]> = {
	operator: [
		'today',
		'requests',
		'catalogue',
		'orientation',
		'people',
		'offers',
		'vouchers',
		'outbox',
		'guide'
	],
	manager: [
		'triage',
		'requests',
		'catalogue',
		'orientation',
		'people',
		'offers',
		'vouchers',
		'outbox',
		'guide'
	],
	volunteer: ['my-offer', 'catalogue', 'orientation', 'outbox', 'guide'],
	administrator: [
		'admin-home',
		'admin-tablets',
		'admin-people',
		'admin-desks',
		'quarantine',
		'admin-audit',
		'catalogue',
		'guide'
	]
};

/** Tasks with a beginning and an end: they take the whole screen. */
const tasks: readonly string[] = ['/richieste/nuova', '/aiuti/nuovo'];

export function isTask(pathname: string): boolean {
	return tasks.includes(pathname) || /^\/richieste\/[^/]+\/orientamento$/.test(pathname);
}

/** Pages that scroll their parts and not themselves. */
const listsWithCards: readonly string[] = ['/catalogo', '/persone'];

export function fillsScreen(pathname: string): boolean {
	return listsWithCards.some((list) => pathname === list || pathname.startsWith(`${list}/`));
}

/** @param outbox what its item counts, and what it opens. */
export function navigationOf(
	role: Role,
	pathname: string,
	outbox: { count: number; open: () => void }
): NavEntry[] {
	const entries: Record<Part, NavEntry> = {
		today: { id: 'today', label: m.nav_today(), href: '/oggi', icon: House },
		triage: { id: 'triage', label: m.nav_triage(), href: '/smistamento', icon: SquareKanban },
		requests: { id: 'requests', label: m.nav_requests(), href: '/richieste', icon: ClipboardList },
		catalogue: { id: 'catalogue', label: m.nav_catalogue(), href: '/catalogo', icon: BookOpen },
		orientation: {
			id: 'orientation',
			label: m.nav_orientation(),
			href: '/orientamento',
			icon: Signpost
		},
		people: { id: 'people', label: m.nav_people(), href: '/persone', icon: UsersRound },
		offers: { id: 'offers', label: m.nav_offers(), href: '/aiuti', icon: HandHeart },
		vouchers: { id: 'vouchers', label: m.nav_vouchers(), href: '/buoni', icon: Ticket },
		'my-offer': { id: 'my-offer', label: m.nav_my_offer(), href: '/aiuti', icon: HandHeart },
		outbox: {
			id: 'outbox',
			label: m.nav_outbox(),
			icon: CloudUpload,
			badge: outbox.count,
			onclick: outbox.open
		},
		'admin-home': {
			id: 'admin-home',
			label: m.nav_admin_home(),
			href: '/amministrazione',
			icon: House
		},
		'admin-tablets': {
			id: 'admin-tablets',
			label: m.nav_admin_tablets(),
			href: '/amministrazione/tablet',
			icon: Tablet
		},
		'admin-people': {
			id: 'admin-people',
			label: m.nav_admin_people(),
			href: '/amministrazione/persone',
			icon: UsersRound
		},
		'admin-desks': {
			id: 'admin-desks',
			label: m.nav_admin_desks(),
			href: '/amministrazione/presidi',
			icon: MapPin
		},
		'admin-audit': {
			id: 'admin-audit',
			label: m.nav_admin_audit(),
			href: '/amministrazione/registro',
			icon: History
		},
		quarantine: {
			id: 'quarantine',
			label: m.nav_quarantine(),
			href: '/quarantena',
			icon: FileQuestionMark
		},
		guide: {
			id: 'guide',
			label: m.nav_guide(),
			href: '/guida',
			icon: CircleQuestionMark,
			atEnd: true
		}
	};
	/** The administrator's other pages lie under their first one, and have items of their own. */
	const isWithin = (href: string | undefined) =>
		href !== undefined &&
		(pathname === href || (href !== '/amministrazione' && pathname.startsWith(`${href}/`)));
	return partsOfRole[role].map((part) => ({
		...entries[part],
		current: isWithin(entries[part].href)
	}));
}
