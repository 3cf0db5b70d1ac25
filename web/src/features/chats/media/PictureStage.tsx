// SPDX-License-Identifier: EUPL-1.2
// A picture that fits the window, or larger with scrolling by mouse, touch and keys.
import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '@/ui';
import styles from './Viewer.module.css';

interface PictureStageProps {
  url: string;
  name: string;
  zoom: number;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

/** A finger must move this far sideways, and more sideways than up or down. */
const SWIPE_PX = 60;

export function PictureStage({ url, name, zoom, onPrevious, onNext }: PictureStageProps) {
  const { t } = useTranslation('chats');
  const place = useRef<HTMLDivElement>(null);
  const touch = useRef<{ x: number; y: number } | null>(null);
  const swipe = ({ clientX: x, clientY: y }: PointerEvent) => {
    const from = touch.current;
    touch.current = null;
    if (!from || zoom > 1) return;
    const [dx, dy] = [x - from.x, y - from.y];
    if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < Math.abs(dy)) return;
    if (dx > 0) onPrevious?.();
    else onNext?.();
  };
  const drag = useRef<{ x: number; y: number } | null>(null);
  const move = ({ clientX: x, clientY: y }: PointerEvent) => {
    if (!drag.current || !place.current) return;
    place.current.scrollBy(drag.current.x - x, drag.current.y - y);
    drag.current = { x, y };
  };
  return (
    <section
      ref={place}
      className={classes(styles.stage, zoom > 1 && styles.large)}
      // A scrolled area must be reachable for its keys.
      tabIndex={zoom > 1 ? 0 : undefined}
      aria-label={t('media.picture')}
      onPointerDown={(event) => {
        if (event.pointerType !== 'mouse') touch.current = { x: event.clientX, y: event.clientY };
        else if (zoom > 1) drag.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={move}
      onPointerUp={(event) => {
        swipe(event);
        drag.current = null;
      }}
      onPointerLeave={() => {
        drag.current = null;
      }}
    >
      <img
        src={url}
        alt={name}
        draggable={false}
        className={styles.picture}
        style={{
          maxWidth: `${zoom * 100}%`,
          maxHeight: `${zoom * 100}%`,
          ...(zoom > 1 ? { width: `${zoom * 100}%` } : {}),
        }}
      />
    </section>
  );
}
