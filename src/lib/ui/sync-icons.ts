/** The sign of each state of the sending, wherever it is shown. */
import ClockAlert from '@lucide/svelte/icons/clock-alert';
import Cloud from '@lucide/svelte/icons/cloud';
import CloudAlert from '@lucide/svelte/icons/cloud-alert';
import CloudCheck from '@lucide/svelte/icons/cloud-check';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import CloudUpload from '@lucide/svelte/icons/cloud-upload';
import LogIn from '@lucide/svelte/icons/log-in';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { SyncView } from './sync-view.ts';

const icons = {
	'all-sent': CloudCheck,
	'nothing-to-send': CloudOff,
	waiting: Cloud,
	'waiting-offline': CloudOff,
	sending: CloudUpload,
	'server-silent': ClockAlert,
	'captive-portal': LogIn,
	'to-fix': TriangleAlert,
	missing: CloudAlert
} as const;

export function syncIcon({ chip, online }: Pick<SyncView, 'chip' | 'online'>) {
	return chip === 'nothing-to-send' && online ? Cloud : icons[chip];
}
