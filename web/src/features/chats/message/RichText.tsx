// SPDX-License-Identifier: EUPL-1.2
// Draws the text tree of a message; the engine lets only known elements and safe addresses through.
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RichNode } from '@/engine/rpc/protocol';
import { classes } from '@/ui';
import styles from './RichText.module.css';
import { RowLink } from './RowLink';

export function RichText({ nodes }: { nodes: readonly RichNode[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the tree is drawn anew as a whole when the message changes.
  return nodes.map((node, index) => <Fragment key={index}>{draw(node)}</Fragment>);
}

type Parent = Extract<RichNode, { children: RichNode[] }>;

function draw(node: RichNode): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'rule':
      return <hr className={styles.rule} />;
    case 'codeBlock':
      return <CodeBlock text={node.text} language={node.language} />;
    case 'mention':
      return <Mention node={node} />;
    default:
      return drawParent(node);
  }
}

const TAGS = {
  strong: 'strong',
  em: 'em',
  strike: 's',
  underline: 'u',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
  paragraph: 'p',
  quote: 'blockquote',
  bulletList: 'ul',
  listItem: 'li',
  tableRow: 'tr',
  tableHeader: 'th',
  tableCell: 'td',
} as const;

function drawParent(node: Parent): ReactNode {
  const children = <RichText nodes={node.children} />;
  switch (node.type) {
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow" tabIndex={-1} className={styles.link}>
          {children}
        </a>
      );
    case 'spoiler':
      return <Spoiler>{children}</Spoiler>;
    case 'orderedList':
      return (
        <ol className={styles.ordered} start={node.start}>
          {children}
        </ol>
      );
    case 'heading':
      // Messages stand deep in the page: their headings are drawn as strong lines, not added to its outline.
      return <p className={styles.heading}>{children}</p>;
    case 'table':
      return (
        <div className={styles.tablePlace}>
          <table className={styles.table}>
            <tbody>{children}</tbody>
          </table>
        </div>
      );
    default: {
      const Tag = TAGS[node.type];
      return <Tag className={styles[node.type]}>{children}</Tag>;
    }
  }
}

function Mention({ node }: { node: Extract<RichNode, { type: 'mention' }> }) {
  const look = classes(styles.mention, node.mine && styles.mine);
  if (node.kind === 'everyone' || node.kind === 'team') return <span className={look}>@{node.name}</span>;
  const href = node.kind === 'user' ? '/people/' : '/chats/';
  return (
    <RowLink href={href + encodeURIComponent(node.id)} className={look}>
      {node.kind === 'user' && '@'}
      {node.name}
    </RowLink>
  );
}

function Spoiler({ children }: { children: ReactNode }) {
  const { t } = useTranslation('chats');
  const [shown, setShown] = useState(false);
  if (shown) return <span className={styles.shown}>{children}</span>;
  return (
    <button type="button" className={styles.spoiler} tabIndex={-1} onClick={() => setShown(true)}>
      {t('message.spoiler')}
    </button>
  );
}

function CodeBlock({ text, language }: { text: string; language: string | null }) {
  const { t } = useTranslation('chats');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <div className={styles.codeBlock}>
      <pre>
        <code>{text}</code>
      </pre>
      {language && <span className={styles.language}>{language}</span>}
      <button
        type="button"
        className={styles.copy}
        tabIndex={-1}
        aria-label={t(copied ? 'message.copied' : 'message.copyCode')}
        onClick={() => void copy()}
      >
        <Icon size={16} stroke={1.8} aria-hidden />
      </button>
    </div>
  );
}
