import Backpack from '@lucide/svelte/icons/backpack';
import Briefcase from '@lucide/svelte/icons/briefcase';
import Car from '@lucide/svelte/icons/car';
import Coffee from '@lucide/svelte/icons/coffee';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import FileText from '@lucide/svelte/icons/file-text';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import House from '@lucide/svelte/icons/house';
import Languages from '@lucide/svelte/icons/languages';
import ReceiptEuro from '@lucide/svelte/icons/receipt-euro';
import ShoppingBasket from '@lucide/svelte/icons/shopping-basket';
import type { NeedTag } from '$lib/domain/requests/request';
import type { Component } from 'svelte';

export const needIcons: Record<
	NeedTag,
	Component<{ size?: number | string; strokeWidth?: number | string }>
> = {
	'groceries-meals': ShoppingBasket,
	company: Coffee,
	'home-help': House,
	transport: Car,
	'health-care': HeartPulse,
	'bills-rent': ReceiptEuro,
	'children-school': Backpack,
	work: Briefcase,
	'documents-isee': FileText,
	'italian-language': Languages,
	other: Ellipsis
};
