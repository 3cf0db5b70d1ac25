// SPDX-License-Identifier: EUPL-1.2
// Swiping a row acts only when the finger went far enough sideways.
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { useSwipe } from './useSwipe';

function Rows({ onSwipe, onLongPress }: { onSwipe: () => void; onLongPress: () => void }) {
  const { listeners } = useSwipe({ onSwipe, onLongPress });
  return (
    <div {...listeners}>
      <p data-key="!room">row</p>
    </div>
  );
}

function drag(...points: [number, number][]) {
  const row = screen.getByText('row');
  const touches = points.map(([clientX, clientY]) => [{ clientX, clientY }]);
  fireEvent.touchStart(row, { touches: touches[0] });
  for (const moved of touches.slice(1)) fireEvent.touchMove(row, { touches: moved });
  fireEvent.touchEnd(row, { touches: [] });
}

test.each([
  [
    'far to the right',
    [
      [0, 0],
      [40, 2],
      [100, 4],
    ],
    ['!room', 'read'],
  ],
  [
    'far to the left',
    [
      [200, 0],
      [150, 0],
      [90, 0],
    ],
    ['!room', 'archive'],
  ],
  [
    'not far enough',
    [
      [0, 0],
      [40, 0],
      [60, 0],
    ],
    null,
  ],
  [
    'down: the list scrolls',
    [
      [0, 0],
      [4, 40],
      [120, 60],
    ],
    null,
  ],
] as [string, [number, number][], string[] | null][])('%s', (_name, points, expected) => {
  const onSwipe = vi.fn();
  render(<Rows onSwipe={onSwipe} onLongPress={vi.fn()} />);
  drag(...points);
  if (expected) expect(onSwipe).toHaveBeenCalledWith(...expected);
  else expect(onSwipe).not.toHaveBeenCalled();
});
