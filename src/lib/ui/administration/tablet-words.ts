/** How a tablet is, in words. */
import CopyX from '@lucide/svelte/icons/copy-x';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleOff from '@lucide/svelte/icons/circle-off';
import Eraser from '@lucide/svelte/icons/eraser';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import WifiOff from '@lucide/svelte/icons/wifi-off';
import type { Component, ComponentProps } from 'svelte';
import { deviceAlarms, type DeviceAlarm, type DeviceView } from '$lib/domain/devices/device-view';
import { m } from '$lib/paraglide/messages';
import { sizeWords } from '../format';
import type Tag from '../Tag.svelte';

export interface TabletTag {
	id: string;
	label: string;
	tone: ComponentProps<typeof Tag>['tone'];
	icon: Component<{ size?: number | string; strokeWidth?: number | string }>;
}

function alarmTag(alarm: DeviceAlarm, device: DeviceView): TabletTag {
	switch (alarm) {
		case 'gap': {
			const label = m.tablets_alarm_gap({ count: device.missing });
			return { id: alarm, label, tone: 'wrong', icon: TriangleAlert };
		}
		case 'cloned':
			return { id: alarm, label: m.tablets_alarm_cloned(), tone: 'wrong', icon: CopyX };
		case 'little-space':
			return { id: alarm, label: m.tablets_alarm_space(), tone: 'wait', icon: HardDrive };
		case 'silent':
			return { id: alarm, label: m.tablets_alarm_silent(), tone: 'wait', icon: WifiOff };
	}
}

/** Alarms first, then what was decided about it; "In servizio" when there is nothing to say. */
export function tabletTags(device: DeviceView, now: number): TabletTag[] {
	const tags = deviceAlarms(device, now).map((alarm) => alarmTag(alarm, device));
	if (device.wipedAt !== null) {
		tags.push({ id: 'wiped', label: m.tablets_state_wiped(), tone: 'rest', icon: Eraser });
	} else if (device.wipeRequestedAt !== null) {
		tags.push({ id: 'wipe', label: m.tablets_state_wipe(), tone: 'wait', icon: Eraser });
	}
	if (device.revokedAt !== null) {
		tags.push({ id: 'revoked', label: m.tablets_state_revoked(), tone: 'rest', icon: CircleOff });
	} else if (device.persisted === false && device.wipedAt === null) {
		const label = m.tablets_storage_not_kept();
		tags.push({ id: 'storage', label, tone: 'wait', icon: ShieldAlert });
	}
	if (tags.length > 0) return tags;
	return [{ id: 'fine', label: m.tablets_state_fine(), tone: 'outline', icon: CircleCheck }];
}

export function alarmHelp(alarm: DeviceAlarm): string {
	switch (alarm) {
		case 'gap':
			return m.tablets_help_gap();
		case 'cloned':
			return m.tablets_help_cloned();
		case 'little-space':
			return m.tablets_help_space();
		case 'silent':
			return m.tablets_help_silent();
	}
}

/** "3,4 GB", "212 MB". @param bytes null where the browser does not say */
export function spaceWords(bytes: number | null, locale: string): string {
	return bytes === null ? m.tablets_not_said() : sizeWords(bytes, locale);
}
