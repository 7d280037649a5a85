//! moongate-service
