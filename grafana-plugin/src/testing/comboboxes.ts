import { screen } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';

/** Lists of choices draw only what fits on the screen; jsdom has no screen. */
export function giveElementsASize(): void {
  jest.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({
    width: 400,
    height: 400,
    top: 0,
    left: 0,
    bottom: 400,
    right: 400,
    x: 0,
    y: 0,
    toJSON: () => ({}),
  });
  for (const size of ['offsetHeight', 'offsetWidth'] as const) {
    jest.spyOn(HTMLElement.prototype, size, 'get').mockReturnValue(400);
  }
  for (const size of ['clientHeight', 'clientWidth'] as const) {
    jest.spyOn(Element.prototype, size, 'get').mockReturnValue(400);
  }
}

/** Picks a choice with the keyboard alone. */
export async function pick(user: UserEvent, label: string, choice: string): Promise<void> {
  const input = screen.getByRole('combobox', { name: label });
  await user.click(input);
  await user.keyboard(choice);
  await screen.findByRole('option', { name: new RegExp(choice) });
  await user.keyboard('{ArrowDown}{Enter}');
}
