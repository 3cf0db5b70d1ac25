// SPDX-License-Identifier: EUPL-1.2
// Values and modules that the build provides.
/// <reference types="vite/client" />

declare const __APP_VERSION__: string;
declare const __SHIPPED_WORKS__: { name: string; licence: string }[];
declare const __EMOJI_PATH__: string;
declare const __PDF_PATH__: string;
