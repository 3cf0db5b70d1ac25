// SPDX-License-Identifier: EUPL-1.2
// Names and licences of the packages that the client ships, read from the installed packages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Work {
  name: string;
  licence: string;
}

interface Manifest {
  license?: string;
}

export function shippedWorks(root: string, dependencies: Record<string, string>): Work[] {
  return Object.keys(dependencies).map((name) => {
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;
    return { name, licence: manifest.license ?? '' };
  });
}
