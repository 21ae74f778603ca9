//! What admins see of an export of tickets.

use tickets_core::export::{RangeRefusal, TicketExport, TicketExportRefusal};
use twilight_model::http::attachment::Attachment;

use super::view::{attached, too_soon};
use crate::reply::{Body, Reply};
use crate::text::{Rich, TimeStyle};
use crate::tickets::switched_off;

/// What is shown of a date that somebody typed.
const TYPED_MAX: usize = 40;

pub(super) fn tickets(export: &TicketExport, files: Vec<Attachment>) -> Body {
    let words = match export.count() {
        0 => Rich::own("📭 No ticket was opened then, so the table has none. Range: "),
        1 => Rich::own("📤 1 ticket exported. Range: "),
        count => Rich::own("📤 ")
            .number(count)
            .and(" tickets exported. Range: "),
    };
    let range = export.range();
    let words = match range.from {
        Some(from) => words.moment(from, TimeStyle::Full),
        None => words.and("the beginning"),
    };
    let words = words.and(" to ");
    let words = match range.before {
        Some(before) => words.moment(before, TimeStyle::Full),
        None => words.and("now"),
    };
    attached(words.and("."), files)
}

pub(super) fn refused(refusal: &TicketExportRefusal) -> Reply {
    match refusal {
        TicketExportRefusal::Disabled => Reply::text(switched_off()),
        TicketExportRefusal::NotAdmin => {
            Reply::text(Rich::denied("🚫 Only admins can export tickets."))
        }
        TicketExportRefusal::CoolingDown(wait) => too_soon(*wait),
        TicketExportRefusal::Range(refusal) => range_refused(refusal),
    }
}

fn range_refused(refusal: &RangeRefusal) -> Reply {
    let example = "\nFor example: `from:2025-03-01 to:2025-03-31`";
    let words = match refusal {
        RangeRefusal::ScopeAndDates => {
            Rich::own("📅 Please choose one: days (`from`, `to`), or a `scope`.")
        }
        RangeRefusal::FromAfterTo => Rich::own("📅 `from` comes after `to`."),
        RangeRefusal::Unreadable(typed) => Rich::own("📅 I cannot read ")
            .code(typed, TYPED_MAX)
            .and(" as a date."),
        RangeRefusal::NoSuchDate(typed) => Rich::own("📅 The calendar has no ")
            .code(typed, TYPED_MAX)
            .and("."),
        RangeRefusal::UnknownScope => Rich::own("📅 I know no such scope."),
    };
    Reply::text(words.and(example))
}
