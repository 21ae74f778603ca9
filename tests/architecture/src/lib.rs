//! What the tests of this crate look at: the files of the workspace, and documents that are generated from code.

mod document;
mod homes;
mod workspace;

pub use document::{code_spans, links, section};
pub use homes::{HOMES, Home, PURE, TEST_LIBRARIES};
pub use workspace::{exists, files, members, read, root};
