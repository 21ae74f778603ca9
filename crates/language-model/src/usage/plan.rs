//! What members have paid for.

/// What a member has paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Free,
    /// By the month.
    Monthly,
    /// By the year.
    Yearly,
    /// Once and for all.
    Lifetime,
}

impl Plan {
    /// How many answers a day that is; none means as many as they like.
    pub const fn daily_limit(self) -> Option<u32> {
        match self {
            Self::Free => Some(5),
            Self::Monthly => Some(25),
            Self::Yearly | Self::Lifetime => None,
        }
    }
}
