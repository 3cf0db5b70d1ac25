-- The position in the stream as of which a person asked for their messages to be erased.
ALTER TABLE accounts_person ADD COLUMN erased_at BIGINT;
