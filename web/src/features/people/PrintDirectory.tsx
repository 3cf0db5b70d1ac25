// SPDX-License-Identifier: EUPL-1.2
// The shown people on paper, by unit: fetched whole, printed, and put away.
import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { PersonSummary } from '@/api/types';
import { errorText } from '@/shared/errors';
import { PrintSheet } from '@/shared/print/PrintSheet';
import { IconButton, showToast } from '@/ui';

const PAGE = 200;
/** More paper than anybody wants; narrower choices print the rest. */
const MOST = 5_000;

interface PrintDirectoryProps {
  title: string;
  query: string;
  unit: string | null;
}

export function PrintDirectory({ title, query, unit }: PrintDirectoryProps) {
  const { t } = useTranslation('people');
  const [people, setPeople] = useState<PersonSummary[] | null>(null);
  const [isPending, setPending] = useState(false);
  usePrinting(people !== null, setPeople);
  const start = async () => {
    setPending(true);
    try {
      setPeople(await everybody(query, unit));
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' });
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <IconButton
        label={t('print')}
        icon={IconPrinter}
        onPress={() => {
          if (!isPending) void start();
        }}
      />
      {people && <Sheet title={title} people={people} />}
    </>
  );
}

async function everybody(query: string, unit: string | null): Promise<PersonSummary[]> {
  const found: PersonSummary[] = [];
  let cursor: string | null = null;
  do {
    const page = await api.people({ query, unit, cursor, limit: PAGE });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && found.length < MOST);
  return found;
}

/** Prints once the sheet stands in the page. */
function usePrinting(isReady: boolean, put: (none: null) => void): void {
  useEffect(() => {
    if (!isReady) return;
    const done = () => put(null);
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [isReady, put]);
}

function Sheet({ title, people }: { title: string; people: PersonSummary[] }) {
  const { t } = useTranslation('people');
  const units = new Map<string, PersonSummary[]>();
  for (const person of people) units.set(person.unit_name, [...(units.get(person.unit_name) ?? []), person]);
  return (
    <PrintSheet title={title}>
      {[...units].map(([unit, members]) => (
        <section key={unit}>
          <h2>{unit}</h2>
          <table>
            <tbody>
              {members.map((person) => (
                <tr key={person.user_id}>
                  <td>{person.name}</td>
                  <td>{person.acting ? `${person.post} (${t('acting')})` : person.post}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </PrintSheet>
  );
}
