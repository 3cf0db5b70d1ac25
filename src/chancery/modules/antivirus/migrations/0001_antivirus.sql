-- One verdict per content; `signatures` names engines, signature sets and policy that gave it.
CREATE TABLE antivirus_verdict (
    sha256 TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    signature TEXT,
    reason TEXT,
    signatures TEXT NOT NULL,
    scanned_at BIGINT NOT NULL
);
