//! Numbers of rows: a type for each kind, so that a ticket can never stand where a question belongs.

/// Makes the number of a row as a type, and the error of what is none. Whoever uses it depends on `thiserror`.
///
/// ```
/// kernel::row_number!(
///     /// A book on the shelf.
///     BookId,
///     /// What is no number of a book.
///     InvalidBookId,
///     "not the number of a book"
/// );
///
/// let book: BookId = "42".parse()?;
/// assert_eq!((book.get(), book.as_i64()), (42, 42));
/// assert_eq!(("0".parse::<BookId>(), "+1".parse::<BookId>()), (Err(InvalidBookId), Err(InvalidBookId)));
/// assert_eq!(BookId::new(u64::MAX), None, "Postgres could not store it");
/// # Ok::<(), InvalidBookId>(())
/// ```
#[macro_export]
macro_rules! row_number {
    ($(#[$doc:meta])* $name:ident, $(#[$error_doc:meta])* $error:ident, $message:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(std::num::NonZeroU64);

        $(#[$error_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, ::thiserror::Error)]
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
                $crate::digits(text)
                    .and_then(Self::new)
                    .ok_or($error)
            }
        }
    };
}

/// The number that stands there, in digits and nothing else.
///
/// ```
/// assert_eq!((kernel::digits("007"), kernel::digits("-7"), kernel::digits("")), (Some(7), None, None));
/// ```
pub fn digits(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}
