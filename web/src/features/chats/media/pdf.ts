// SPDX-License-Identifier: EUPL-1.2
// PDF.js with its worker and data from our own address, without code evaluation.
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

const folder = (name: string) => `${__PDF_PATH__}/${name}/`;

export interface OpenPdf {
  document: Promise<PDFDocumentProxy>;
  close(): void;
}

/** The bytes themselves: the page's policy lets nothing fetch object URLs. */
export function openPdf(data: ArrayBuffer): OpenPdf {
  const task = getDocument({
    data,
    cMapUrl: folder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    iccUrl: folder('iccs'),
    isEvalSupported: false,
    // Documents come from other people: no forms, no scripts, no links to run.
    enableXfa: false,
  });
  return { document: task.promise, close: () => void task.destroy() };
}
