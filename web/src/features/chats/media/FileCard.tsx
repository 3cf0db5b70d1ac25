// SPDX-License-Identifier: EUPL-1.2
// A file as a card: name, size, the antivirus verdict in words, and what can be done.
import {
  IconDownload,
  IconFile,
  IconFileMusic,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconMovie,
  IconPhoto,
  IconShieldCheck,
  IconShieldExclamation,
  IconShieldX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Attachment, EngineError, type MessageItem, type ScanState } from '@/engine/rpc/protocol';
import { useEngine } from '@/engine/rpc/react';
import { formatSize } from '@/shared/dates';
import { errorText } from '@/shared/errors';
import { classes, type IconType, Spinner } from '@/ui';
import { useTimelineActions } from '../timeline/actions';
import { isPdf, isPicture } from './kinds';
import styles from './Media.module.css';
import { saveMedia } from './saveMedia';

interface FileCardProps {
  item: MessageItem;
  attachment: Attachment;
  error?: EngineError;
  onRetry?: () => void;
}

export function FileCard({ item, attachment, error, onRetry }: FileCardProps) {
  const { t } = useTranslation('chats');
  const { openMedia } = useTimelineActions();
  const { save, pending, failure } = useSave(attachment);
  const problem = failure ?? error ?? null;
  const scan = scanOf(attachment, problem);
  const canOpen = scan !== 'infected' && (isPdf(attachment) || isPicture(item.content.kind, attachment));
  const Icon = iconOf(attachment);
  return (
    <div className={classes(styles.card, scan === 'infected' && styles.infected)}>
      <span className={styles.emblem}>
        <Icon size={24} stroke={1.5} aria-hidden />
      </span>
      <span className={styles.words}>
        <FileName name={attachment.name} onOpen={canOpen ? () => openMedia(item) : null} />
        <span className={styles.meta}>
          {attachment.size !== null && <span>{formatSize(attachment.size)}</span>}
          <ScanWords scan={scan} threats={problem?.threats ?? attachment.threats} />
        </span>
        {problem && scan !== 'infected' && <span className={styles.problem}>{errorText(problem)}</span>}
      </span>
      {scan !== 'infected' && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.save}
          aria-label={t('media.save', { name: attachment.name })}
          title={t('media.save', { name: attachment.name })}
          onClick={() => {
            onRetry?.();
            save();
          }}
        >
          {pending ? <Spinner size={18} /> : <IconDownload size={20} stroke={1.7} aria-hidden />}
        </button>
      )}
    </div>
  );
}

function useSave(attachment: Attachment) {
  const engine = useEngine();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<EngineError | null>(null);
  const save = () => {
    if (pending) return;
    setPending(true);
    setFailure(null);
    saveMedia(engine, attachment)
      .catch((reason: unknown) => setFailure(reason instanceof EngineError ? reason : new EngineError('internal', '')))
      .finally(() => setPending(false));
  };
  return { save, pending, failure };
}

/** What the last attempt found counts more than what the message was drawn with. */
function scanOf({ scan }: Attachment, problem: EngineError | null): ScanState {
  if (problem?.code === 'infected' || problem?.code === 'could_not_be_scanned') return problem.code;
  return scan;
}

/** Letters before the dot that stay, so that the dots of the cut do not meet it. */
const KEPT_BEFORE_DOT = 5;

/** The middle of a long name is cut, not its ending. */
function FileName({ name, onOpen }: { name: string; onOpen: (() => void) | null }) {
  const dot = name.lastIndexOf('.');
  const cut = Math.max((dot > 0 ? dot : name.length) - KEPT_BEFORE_DOT, 0);
  const stem = name.slice(0, cut);
  const ending = name.slice(cut);
  const words = (
    <>
      <span className={styles.stem}>{stem}</span>
      <span className={styles.ending}>{ending}</span>
    </>
  );
  if (!onOpen) return <span className={styles.fileName}>{words}</span>;
  return (
    <button type="button" tabIndex={-1} className={classes(styles.fileName, styles.fileLink)} onClick={onOpen}>
      {words}
    </button>
  );
}

const SCAN_ICONS: Partial<Record<ScanState, IconType>> = {
  clean: IconShieldCheck,
  infected: IconShieldX,
  could_not_be_scanned: IconShieldExclamation,
};

function ScanWords({ scan, threats }: { scan: ScanState; threats: readonly string[] }) {
  const { t } = useTranslation('chats');
  if (scan === 'unchecked') return null;
  const Icon = SCAN_ICONS[scan];
  return (
    <span className={classes(styles.scan, styles[scan])}>
      {Icon ? <Icon size={15} stroke={1.8} aria-hidden /> : <Spinner size={13} />}
      {t(`scan.${scan}`)}
      {scan === 'infected' && threats.length > 0 && ` (${threats.join(', ')})`}
    </span>
  );
}

const ICONS: [RegExp, IconType][] = [
  [/^image\//, IconPhoto],
  [/^video\//, IconMovie],
  [/^audio\//, IconFileMusic],
  [/pdf/, IconFileTypePdf],
  [/sheet|excel|csv/, IconFileSpreadsheet],
  [/zip|compressed|tar|rar/, IconFileZip],
  [/^text\/|word|document|rtf|odt/, IconFileText],
];

function iconOf({ mimeType }: Attachment): IconType {
  return ICONS.find(([pattern]) => pattern.test(mimeType))?.[1] ?? IconFile;
}
