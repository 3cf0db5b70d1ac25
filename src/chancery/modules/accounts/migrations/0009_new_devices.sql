-- When a device signed in last, and whether the person has yet to say if it was they; a letter of it may still be due.
ALTER TABLE accounts_device ADD COLUMN signed_in_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts_device ADD COLUMN is_unanswered BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts_device ADD COLUMN is_letter_due BIGINT NOT NULL DEFAULT 0;
CREATE INDEX accounts_device_letter ON accounts_device (is_letter_due) WHERE is_letter_due = 1;
