import { expect, it } from 'vitest';
import { isOpen, requestStatuses } from '../../../lib/domain/requests/status.ts';
import { columnOf } from './columns.ts';

it('leaves no open request out of sight on the board', () => {
	for (const status of requestStatuses) expect(columnOf(status) !== null).toBe(isOpen(status));
});
