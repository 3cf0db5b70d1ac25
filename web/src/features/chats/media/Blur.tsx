// SPDX-License-Identifier: EUPL-1.2
// The colours of a picture until it is there; an even field when the message has none.
import { decode, isBlurhashValid } from 'blurhash';
import { useEffect, useRef } from 'react';
import { Skeleton } from '@/ui';
import styles from './Gallery.module.css';

const SIDE = 24;

export function Blur({ hash }: { hash: string | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const valid = hash !== null && isBlurhashValid(hash).result;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!valid || hash === null || !context) return;
    const image = context.createImageData(SIDE, SIDE);
    image.data.set(decode(hash, SIDE, SIDE));
    context.putImageData(image, 0, 0);
  }, [hash, valid]);
  if (!valid) return <Skeleton className={styles.bone ?? ''} />;
  return (
    <span aria-hidden="true">
      <canvas ref={canvas} width={SIDE} height={SIDE} className={styles.blur} />
    </span>
  );
}
