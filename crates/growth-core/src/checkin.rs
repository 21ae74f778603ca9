//! A check-in: what somebody is after, what stands in the way, how they feel, and what the model said to it.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

/// The longest goal, in characters.
pub const GOAL_MAX: usize = 300;
/// The longest obstacle, in characters.
pub const OBSTACLE_MAX: usize = 300;
/// The longest feeling, in characters.
pub const FEELING_MAX: usize = 1000;
/// Of a model's reply so much is kept, in characters.
pub const REPLY_MAX: usize = 4000;

/// The number of a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckinId(NonZeroU64);

/// A text that is no number of a check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a check-in has a number from 1 to 2⁶³−1")]
pub struct InvalidCheckinId;

/// What somebody has filled in: three texts, none of them blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckinForm {
    goal: String,
    obstacle: String,
    feeling: String,
}

/// Why a form cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidForm {
    /// Something was left blank.
    #[error("a part of the form is blank")]
    Blank,
    /// Something is longer than it may be.
    #[error("a part of the form is too long")]
    TooLong,
}

/// A check-in as it is kept. It is nobody's but its author's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkin {
    /// Its number.
    pub id: CheckinId,
    /// Where it was made; none in a direct message.
    pub guild: Option<GuildId>,
    /// Whose it is.
    pub user: UserId,
    /// What they have filled in.
    pub form: CheckinForm,
    /// What the model said.
    pub reply: String,
    /// Whether they have shared it.
    pub shared: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl CheckinId {
    /// The id with this number; none for zero and for what is above 2⁶³−1, the end of Postgres' `BIGINT`.
    pub fn new(id: u64) -> Option<Self> {
        i64::try_from(id).ok()?;
        NonZeroU64::new(id).map(Self)
    }

    /// The number as Postgres' `BIGINT`.
    pub fn as_i64(self) -> i64 {
        self.0.get().cast_signed()
    }
}

impl fmt::Display for CheckinId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CheckinId {
    type Err = InvalidCheckinId;

    fn from_str(text: &str) -> Result<Self, InvalidCheckinId> {
        let number = text.parse().ok();
        number.and_then(Self::new).ok_or(InvalidCheckinId)
    }
}

impl CheckinForm {
    /// The three texts, without the blanks around them.
    ///
    /// ```
    /// use growth_core::{CheckinForm, InvalidForm};
    ///
    /// let form = CheckinForm::new(" run 5 km ", "no time", "tired")?;
    /// assert_eq!(form.goal(), "run 5 km");
    /// assert_eq!(CheckinForm::new("run", " ", "tired"), Err(InvalidForm::Blank));
    /// assert_eq!(CheckinForm::new(&"x".repeat(301), "y", "z"), Err(InvalidForm::TooLong));
    /// # Ok::<(), InvalidForm>(())
    /// ```
    pub fn new(goal: &str, obstacle: &str, feeling: &str) -> Result<Self, InvalidForm> {
        // A database has no NUL.
        let clean = |it: &str| it.replace('\0', "").trim().to_owned();
        let [goal, obstacle, feeling] = [goal, obstacle, feeling].map(clean);
        let parts = [
            (&goal, GOAL_MAX),
            (&obstacle, OBSTACLE_MAX),
            (&feeling, FEELING_MAX),
        ];
        for (text, max) in parts {
            if text.is_empty() {
                return Err(InvalidForm::Blank);
            }
            if text.chars().count() > max {
                return Err(InvalidForm::TooLong);
            }
        }
        Ok(Self {
            goal,
            obstacle,
            feeling,
        })
    }

    /// What they are after.
    pub fn goal(&self) -> &str {
        &self.goal
    }

    /// What stands in the way.
    pub fn obstacle(&self) -> &str {
        &self.obstacle
    }

    /// How they feel.
    pub fn feeling(&self) -> &str {
        &self.feeling
    }

    /// Whether somebody who writes this may need more than a coach.
    pub fn is_distressed(&self) -> bool {
        [&self.goal, &self.obstacle, &self.feeling]
            .into_iter()
            .any(|it| crate::is_distressed(it))
    }
}
