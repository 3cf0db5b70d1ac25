// SPDX-License-Identifier: EUPL-1.2
// A picture or a PDF document over the whole window.
import { IconChevronLeft, IconChevronRight, IconDownload, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { useEngine, useMedia } from '@/engine/rpc/react';
import { formatMoment } from '@/shared/dates';
import { errorCode, errorText } from '@/shared/errors';
import { ErrorState, IconButton, Spinner, showToast } from '@/ui';
import { isPdf } from './kinds';
import { PictureStage } from './PictureStage';
import { saveMedia } from './saveMedia';
import styles from './Viewer.module.css';

const PdfStage = lazy(() => import('./PdfStage').then((module) => ({ default: module.PdfStage })));

interface MediaViewerProps {
  item: MessageItem;
  /** Among the pictures that are loaded. */
  place: { at: number; count: number } | null;
  onClose(): void;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3, 4];
const FIT = ZOOMS.indexOf(1);

export function MediaViewer({ item, place, onClose, onPrevious, onNext }: MediaViewerProps) {
  const { attachment } = item.content;
  const [zoom, setZoom] = useZoom(item.key);
  const frame = useRef<HTMLDivElement>(null);
  // Not on a button: its tooltip would take the first Escape.
  useEffect(() => frame.current?.focus(), []);
  const change = (step: number) => setZoom((now) => Math.min(Math.max(now + step, 0), ZOOMS.length - 1));
  useKeys((event) => {
    if (event.key === 'ArrowLeft' && zoom <= FIT) onPrevious?.();
    else if (event.key === 'ArrowRight' && zoom <= FIT) onNext?.();
    else if (event.key === '+' || event.key === '=') change(1);
    else if (event.key === '-') change(-1);
    else if (event.key === '0') setZoom(FIT);
  });
  if (!attachment) return null;
  return (
    <ModalOverlay className={styles.scrim} isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={styles.modal}>
        <Dialog aria-label={attachment.name} className={styles.dialog}>
          <div className={styles.window} tabIndex={-1} ref={frame}>
            <Bar item={item} place={place} attachment={attachment} zoom={zoom} onZoom={change} onClose={onClose} />
            <Stage
              key={item.key}
              item={item}
              attachment={attachment}
              zoom={ZOOMS[zoom] ?? 1}
              onPrevious={onPrevious}
              onNext={onNext}
            />
            {item.content.text && <p className={styles.caption}>{item.content.text}</p>}
            <Side place="left" onPress={onPrevious} />
            <Side place="right" onPress={onNext} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Keys of the open window, wherever in it the focus is: the dialog itself may take it, too. */
function useKeys(onKey: (event: KeyboardEvent) => void): void {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

/** Every picture begins as a whole. */
function useZoom(key: string): [number, (change: number | ((now: number) => number)) => void] {
  const [zoom, setZoom] = useState({ key, step: FIT });
  const now = zoom.key === key ? zoom.step : FIT;
  return [now, (change) => setZoom({ key, step: typeof change === 'number' ? change : change(now) })];
}

interface BarProps {
  item: MessageItem;
  place: MediaViewerProps['place'];
  attachment: Attachment;
  zoom: number;
  onZoom(step: number): void;
  onClose(): void;
}

function Bar({ item, place, attachment, zoom, onZoom, onClose }: BarProps) {
  const { t } = useTranslation('chats');
  const engine = useEngine();
  const save = () =>
    saveMedia(engine, attachment).catch((error: unknown) => showToast({ text: errorText(error), tone: 'bad' }));
  return (
    <header className={styles.bar}>
      <div className={styles.about}>
        <h2 className={styles.name}>{attachment.name}</h2>
        <p className={styles.sender}>
          {item.mine ? t('message.you') : item.sender.name} · {formatMoment(item.at)}
          {place && ` · ${t('media.place', { place: place.at, count: place.count })}`}
        </p>
      </div>
      <IconButton
        label={t('media.zoomOut')}
        icon={IconZoomOut}
        keys="-"
        isDisabled={zoom === 0}
        onPress={() => onZoom(-1)}
      />
      <IconButton
        label={t('media.zoomIn')}
        icon={IconZoomIn}
        keys="+"
        isDisabled={zoom === ZOOMS.length - 1}
        onPress={() => onZoom(1)}
      />
      <IconButton label={t('media.saveShort')} icon={IconDownload} onPress={() => void save()} />
      <IconButton label={t('close')} icon={IconX} keys="Esc" onPress={onClose} />
    </header>
  );
}

function Side({ place, onPress }: { place: 'left' | 'right'; onPress: (() => void) | null }) {
  const { t } = useTranslation('chats');
  if (!onPress) return null;
  return (
    <span className={styles[place]}>
      <IconButton
        label={t(place === 'left' ? 'media.previous' : 'media.next')}
        icon={place === 'left' ? IconChevronLeft : IconChevronRight}
        variant="secondary"
        size="lg"
        onPress={onPress}
      />
    </span>
  );
}

interface StageProps {
  item: MessageItem;
  attachment: Attachment;
  zoom: number;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

function Stage({ item, attachment, zoom, onPrevious, onNext }: StageProps) {
  const { t } = useTranslation('chats');
  const { url, error, retry } = useMedia(attachment.source);
  if (error) {
    return (
      <div className={styles.waiting}>
        <ErrorState
          title={t(error.code === 'infected' ? 'scan.infected' : 'media.failed')}
          code={errorCode(error)}
          onRetry={error.retryable ? retry : undefined}
        >
          {errorText(error)}
        </ErrorState>
      </div>
    );
  }
  if (!url) return <Waiting />;
  if (item.content.kind === 'video') return <VideoStage url={url} />;
  if (!isPdf(attachment)) {
    return <PictureStage url={url} name={attachment.name} zoom={zoom} onPrevious={onPrevious} onNext={onNext} />;
  }
  return (
    <Suspense fallback={<Waiting />}>
      <PdfStage source={attachment.source} zoom={zoom} />
    </Suspense>
  );
}

function VideoStage({ url }: { url: string }) {
  return (
    <div className={styles.stage}>
      {/* biome-ignore lint/a11y/useMediaCaption: a person's own recording has no captions. */}
      <video src={url} controls autoPlay className={styles.picture} style={{ maxWidth: '100%', maxHeight: '100%' }} />
    </div>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting}>
      <Spinner size={32} />
    </div>
  );
}
