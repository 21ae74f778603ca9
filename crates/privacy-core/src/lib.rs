//! What is stored of people: the map of it ([`map`]), and what follows from the map.
//!
//! Every table of the schema is in the map with each of its columns. A test of the database's adapter compares the two, so
//! a column that nobody has thought about does not get in.

pub mod map;
