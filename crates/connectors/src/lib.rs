//! moongate-connectors
