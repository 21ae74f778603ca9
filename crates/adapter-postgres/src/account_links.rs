//! Which Discord user an account belongs to.

use access_core::{AccountId, AccountLinks, LinkAccount, LinkOutcome, LinkProof, LinkStore};
use async_trait::async_trait;
use kernel::{PortFailure, Retry, UserId};
use sqlx::PgPool;

use crate::error::failed;

/// How often a link is tried that is in the way of another and gone when one looks.
const TRIES: u32 = 3;

/// [`LinkStore`] over the table `alphapy_discord_links`.
#[derive(Debug, Clone)]
pub struct PgAccountLinks {
    pool: PgPool,
}

impl PgAccountLinks {
    /// The links in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Whether it was stored; one statement, so that of many at once one gets it.
    async fn store(&self, link: LinkAccount) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "INSERT INTO alphapy.alphapy_discord_links
                 (innersync_user_id, discord_user_id, link_source, verified_by)
             VALUES ($1::text::uuid, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            link.account.0.to_string(),
            link.user.as_i64(),
            source(link.proof),
            proof(link.proof),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("link an account"))?;
        Ok(done.rows_affected() > 0)
    }
}

#[async_trait]
impl AccountLinks for PgAccountLinks {
    async fn discord_user(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        let user = sqlx::query_scalar!(
            "SELECT discord_user_id FROM alphapy.alphapy_discord_links WHERE innersync_user_id = $1::text::uuid",
            account.0.to_string(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("look up the Discord user of an account"))?;
        // The table holds no ids that Discord does not give.
        Ok(user.and_then(|it| UserId::try_from(it).ok()))
    }
}

#[async_trait]
impl LinkStore for PgAccountLinks {
    async fn account(&self, user: UserId) -> Result<Option<AccountId>, PortFailure> {
        let account = sqlx::query_scalar!(
            r#"SELECT innersync_user_id::text AS "account!" FROM alphapy.alphapy_discord_links
             WHERE discord_user_id = $1"#,
            user.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("look up the account of a Discord user"))?;
        Ok(account.and_then(|it| it.parse().ok()).map(AccountId))
    }

    async fn link(&self, link: LinkAccount) -> Result<LinkOutcome, PortFailure> {
        for _ in 0..TRIES {
            if self.store(link).await? {
                return Ok(LinkOutcome::Linked);
            }
            match self.discord_user(link.account).await? {
                Some(user) if user == link.user => return Ok(LinkOutcome::AlreadyLinked),
                Some(_) => return Ok(LinkOutcome::AccountTaken),
                None => {}
            }
            if self.account(link.user).await?.is_some() {
                return Ok(LinkOutcome::UserTaken);
            }
        }
        let cause = "what is in its way comes and goes";
        Err(PortFailure::new("link an account", Retry::Later, cause))
    }

    async fn unlink(&self, account: AccountId, user: UserId) -> Result<bool, PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.alphapy_discord_links
             WHERE innersync_user_id = $1::text::uuid AND discord_user_id = $2",
            account.0.to_string(),
            user.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map(|it| it.rows_affected() > 0)
        .map_err(failed("take a link away"))
    }
}

fn proof(proof: LinkProof) -> &'static str {
    match proof {
        LinkProof::Webhook => "webhook",
        LinkProof::OAuth => "oauth",
        LinkProof::Admin => "admin",
    }
}

/// By which way it came in.
fn source(proof: LinkProof) -> &'static str {
    match proof {
        LinkProof::Webhook => "platform",
        LinkProof::OAuth => "supabase",
        LinkProof::Admin => "command line",
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Deref;

    use super::*;
    use crate::testing::{TestDatabase, fresh_database};

    /// The store and the database that goes with it.
    struct Kept(PgAccountLinks, TestDatabase);

    impl Kept {
        async fn fresh() -> Self {
            let database = fresh_database().await;
            Self(PgAccountLinks::new(database.pool().clone()), database)
        }
    }

    impl Deref for Kept {
        type Target = PgAccountLinks;

        fn deref(&self) -> &PgAccountLinks {
            &self.0
        }
    }

    access_core::link_contract!(#[tokio::test] fn() => Kept::fresh().await);

    #[tokio::test]
    async fn who_vouched_for_a_link_is_stored_with_it() {
        let kept = Kept::fresh().await;
        let link = LinkAccount {
            account: AccountId(uuid::Uuid::from_u128(1)),
            user: UserId::new(11).unwrap(),
            proof: LinkProof::OAuth,
        };
        kept.link(link).await.unwrap();
        let stored: (String, String) =
            sqlx::query_as("SELECT verified_by, link_source FROM alphapy.alphapy_discord_links")
                .fetch_one(kept.1.pool())
                .await
                .unwrap();
        assert_eq!(stored, ("oauth".to_owned(), "supabase".to_owned()));
    }
}
