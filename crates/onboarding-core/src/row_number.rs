//! Numbers of rows: a type for each kind, so that a rule can never stand where a question belongs.

/// Makes the number of a row, and the error of what is none: `row_number!(/// doc … RuleId, /// doc … InvalidRuleId, "…")`.
macro_rules! row_number {
    ($(#[$doc:meta])* $name:ident, $(#[$error_doc:meta])* $error:ident, $message:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(std::num::NonZeroU64);

        $(#[$error_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error($message)]
        pub struct $error;

        impl $name {
            /// The id with this number; none for zero and for what is above 2⁶³−1, the end of Postgres' `BIGINT`.
            pub fn new(id: u64) -> Option<Self> {
                i64::try_from(id).ok()?;
                std::num::NonZeroU64::new(id).map(Self)
            }

            /// The number.
            pub fn get(self) -> u64 {
                self.0.get()
            }

            /// The number as Postgres' `BIGINT`.
            pub fn as_i64(self) -> i64 {
                self.0.get().cast_signed()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                let is_number = text.bytes().all(|it| it.is_ascii_digit());
                let number = is_number.then(|| text.parse().ok()).flatten();
                number.and_then(Self::new).ok_or($error)
            }
        }
    };
}

pub(crate) use row_number;
