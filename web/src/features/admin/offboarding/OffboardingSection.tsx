// SPDX-License-Identifier: EUPL-1.2
// People who leave: the list of records, one record, or the way to let somebody go.
import { usePlace } from '../place';
import { LeaverList } from './LeaverList';
import { LetGoPage } from './LetGoPage';
import { RecordPage } from './RecordPage';

export function OffboardingSection() {
  const { item } = usePlace();
  if (item === 'new') return <LetGoPage />;
  return item ? <RecordPage id={item} /> : <LeaverList />;
}
