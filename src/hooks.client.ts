import { dev } from '$app/environment';
import '$lib/client/language.svelte';
import { trustOwnWorkers } from '$lib/client/trusted-workers';

trustOwnWorkers(dev);
