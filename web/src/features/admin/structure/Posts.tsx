// SPDX-License-Identifier: EUPL-1.2
// The posts of a unit with who holds them now and who will; appointing, ending, renaming, abolishing.
import {
  IconBriefcase,
  IconCalendar,
  IconDots,
  IconPencil,
  IconPlayerStop,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '@/api/types';
import { Chip, EmptyState, IconButton, Link, Menu, MenuItem, MenuTrigger } from '@/ui';
import styles from '../Admin.module.css';
import { formatDate } from '../days';
import { Loaded } from '../parts/Loaded';
import { addressOf } from '../place';
import { type Holder, type StaffedPost, structure } from './api';
import { type PostDeed, PostDialog } from './PostDialog';

export function Posts({ unit }: { unit: Unit }) {
  const { t } = useTranslation('admin');
  const staff = useQuery(structure.staff(unit.id));
  const [deed, setDeed] = useState<PostDeed | null>(null);
  return (
    <section className={styles.block} aria-label={t('structure.posts')}>
      <h3>{t('structure.posts')}</h3>
      <Loaded query={staff} title={t('structure.staffFailed')}>
        {({ posts }) =>
          posts.length === 0 ? (
            <EmptyState icon={IconBriefcase} title={t('structure.noPosts')}>
              {t('structure.noPostsText')}
            </EmptyState>
          ) : (
            <ul className={styles.lines}>
              {posts.map((post) => (
                <PostLine key={post.id} post={post} onDeed={setDeed} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {deed && <PostDialog deed={deed} onClose={() => setDeed(null)} />}
    </section>
  );
}

interface PostLineProps {
  post: StaffedPost;
  onDeed(deed: PostDeed): void;
}

function PostLine({ post, onDeed }: PostLineProps) {
  const { t } = useTranslation('admin');
  return (
    <li className={styles.line}>
      <div className={styles.words}>
        <span className={styles.strong}>{post.title}</span>
        <span className={styles.meta}>{t(`structure.postKinds.${post.kind}`)}</span>
      </div>
      <MenuTrigger>
        <IconButton label={t('actionsFor', { name: post.title })} icon={IconDots} />
        <Menu>
          <MenuItem icon={IconUserPlus} onAction={() => onDeed({ what: 'appoint', post })}>
            {t('structure.appoint')}
          </MenuItem>
          <MenuItem icon={IconUserPlus} onAction={() => onDeed({ what: 'hire', post })}>
            {t('structure.hire')}
          </MenuItem>
          <MenuItem icon={IconPencil} onAction={() => onDeed({ what: 'rename', post })}>
            {t('structure.rename')}
          </MenuItem>
          <MenuItem icon={IconTrash} danger onAction={() => onDeed({ what: 'abolish', post })}>
            {t('structure.abolish')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {post.holders.length === 0 ? (
        <span className={styles.whole}>
          <Chip tone="warn">{t('structure.vacant')}</Chip>
        </span>
      ) : (
        <ul className={styles.whole}>
          {post.holders.map((holder) => (
            <HolderLine key={`${holder.user_id} ${holder.starts_at}`} post={post} holder={holder} onDeed={onDeed} />
          ))}
        </ul>
      )}
    </li>
  );
}

function HolderLine({ post, holder, onDeed }: PostLineProps & { holder: Holder }) {
  const { t } = useTranslation('admin');
  const dates = useDates(holder);
  return (
    <li className={styles.holder}>
      <span className={styles.words}>
        <span>
          <Link href={addressOf('people', holder.user_id)}>{holder.name}</Link>{' '}
          {holder.acting && <Chip tone="warn">{t('structure.acting')}</Chip>}
        </span>
        <span className={styles.meta}>{dates}</span>
      </span>
      <MenuTrigger>
        <IconButton label={t('actionsFor', { name: holder.name })} icon={IconDots} size="sm" />
        <Menu>
          <MenuItem icon={IconCalendar} onAction={() => onDeed({ what: 'dates', post, holder })}>
            {t('structure.changeEnd')}
          </MenuItem>
          <MenuItem icon={IconPlayerStop} danger onAction={() => onDeed({ what: 'end', post, holder })}>
            {t('structure.endNow')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </li>
  );
}

function useDates({ starts_at: startsAt, ends_at: endsAt }: Holder): string {
  const { t } = useTranslation('admin');
  const begins = t(startsAt > Date.now() ? 'structure.from' : 'structure.since', { day: formatDate(startsAt) });
  // The end is the moment behind the last day.
  return endsAt === null ? begins : `${begins} · ${t('structure.until', { day: formatDate(endsAt - 1) })}`;
}
