// SPDX-License-Identifier: EUPL-1.2
// The emoji chosen last and the skin tone, remembered for this browser.
import type { SkinTone } from 'frimousse';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

interface EmojiHabits {
  recent: string[];
  skinTone: SkinTone;
}

const MOST = 16;

export const useEmojiHabits = create<EmojiHabits>()(
  persist((): EmojiHabits => ({ recent: [], skinTone: 'none' }), {
    name: 'chancery.emoji',
    version: 1,
    storage: createJSONStorage(() => localStorage),
  }),
);

export function rememberEmoji(emoji: string): void {
  useEmojiHabits.setState(({ recent }) => ({
    recent: [emoji, ...recent.filter((known) => known !== emoji)].slice(0, MOST),
  }));
}
