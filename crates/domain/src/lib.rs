//! moongate-domain
