//! What is stored of people, as the data map says.

#[cfg(test)]
mod schema_tests;
