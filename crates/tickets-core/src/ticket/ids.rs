//! The two numbers of a ticket: the row's, and the one that people say.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use kernel::digits;

kernel::row_number!(
    /// The number of a ticket's row. Unique over all guilds, yet only valid together with its guild; people never see it.
    TicketId,
    /// A text or number that names no ticket.
    InvalidTicketId,
    "not the number of a ticket"
);

/// The number that people say: they count from 1 in every guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TicketNumber(NonZeroU32);

impl TicketNumber {
    /// The number; none for zero and for what is above 2³¹−1, the end of Postgres' `INT`.
    pub fn new(number: u32) -> Option<Self> {
        i32::try_from(number).ok()?;
        NonZeroU32::new(number).map(Self)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// The number as Postgres' `INT`.
    pub fn as_i32(self) -> i32 {
        self.0.get().cast_signed()
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for TicketNumber {
    type Err = InvalidTicketId;

    /// Reads `12` and `#12`.
    fn from_str(text: &str) -> Result<Self, InvalidTicketId> {
        let text = text.strip_prefix('#').unwrap_or(text);
        digits(text)
            .and_then(|it| u32::try_from(it).ok())
            .and_then(Self::new)
            .ok_or(InvalidTicketId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_and_buttons_write_them() {
        assert_eq!("#12".parse(), Ok(TicketNumber::new(12).unwrap()));
        assert_eq!("12".parse(), Ok(TicketNumber::new(12).unwrap()));
        assert_eq!("7".parse(), Ok(TicketId::new(7).unwrap()));
    }

    #[test]
    fn what_no_column_can_hold_is_no_number() {
        for text in ["", "#", "0", "+3", "-1", "2147483648", "12a", "##1"] {
            assert!(text.parse::<TicketNumber>().is_err(), "{text}");
        }
        for text in ["", "0", "#7", "9223372036854775808", "99999999999999999999"] {
            assert!(text.parse::<TicketId>().is_err(), "{text}");
        }
    }
}
