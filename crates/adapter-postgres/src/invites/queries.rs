//! What is asked of `invite_tracker`: a macro, so that a test can look at the plan of the very same statement.

/// Somebody who has brought others.
pub(super) struct Leader {
    pub(super) user_id: i64,
    pub(super) invite_count: i32,
}

macro_rules! leaders_of {
    ($guild:expr, $most:expr) => {
        sqlx::query_as!(
            $crate::invites::queries::Leader,
            "SELECT user_id, invite_count FROM alphapy.invite_tracker
             WHERE guild_id = $1 AND invite_count > 0 ORDER BY invite_count DESC, user_id LIMIT $2",
            $guild,
            $most,
        )
    };
}

pub(super) use leaders_of;
