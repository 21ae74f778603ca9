//! What admins take out of the bot as a table: which days, and cells that a spreadsheet shows and never runs.

mod csv;
mod exports;
mod faq;
mod range;
mod take_tickets;
mod tickets;

pub use csv::{BYTE_ORDER_MARK, Cell, guarded, row};
pub use exports::{ExportPorts, ExportRefusal, Exports, FaqExport};
pub use faq::{FAQ_COLUMNS, faq_row};
pub use range::{ExportDates, ExportRange, ExportScope, RangeRefusal};
pub use take_tickets::{
    ExportTickets, ExportedTickets, TicketArchive, TicketExport, TicketExportRefusal,
};
pub use tickets::{ExportedTicket, TICKET_COLUMNS, ticket_row};
