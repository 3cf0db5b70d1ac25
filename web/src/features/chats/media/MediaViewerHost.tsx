// SPDX-License-Identifier: EUPL-1.2
// Shows the chosen picture or document over the page; arrows walk through the pictures of the timeline.
import { lazy, Suspense, useMemo } from 'react';
import type { MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import type { OpenMedia } from '../timeline/useActions';
import { isPicture } from './kinds';

const MediaViewer = lazy(() => import('./MediaViewer').then((module) => ({ default: module.MediaViewer })));

interface MediaViewerHostProps {
  media: OpenMedia;
  items: readonly TimelineItem[];
}

export function MediaViewerHost({ media, items }: MediaViewerHostProps) {
  const { item } = media;
  if (!item) return null;
  return (
    <Suspense fallback={null}>
      <Opened item={item} items={items} media={media} />
    </Suspense>
  );
}

function Opened({ item, items, media }: MediaViewerHostProps & { item: MessageItem }) {
  const pictures = useMemo(() => items.filter(isPictureMessage), [items]);
  const at = pictures.findIndex(({ key }) => key === item.key);
  const open = (next: MessageItem | undefined) => (next ? () => media.open(next) : null);
  return (
    <MediaViewer
      key={item.key}
      item={item}
      onClose={media.close}
      onPrevious={at > 0 ? open(pictures[at - 1]) : null}
      onNext={at >= 0 ? open(pictures[at + 1]) : null}
    />
  );
}

function isPictureMessage(item: TimelineItem): item is MessageItem {
  if (item.type !== 'message' || !item.content.attachment) return false;
  return isPicture(item.content.kind, item.content.attachment) && item.content.attachment.scan !== 'infected';
}
