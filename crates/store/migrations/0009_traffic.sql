-- The overview counts sign-ins and registrations of the last days from this index alone.
CREATE INDEX audit_events_traffic ON audit_events (pool_id, at, type, result, source_id)
    WHERE type IN ('login', 'register');
