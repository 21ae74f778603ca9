//! The tables `guild_onboarding_questions` and `guild_rules`: [`SetUpStore`].

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use onboarding_core::set_up::{
    NewQuestion, NewRule, Pick, QuestionStored, ReorderOutcome, Reordering, RuleStored, SetUpStore,
};
use onboarding_core::{CustomQuestion, GuildRule, Question, QuestionId, RuleId};
use sqlx::PgPool;

use super::{questions, reorder, rules};
use crate::error::failed;

/// [`SetUpStore`] in the tables `guild_onboarding_questions` and `guild_rules`.
#[derive(Debug, Clone)]
pub struct PgSetUpStore {
    pool: PgPool,
}

impl PgSetUpStore {
    /// The tables in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl SetUpStore for PgSetUpStore {
    async fn questions(&self, guild: GuildId) -> Result<Vec<CustomQuestion>, PortFailure> {
        questions::all(&self.pool, guild)
            .await
            .map_err(failed("read questions"))
    }

    async fn store_question(
        &self,
        guild: GuildId,
        question: &NewQuestion,
        now: DateTime<Utc>,
    ) -> Result<QuestionStored, PortFailure> {
        questions::store(&self.pool, guild, question, now)
            .await
            .map_err(failed("store a question"))
    }

    async fn change_question(
        &self,
        guild: GuildId,
        seen: &CustomQuestion,
        question: &Question,
        now: DateTime<Utc>,
    ) -> Result<Option<CustomQuestion>, PortFailure> {
        questions::change(&self.pool, guild, seen, question, now)
            .await
            .map_err(failed("change a question"))
    }

    async fn delete_question(
        &self,
        guild: GuildId,
        which: Pick<QuestionId>,
    ) -> Result<Option<CustomQuestion>, PortFailure> {
        questions::delete(&self.pool, guild, which)
            .await
            .map_err(failed("delete a question"))
    }

    async fn reset_questions(&self, guild: GuildId) -> Result<usize, PortFailure> {
        questions::delete_all(&self.pool, guild)
            .await
            .map_err(failed("delete questions"))
    }

    async fn rules(&self, guild: GuildId) -> Result<Vec<GuildRule>, PortFailure> {
        rules::all(&self.pool, guild)
            .await
            .map_err(failed("read rules"))
    }

    async fn store_rule(
        &self,
        guild: GuildId,
        rule: &NewRule,
        now: DateTime<Utc>,
    ) -> Result<RuleStored, PortFailure> {
        rules::store(&self.pool, guild, rule, now)
            .await
            .map_err(failed("store a rule"))
    }

    async fn delete_rule(
        &self,
        guild: GuildId,
        which: Pick<RuleId>,
    ) -> Result<Option<GuildRule>, PortFailure> {
        rules::delete(&self.pool, guild, which)
            .await
            .map_err(failed("delete a rule"))
    }

    async fn reset_rules(&self, guild: GuildId) -> Result<usize, PortFailure> {
        rules::delete_all(&self.pool, guild)
            .await
            .map_err(failed("delete rules"))
    }

    async fn reorder(
        &self,
        guild: GuildId,
        order: &Reordering,
        now: DateTime<Utc>,
    ) -> Result<ReorderOutcome, PortFailure> {
        reorder::reorder(&self.pool, guild, order, now)
            .await
            .map_err(failed("reorder questions and rules"))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// A store, and the database it needs for as long as the test lasts.
    struct Own {
        store: PgSetUpStore,
        database: TestDatabase,
    }

    impl Deref for Own {
        type Target = PgSetUpStore;

        fn deref(&self) -> &PgSetUpStore {
            &self.store
        }
    }

    async fn own() -> Own {
        let database = fresh_database().await;
        let store = PgSetUpStore::new(database.pool().clone());
        Own { store, database }
    }

    onboarding_core::set_up_store_contract!(#[tokio::test] fn() => own().await);

    #[tokio::test]
    async fn what_another_program_stored_is_read_or_named_as_broken() {
        let own = own().await;
        sqlx::raw_sql(
            r#"INSERT INTO alphapy.guilds (guild_id) VALUES (1);
               INSERT INTO alphapy.guild_onboarding_questions
                   (guild_id, step_order, question, question_type, options, followup) VALUES
                   (1, 1, 'Bare', 'select', '[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]',
                    '{"a": "Why A?", "b": {"question": "Why B?", "type": "email", "required": false}}'),
                   (1, 2, 'Alone', 'select', '[{"label": "A", "value": "a"}]', NULL),
                   (1, 3, 'Words', 'multiselect', '["a", "b"]', NULL),
                   (1, 4, 'Numbers', 'select', '[{"label": 1, "value": 2}, {"label": 3, "value": 4}]', NULL),
                   (1, 5, 'Unknown', 'select', '[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]',
                    '{"z": "Why Z?"}'),
                   (1, 6, '  ', 'text', NULL, NULL)"#,
        )
        .execute(own.database.pool())
        .await
        .unwrap();
        let questions = own.questions(GuildId::new(1).unwrap()).await.unwrap();
        let bare = questions[0].content.clone().unwrap();
        assert_eq!(bare.follow_up("a").unwrap().question.as_str(), "Why A?");
        assert!(bare.follow_up("a").unwrap().required);
        let other = bare.follow_up("b").unwrap();
        assert_eq!((other.kind.word(), other.required), ("email", false));
        let broken = questions[1..]
            .iter()
            .map(|it| it.content.clone().unwrap_err());
        let broken: Vec<_> = broken.map(|it| it.text).collect();
        assert_eq!(broken, ["Alone", "Words", "Numbers", "Unknown", "  "]);
    }

    #[tokio::test]
    async fn the_database_itself_refuses_what_nobody_could_answer() {
        let own = own().await;
        let pool = own.database.pool();
        sqlx::query("INSERT INTO alphapy.guilds (guild_id) VALUES (1)")
            .execute(pool)
            .await
            .unwrap();
        for (kind, options, followup) in [
            ("'select'", "NULL", "NULL"),
            ("'select'", "'null'", "NULL"),
            ("'select'", "'[]'", "NULL"),
            ("'multiselect'", "'{}'", "NULL"),
            ("'text'", "'[]'", "NULL"),
            ("'email'", "'null'", "NULL"),
            ("'text'", "NULL", "'{}'"),
            ("'select'", "'[1, 2]'", "'[]'"),
            ("'radio'", "NULL", "NULL"),
        ] {
            let sql = format!(
                "INSERT INTO alphapy.guild_onboarding_questions
                     (guild_id, step_order, question, question_type, options, followup)
                 VALUES (1, 1, 'Which?', {kind}, {options}, {followup})"
            );
            let done = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await;
            let why = done.unwrap_err().to_string();
            assert!(
                why.contains("ck_guild_onboarding_questions_"),
                "{kind} {options}: {why}"
            );
        }
    }
}
