//! Another server's rows: never seen, never changed.
