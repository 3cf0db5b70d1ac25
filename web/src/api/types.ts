// SPDX-License-Identifier: EUPL-1.2
// Shapes of the server's own API (/api/v1), as its OpenAPI document describes them.

export interface Session {
  user_id: string;
  device_id: string;
  display_name: string;
  avatar_url: string | null;
  is_admin: boolean;
  server_name: string;
}

export interface Credentials {
  user: string;
  password: string;
  device_name: string;
}

export interface DemoLogin {
  user: string;
  password: string;
  name: string;
  post: string;
}

export interface ServerConfig {
  agency_name: string;
  server_name: string;
  version: string;
  demo: boolean;
  demo_logins: DemoLogin[];
}

export interface Unit {
  id: string;
  parent_id: string | null;
  name: string;
  kind: string;
  head_user_id: string | null;
  people_count: number;
}

export interface PersonSummary {
  user_id: string;
  name: string;
  post: string;
  unit_id: string;
  unit_name: string;
  avatar_url: string | null;
}

export interface PeoplePage {
  items: PersonSummary[];
  next_cursor: string | null;
  total: number;
}

export interface Post {
  id: string;
  title: string;
  unit_id: string;
  unit_name: string;
  path: { id: string; name: string }[];
  acting: boolean;
}

export interface PersonCard {
  user_id: string;
  name: string;
  avatar_url: string | null;
  posts: Post[];
  phones: string[];
  email: string | null;
  room: string | null;
  languages: string[];
}

export interface AuditEntry {
  at_ms: number;
  actor_id: string;
  actor_name: string;
  action: string;
}

export interface AuditPage {
  items: AuditEntry[];
  next_cursor: string | null;
}
