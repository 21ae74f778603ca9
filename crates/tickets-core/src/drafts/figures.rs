//! How drafts have been doing.

/// A person types so many characters a minute.
const TYPED_A_MINUTE: u64 = 200;

/// What became of the drafts of a guild in some time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SuggestionFigures {
    /// Posted as they were.
    pub posted: u64,
    /// Changed and posted.
    pub edited: u64,
    /// Not wanted.
    pub dismissed: u64,
    /// Shown less than a day ago, and not decided.
    pub waiting: u64,
    /// Not decided within a day.
    pub expired: u64,
    /// How many characters were posted, of those that were posted or edited.
    pub accepted_chars: u64,
}

impl SuggestionFigures {
    /// How many hours a draft may wait before it counts as expired.
    pub const EXPIRES_AFTER_HOURS: i64 = 24;

    /// How large a part of what was decided was used, from 0 to 1; none where nothing was.
    ///
    /// ```
    /// use tickets_core::drafts::SuggestionFigures;
    ///
    /// let figures = SuggestionFigures { posted: 2, edited: 1, dismissed: 1, ..Default::default() };
    /// assert_eq!(figures.acceptance(), Some(0.75));
    /// assert_eq!(SuggestionFigures::default().acceptance(), None);
    /// ```
    #[expect(
        clippy::cast_precision_loss,
        reason = "a share of counts far below 2⁵²"
    )]
    pub fn acceptance(&self) -> Option<f64> {
        let used = self.posted + self.edited;
        let decided = used + self.dismissed;
        (decided > 0).then(|| used as f64 / decided as f64)
    }

    /// How many minutes of typing were saved, roughly: what was posted, at 200 characters a minute.
    pub fn minutes_saved(&self) -> u64 {
        self.accepted_chars / TYPED_A_MINUTE
    }
}
