// SPDX-License-Identifier: EUPL-1.2
// Makes the compiler check every text key against the English files.
import type admin from './en/admin.json';
import type alerts from './en/alerts.json';
import type app from './en/app.json';
import type auth from './en/auth.json';
import type chats from './en/chats.json';
import type compose from './en/compose.json';
import type conversation from './en/conversation.json';
import type emoji from './en/emoji.json';
import type exported from './en/export.json';
import type factors from './en/factors.json';
import type imports from './en/imports.json';
import type list from './en/list.json';
import type newDevice from './en/newDevice.json';
import type oauth from './en/oauth.json';
import type outside from './en/outside.json';
import type people from './en/people.json';
import type policies from './en/policies.json';
import type portal from './en/portal.json';
import type recovery from './en/recovery.json';
import type rights from './en/rights.json';
import type search from './en/search.json';
import type settings from './en/settings.json';
import type thrift from './en/thrift.json';
import type ui from './en/ui.json';
import type verification from './en/verification.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: {
      admin: typeof admin;
      alerts: typeof alerts;
      app: typeof app;
      auth: typeof auth;
      chats: typeof chats;
      compose: typeof compose;
      conversation: typeof conversation;
      emoji: typeof emoji;
      export: typeof exported;
      factors: typeof factors;
      imports: typeof imports;
      list: typeof list;
      newDevice: typeof newDevice;
      oauth: typeof oauth;
      outside: typeof outside;
      people: typeof people;
      policies: typeof policies;
      portal: typeof portal;
      recovery: typeof recovery;
      rights: typeof rights;
      search: typeof search;
      settings: typeof settings;
      thrift: typeof thrift;
      ui: typeof ui;
      verification: typeof verification;
    };
  }
}
