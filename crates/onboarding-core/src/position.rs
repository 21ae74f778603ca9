//! Where a question or a rule stands among the others of its guild.

/// The most questions of a guild.
pub const MOST_QUESTIONS: usize = 20;
/// The most rules of a guild.
pub const MOST_RULES: usize = 20;

/// A place from 1 to 20. Places may be left free: what is shown is in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position(u8);

/// A number that is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a position is a number from 1 to {}", Position::MAX)]
pub struct InvalidPosition;

impl Position {
    /// The last place.
    pub const MAX: u8 = 20;

    /// The place with this number.
    pub fn new(number: i64) -> Result<Self, InvalidPosition> {
        let number = u8::try_from(number).map_err(|_| InvalidPosition)?;
        if (1..=Self::MAX).contains(&number) {
            Ok(Self(number))
        } else {
            Err(InvalidPosition)
        }
    }

    /// Its number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_places() {
        for number in 1..=20 {
            assert_eq!(i64::from(Position::new(number).unwrap().get()), number);
        }
        for number in [0, -1, 21, 257, i64::MAX, i64::MIN] {
            assert_eq!(Position::new(number), Err(InvalidPosition), "{number}");
        }
        assert_eq!(usize::from(Position::MAX), MOST_QUESTIONS);
        assert_eq!(usize::from(Position::MAX), MOST_RULES);
    }
}
