-- How far each application service has got in the stream.

CREATE TABLE appservices_delivery (
    service_id TEXT PRIMARY KEY,
    -- Everything up to here was taken by the service.
    delivered BIGINT NOT NULL,
    -- The end of the transaction under way; the same as `delivered` when there is none. A retry covers the same range.
    upto BIGINT NOT NULL
);
