import { deviceKind } from '$lib/client/device';
import { deviceText } from '$lib/ui/device-words';

/** The name of the thing in the person's hands: "tablet", "telefono", "computer". */
export function thisDevice(): string {
	return deviceText(deviceKind());
}
