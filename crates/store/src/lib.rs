//! moongate-store
