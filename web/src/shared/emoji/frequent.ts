// SPDX-License-Identifier: EUPL-1.2
// What people at work send most, the most usual first; it comes before rarer emoji of the same name.

export const FREQUENT: readonly string[] = [
  ...'👍❤😂🙏😊🎉👌👏🔥😁🤔👀✅😢😅💪👋🙂😉🤝💯⚡⭐🚀❓❗✨👎😮😡☕📌📎📅📞✉⏰❌⚠💡',
];
