// SPDX-License-Identifier: EUPL-1.2
// The file of a message, drawn by its kind and by what the antivirus says about it.
import type { Attachment, MessageItem } from '@/engine/rpc/protocol';
import { VoiceView } from '../voice/VoiceView';
import { FileCard } from './FileCard';
import { isPicture, showsAtOnce } from './kinds';
import { PictureView } from './PictureView';
import { VideoView } from './VideoView';

interface AttachmentViewProps {
  item: MessageItem;
  attachment: Attachment;
}

export function AttachmentView({ item, attachment }: AttachmentViewProps) {
  if (attachment.scan === 'infected') return <FileCard item={item} attachment={attachment} />;
  if (isPicture(item.content.kind, attachment) && showsAtOnce(attachment)) {
    return <PictureView item={item} attachment={attachment} />;
  }
  if (item.content.kind === 'video') return <VideoView item={item} attachment={attachment} />;
  if (item.content.kind === 'audio') return <VoiceView item={item} attachment={attachment} />;
  return <FileCard item={item} attachment={attachment} />;
}
