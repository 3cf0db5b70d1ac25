-- The delayed event (MSC4140) that an event came of; its sender sees it in `unsigned`.
ALTER TABLE rooms_event ADD COLUMN delay_id TEXT;
