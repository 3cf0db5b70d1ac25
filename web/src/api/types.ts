// SPDX-License-Identifier: EUPL-1.2
// Names for the shapes of the server's own API; `schema.ts` is generated from its OpenAPI document.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Administered = Schemas['AdministeredView'];
export type AuditEntry = Schemas['EntryView'];
export type AuditPage = Schemas['EntryPage'];
export type Factors = Schemas['FactorsView'];
export type TotpOffer = Schemas['TotpView'];
export type RecoveryCodes = Schemas['RecoveryCodesView'];
export type DemoLogin = Schemas['DemoLogin'];
export type NewDevice = Schemas['NewDeviceView'];
export type NewDeviceList = Schemas['NewDevicesView'];
export type PeoplePage = Schemas['PersonPage'];
export type PersonCard = Schemas['PersonView'];
export type PersonSummary = Schemas['PersonSummary'];
export type Post = Schemas['PostView'];
export type ServerConfig = Schemas['ConfigView'];
export type TeamList = Schemas['TeamList'];
export type TeamMembers = Schemas['TeamMembers'];
export type Unit = Schemas['Unit'];

export type Session = Omit<Schemas['SessionView'], 'display_name'> & { display_name: string };
/** As the server sends it: an account may have no name of its own. */
export type SessionAnswer = Schemas['SessionView'];

/** What the browser's WebAuthn interface is given. */
export type PasskeyOptions = Record<string, unknown>;
export type Passkey = Schemas['PasskeyView'];

export interface Credentials {
  user?: string;
  password?: string;
  device_name: string;
  /** In place of name and password. */
  passkey?: object;
  /** Of the second factor, once the server has asked for it. */
  code?: string;
}
