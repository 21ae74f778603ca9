//! Every date and time that a text names, resolved against now.
//!
//! ```text
//! expression = piece {[joint] piece}                       adjacent pieces of one moment become one result
//! piece      = shift | day | span | clock | part of the day
//! shift      = [in] amount unit [ago | from now | (after | before) day]
//! day        = date | day of a month | nth weekday of a month | [which] weekday | feast | relative day
//! span       = [end of] (this | next | last) (week | month | quarter | year | weekend) | month [year] | year
//! clock      = [minutes past | to] hour [half of the day] [part of the day] [zone] [through clock]
//! joint      = "," | "-" | on | at | …                      at most a few tokens
//! ```

mod clock;
mod clock_digits;
mod clock_words;
mod countdown;
mod date;
mod expression;
mod feast;
mod hung;
mod merge;
mod month_day;
mod number;
mod numeric;
mod piece;
mod read;
mod reader;
mod shift;
mod span;
mod weekday;

pub(crate) use countdown::countdown_at;
pub use expression::{Grain, TimeExpression};
pub(crate) use hung::{Hung, hung_day};
pub use read::parse_expressions;
