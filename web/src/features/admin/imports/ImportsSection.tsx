// SPDX-License-Identifier: EUPL-1.2
// Imports: a file to begin with and the records of earlier ones, or one import.
import { usePlace } from '../place';
import { ImportPage } from './ImportPage';
import { ImportStart } from './ImportStart';

export function ImportsSection() {
  const { item } = usePlace();
  return item ? <ImportPage key={item} id={item} /> : <ImportStart />;
}
