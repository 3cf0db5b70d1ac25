// SPDX-License-Identifier: EUPL-1.2
// Types of tokens.mjs, which node runs without a build.
export const themes: Record<string, Record<string, string>>;
export const pairs: [front: string, back: string, least: number][];
export function contrast(first: string, second: string): number;
export function render(): string;
