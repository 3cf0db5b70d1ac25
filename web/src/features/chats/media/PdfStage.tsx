// SPDX-License-Identifier: EUPL-1.2
// A PDF document page under page; a page is drawn when it comes near the window.
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MediaSource } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { ErrorState } from '@/ui';
import { type OpenPdf, openPdf } from './pdf';
import styles from './Viewer.module.css';

interface PdfStageProps {
  source: MediaSource;
  zoom: number;
}

export function PdfStage({ source, zoom }: PdfStageProps) {
  const { t } = useTranslation('chats');
  const { document: pdf, failed } = usePdf(source);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  if (failed) {
    return (
      <div className={styles.waiting}>
        <ErrorState title={t('media.pdfFailed')}>{t('media.pdfFailedText')}</ErrorState>
      </div>
    );
  }
  return (
    <section
      ref={place}
      className={styles.pages}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable for its keys.
      tabIndex={0}
      aria-label={t('media.pages', { count: pdf?.numPages ?? 0 })}
    >
      {pdf &&
        width > 0 &&
        Array.from({ length: pdf.numPages }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pages are known by their number.
          <PdfPage key={index} pdf={pdf} number={index + 1} width={width * zoom} />
        ))}
    </section>
  );
}

function usePdf(source: MediaSource) {
  const engine = useEngine();
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const [failed, setFailed] = useState(false);
  const key = JSON.stringify(source);
  useEffect(() => {
    let opened: OpenPdf | null = null;
    let closed = false;
    const open = async () => {
      const { blob } = await engine.call('media.get', { source: JSON.parse(key) as MediaSource });
      const bytes = await blob.arrayBuffer();
      if (closed) return;
      opened = openPdf(bytes);
      setPdf(await opened.document);
    };
    open().catch(() => !closed && setFailed(true));
    return () => {
      closed = true;
      opened?.close();
    };
  }, [engine, key]);
  return { document: pdf, failed };
}

const MOST_WIDTH = 900;
const MARGINS = 48;

function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.min((entry?.contentRect.width ?? 0) - MARGINS, MOST_WIDTH));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}

/** A4 upright until the page says otherwise. */
const USUAL_RATIO = Math.SQRT2;

interface PdfPageProps {
  pdf: PDFDocumentProxy;
  number: number;
  width: number;
}

function PdfPage({ pdf, number, width }: PdfPageProps) {
  const { t } = useTranslation('chats');
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const [page, setPage] = useState<PDFPageProxy | null>(null);
  useEffect(() => {
    if (near && !page) void pdf.getPage(number).then(setPage, () => undefined);
  }, [near, page, pdf, number]);
  const size = page?.getViewport({ scale: 1 });
  const ratio = size ? size.height / size.width : USUAL_RATIO;
  return (
    <div ref={place} className={styles.page} style={{ width, height: Math.round(width * ratio) }}>
      {near && page && <Drawn page={page} width={width} label={t('media.page', { number })} />}
    </div>
  );
}

function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: '1000px 0px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return near;
}

/** The page as a picture, and its words for screen readers. */
function Drawn({ page, width, label }: { page: PDFPageProxy; width: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const scale = (width / page.getViewport({ scale: 1 }).width) * Math.min(devicePixelRatio, 2);
    const viewport = page.getViewport({ scale });
    element.width = Math.floor(viewport.width);
    element.height = Math.floor(viewport.height);
    const drawing = page.render({ canvas: element, viewport });
    // Cancelled when the zoom changes meanwhile.
    drawing.promise.catch(() => undefined);
    return () => drawing.cancel();
  }, [page, width]);
  useEffect(() => {
    void page
      .getTextContent()
      .then(({ items }) => setWords(items.map((item) => ('str' in item ? item.str : '')).join(' ')))
      .catch(() => undefined);
  }, [page]);
  return (
    <>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabindex takes no focus. */}
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      <div className="visually-hidden">
        <h3>{label}</h3>
        <p>{words}</p>
      </div>
    </>
  );
}
