-- Unread counts ask for the answers in threads since a position, and where oneself has answered.
CREATE INDEX rooms_event_threads ON rooms_event (room_id, position) WHERE rel_type = 'm.thread';
