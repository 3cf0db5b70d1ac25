// SPDX-License-Identifier: EUPL-1.2
// Colours of the four themes and the program that writes them as tokens.css (`npm run tokens`).
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const light = {
  canvas: '#FFFFFF',
  subtle: '#F5F7FA',
  sunken: '#EAEEF4',
  raised: '#FFFFFF',
  hover: '#EDF1F7',
  selected: '#E0EBFB',
  text: '#151A24',
  text2: '#465165',
  text3: '#5A667A',
  line: '#DCE2EB',
  'line-strong': '#79859A',
  accent: '#1450B4',
  'accent-hover': '#0F4194',
  'on-accent': '#FFFFFF',
  'accent-soft': '#E0EBFB',
  'on-accent-soft': '#0F3F91',
  link: '#0F3F91',
  ok: '#12683F',
  'ok-soft': '#E1F4EA',
  warn: '#7A4A00',
  'warn-soft': '#FFF2D6',
  bad: '#B0241C',
  'bad-soft': '#FDE8E6',
  'on-bad': '#FFFFFF',
  focus: '#1450B4',
  scrim: 'rgb(12 18 30 / 45%)',
  shadow: 'rgb(16 24 40 / 18%)',
};

const dark = {
  canvas: '#11151C',
  subtle: '#171C25',
  sunken: '#0C0F15',
  raised: '#1D2430',
  hover: '#222A37',
  selected: '#1B3158',
  text: '#E9EDF4',
  text2: '#B3BDCC',
  text3: '#95A1B4',
  line: '#2A3342',
  'line-strong': '#6F7C91',
  accent: '#2C6AD6',
  'accent-hover': '#235BC0',
  'on-accent': '#FFFFFF',
  'accent-soft': '#1B3158',
  'on-accent-soft': '#B5D0FF',
  link: '#A9C8FF',
  ok: '#74D3A0',
  'ok-soft': '#12301F',
  warn: '#F3C55B',
  'warn-soft': '#33270C',
  bad: '#FF9089',
  'bad-soft': '#3A1715',
  'on-bad': '#2A0503',
  focus: '#8DB8FF',
  scrim: 'rgb(0 0 0 / 60%)',
  shadow: 'rgb(0 0 0 / 55%)',
};

/** More contrast: the quiet tones become the loud ones. */
const more = {
  light: {
    text: '#000000',
    text2: '#1F2838',
    text3: '#2F3A4D',
    line: '#79859A',
    'line-strong': '#2F3A4D',
    accent: '#0B3A86',
    'accent-hover': '#072A63',
    link: '#08306F',
    focus: '#000000',
  },
  dark: {
    canvas: '#000000',
    subtle: '#0A0D12',
    text: '#FFFFFF',
    text2: '#E3E8F0',
    text3: '#D2D9E4',
    line: '#6F7C91',
    'line-strong': '#C3CCDA',
    accent: '#1F57BC',
    link: '#CFE1FF',
    focus: '#FFFFFF',
  },
};

export const themes = {
  light,
  dark,
  'light-more': { ...light, ...more.light },
  'dark-more': { ...dark, ...more.dark },
};

const surfaces = ['canvas', 'subtle', 'sunken', 'raised', 'hover', 'selected'];

/** Pairs [foreground, background, least ratio]; WCAG 2.2 asks 4.5 for text and 3 for boundaries and focus. */
export const pairs = [
  ...surfaces.flatMap((surface) => [
    ['text', surface, 7],
    ['text2', surface, 4.5],
    ['text3', surface, 4.5],
    ['focus', surface, 3],
  ]),
  ...['canvas', 'subtle', 'raised'].flatMap((surface) => [
    ['line-strong', surface, 3],
    ['link', surface, 4.5],
    ['ok', surface, 4.5],
    ['warn', surface, 4.5],
    ['bad', surface, 4.5],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent-soft', 'accent-soft', 4.5],
  ['ok', 'ok-soft', 4.5],
  ['warn', 'warn-soft', 4.5],
  ['bad', 'bad-soft', 4.5],
  ['on-bad', 'bad', 4.5],
];

function luminance(hex) {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2.2. */
export function contrast(first, second) {
  const [dim, bright] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const selectors = {
  light: ':root',
  dark: ':root[data-theme="dark"]',
  'light-more': ':root[data-theme="light"][data-contrast="more"]',
  'dark-more': ':root[data-theme="dark"][data-contrast="more"]',
};

export function render() {
  const blocks = Object.entries(themes).map(([name, colours]) => {
    const lines = Object.entries(colours).map(([token, value]) => `    --${token}: ${value.toLowerCase()};`);
    const scheme = name.startsWith('dark') ? 'dark' : 'light';
    return `  ${selectors[name]} {\n    color-scheme: ${scheme};\n${lines.join('\n')}\n  }`;
  });
  const note = '/* SPDX-License-Identifier: EUPL-1.2 */\n/* Written by tokens.mjs: change the colours there. */\n';
  return `${note}@layer tokens {\n${blocks.join('\n\n')}\n}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('./tokens.css', import.meta.url), render());
}
