// SPDX-License-Identifier: EUPL-1.2
// Stands for the library by which the suggestion plugin would place a popup of its own: ours is placed by the style sheet.

const nothing = () => ({});

export const offset = nothing;
export const flip = nothing;
export const autoUpdate = () => () => undefined;
export const computePosition = () => Promise.resolve({ x: 0, y: 0 });
