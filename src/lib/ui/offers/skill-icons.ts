import BookOpen from '@lucide/svelte/icons/book-open';
import Car from '@lucide/svelte/icons/car';
import Coffee from '@lucide/svelte/icons/coffee';
import Ellipsis from '@lucide/svelte/icons/ellipsis';
import FileText from '@lucide/svelte/icons/file-text';
import Languages from '@lucide/svelte/icons/languages';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import PawPrint from '@lucide/svelte/icons/paw-print';
import Phone from '@lucide/svelte/icons/phone';
import ShoppingBasket from '@lucide/svelte/icons/shopping-basket';
import Smartphone from '@lucide/svelte/icons/smartphone';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Component } from 'svelte';
import type { Skill } from '$lib/domain/offers/offer';

export const skillIcons: Record<
	Skill,
	Component<{ size?: number | string; strokeWidth?: number | string }>
> = {
	groceries: ShoppingBasket,
	company: Coffee,
	'phone-company': Phone,
	transport: Car,
	'small-repairs': Wrench,
	homework: BookOpen,
	'italian-conversation': MessageCircle,
	digital: Smartphone,
	paperwork: FileText,
	translation: Languages,
	animals: PawPrint,
	other: Ellipsis
};
