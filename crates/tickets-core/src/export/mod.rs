//! What admins take out of the bot as a table: which days, and cells that a spreadsheet shows and never runs.

mod csv;
mod exports;
mod faq;
mod range;

pub use csv::{BYTE_ORDER_MARK, Cell, guarded, row};
pub use exports::{ExportPorts, ExportRefusal, Exports, FaqExport};
pub use faq::{FAQ_COLUMNS, faq_row};
pub use range::{ExportDates, ExportRange, ExportScope, RangeRefusal};
