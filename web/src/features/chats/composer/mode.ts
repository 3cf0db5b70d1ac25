// SPDX-License-Identifier: EUPL-1.2
// What the message field is doing besides writing something new.
import type { MessageItem } from '@/engine/rpc/protocol';

export type ComposerMode = { type: 'reply' | 'edit'; item: MessageItem } | null;
