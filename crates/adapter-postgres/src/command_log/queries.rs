//! What is asked of `audit_logs`: macros, so that a test can look at the plan of the very same statement.

/// A line of a ranking.
pub(super) struct Line {
    pub(super) command_name: String,
    pub(super) uses: i64,
    /// Of all commands, also those that are not in the ranking.
    pub(super) total: i64,
}

macro_rules! ranking_of {
    ($guild:expr, $since:expr, $limit:expr) => {
        sqlx::query_as!(
            $crate::command_log::queries::Line,
            r#"SELECT command_name, count(*) AS "uses!", sum(count(*)) OVER ()::bigint AS "total!"
             FROM alphapy.audit_logs
             WHERE guild_id = $1 AND created_at >= $2 AND command_type IN ('slash', 'text')
             GROUP BY command_name ORDER BY count(*) DESC, command_name COLLATE "C" LIMIT $3"#,
            $guild,
            $since,
            $limit,
        )
    };
}

macro_rules! ranking_of_all {
    ($since:expr, $limit:expr) => {
        sqlx::query_as!(
            $crate::command_log::queries::Line,
            r#"SELECT command_name, count(*) AS "uses!", sum(count(*)) OVER ()::bigint AS "total!"
             FROM alphapy.audit_logs
             WHERE created_at >= $1 AND command_type IN ('slash', 'text')
             GROUP BY command_name ORDER BY count(*) DESC, command_name COLLATE "C" LIMIT $2"#,
            $since,
            $limit,
        )
    };
}

macro_rules! count_of {
    ($guild:expr, $since:expr) => {
        sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM alphapy.audit_logs
             WHERE guild_id = $1 AND created_at >= $2 AND command_type IN ('slash', 'text')"#,
            $guild,
            $since,
        )
    };
}

macro_rules! count_of_all {
    ($since:expr) => {
        sqlx::query_scalar!(
            r#"SELECT count(*) AS "count!" FROM alphapy.audit_logs
             WHERE created_at >= $1 AND command_type IN ('slash', 'text')"#,
            $since,
        )
    };
}

pub(super) use {count_of, count_of_all, ranking_of, ranking_of_all};
