// SPDX-License-Identifier: EUPL-1.2
// Shows the chosen picture or document over the page; arrows walk through the pictures of the timeline.
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { MessageItem, TimelineItem } from '@/engine/rpc/protocol';
import type { OpenMedia } from '../timeline/useActions';
import { isPicture } from './kinds';

const MediaViewer = lazy(() => import('./MediaViewer').then((module) => ({ default: module.MediaViewer })));

interface MediaViewerHostProps {
  media: OpenMedia;
  items: readonly TimelineItem[];
  /** Null at the beginning of the chat. */
  loadOlder: (() => Promise<void>) | null;
}

export function MediaViewerHost(props: MediaViewerHostProps) {
  const { item } = props.media;
  if (!item) return null;
  return (
    <Suspense fallback={null}>
      <Opened item={item} {...props} />
    </Suspense>
  );
}

function Opened({ item, items, media, loadOlder }: MediaViewerHostProps & { item: MessageItem }) {
  const pictures = useMemo(() => items.filter(isVisible), [items]);
  const at = pictures.findIndex(({ key }) => key === item.key);
  const open = (next: MessageItem | undefined) => (next ? () => media.open(next) : null);
  const older = useOlder(at === 0 ? loadOlder : null, items);
  return (
    <MediaViewer
      item={item}
      place={at >= 0 && pictures.length > 1 ? { at: at + 1, count: pictures.length } : null}
      onClose={media.close}
      onPrevious={at > 0 ? open(pictures[at - 1]) : older}
      onNext={at >= 0 ? open(pictures[at + 1]) : null}
    />
  );
}

/** Before the first picture that is loaded: fetches earlier messages, then steps onto the picture that has come. */
function useOlder(loadOlder: (() => Promise<void>) | null, items: readonly TimelineItem[]): (() => void) | null {
  const [wanted, setWanted] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page without a picture asks for the next one.
  useEffect(() => {
    if (!wanted) return;
    if (loadOlder) void loadOlder().catch(() => setWanted(false));
    else setWanted(false);
  }, [wanted, items.length]);
  return loadOlder ? () => setWanted(true) : null;
}

function isVisible(item: TimelineItem): item is MessageItem {
  if (item.type !== 'message' || !item.content.attachment) return false;
  const { kind, attachment } = item.content;
  return (kind === 'video' || isPicture(kind, attachment)) && attachment.scan !== 'infected';
}
