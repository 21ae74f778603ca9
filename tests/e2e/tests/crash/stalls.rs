//! Statements and COMMITs that wait in Postgres, by test-only triggers that ask for a lock that the test holds.

use std::time::Duration;

use adapter_postgres::ConnectOptions;
use e2e_tests::eventually;
use sqlx::{ConnectOptions as _, PgConnection, PgPool};

/// Where a transaction waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The claim writes its occurrence.
    Claim,
    /// The claim commits.
    ClaimCommit,
    /// A claim whose owner died is taken over.
    Again,
    /// The same, at its COMMIT.
    AgainCommit,
    /// The end of a send is written.
    Finish,
    /// The same, at its COMMIT.
    FinishCommit,
    /// A newcomer's step is written.
    Advance,
    /// The same, at its COMMIT.
    AdvanceCommit,
    /// A newcomer's answers are saved.
    Save,
    /// The same, at its COMMIT.
    SaveCommit,
}

/// What becomes of the transaction after its client's death.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The server goes on with what it was doing: a COMMIT is done although nobody hears of it.
    GoesOn,
    /// The server gives it up.
    Lost,
}

const TRIGGERS: [&str; 11] = [
    "CREATE FUNCTION public.crash_stall() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint); RETURN NEW; END $$",
    "CREATE TRIGGER crash_claim BEFORE INSERT ON alphapy.reminder_occurrences
     FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7001)",
    "CREATE CONSTRAINT TRIGGER crash_claim_commit AFTER INSERT ON alphapy.reminder_occurrences
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7002)",
    "CREATE TRIGGER crash_again BEFORE UPDATE ON alphapy.reminder_occurrences
     FOR EACH ROW WHEN (NEW.attempts > OLD.attempts) EXECUTE FUNCTION public.crash_stall(7003)",
    "CREATE CONSTRAINT TRIGGER crash_again_commit AFTER UPDATE ON alphapy.reminder_occurrences
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.attempts > OLD.attempts)
     EXECUTE FUNCTION public.crash_stall(7004)",
    "CREATE TRIGGER crash_finish BEFORE UPDATE ON alphapy.reminder_occurrences
     FOR EACH ROW WHEN (OLD.state = 'claimed' AND NEW.state <> 'claimed') EXECUTE FUNCTION public.crash_stall(7005)",
    "CREATE CONSTRAINT TRIGGER crash_finish_commit AFTER UPDATE ON alphapy.reminder_occurrences
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'claimed' AND NEW.state <> 'claimed')
     EXECUTE FUNCTION public.crash_stall(7006)",
    "CREATE TRIGGER crash_advance BEFORE UPDATE ON alphapy.onboarding_sessions
     FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7007)",
    "CREATE CONSTRAINT TRIGGER crash_advance_commit AFTER UPDATE ON alphapy.onboarding_sessions
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7008)",
    "CREATE TRIGGER crash_save BEFORE INSERT ON alphapy.onboarding
     FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7009)",
    "CREATE CONSTRAINT TRIGGER crash_save_commit AFTER INSERT ON alphapy.onboarding
     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.crash_stall(7010)",
];

impl Place {
    fn key(self) -> i64 {
        match self {
            Self::Claim => 7001,
            Self::ClaimCommit => 7002,
            Self::Again => 7003,
            Self::AgainCommit => 7004,
            Self::Finish => 7005,
            Self::FinishCommit => 7006,
            Self::Advance => 7007,
            Self::AdvanceCommit => 7008,
            Self::Save => 7009,
            Self::SaveCommit => 7010,
        }
    }

    pub(crate) fn name(self, fate: Fate) -> &'static str {
        match (self, fate) {
            (Self::Claim, _) => "inside the claim",
            (Self::ClaimCommit, Fate::Lost) => "COMMIT of the claim, lost",
            (Self::ClaimCommit, Fate::GoesOn) => "COMMIT of the claim, done",
            (Self::Again, _) => "inside a second claim",
            (Self::AgainCommit, Fate::Lost) => "COMMIT of a second claim, lost",
            (Self::AgainCommit, Fate::GoesOn) => "COMMIT of a second claim, done",
            (Self::Finish, _) => "inside the end",
            (Self::FinishCommit, Fate::Lost) => "COMMIT of the end, lost",
            (Self::FinishCommit, Fate::GoesOn) => "COMMIT of the end, done",
            (Self::Advance, _) => "inside a newcomer's step",
            (Self::AdvanceCommit, Fate::Lost) => "COMMIT of a newcomer's step, lost",
            (Self::AdvanceCommit, Fate::GoesOn) => "COMMIT of a newcomer's step, done",
            (Self::Save, _) => "inside saving a newcomer's answers",
            (Self::SaveCommit, Fate::Lost) => "COMMIT of a newcomer's answers, lost",
            (Self::SaveCommit, Fate::GoesOn) => "COMMIT of a newcomer's answers, done",
        }
    }
}

/// The locks on which transactions wait.
pub(crate) struct Stalls {
    pool: PgPool,
    holder: PgConnection,
}

impl Stalls {
    /// Puts the triggers into a migrated database.
    pub(crate) async fn install(options: &ConnectOptions, pool: &PgPool) -> Self {
        for statement in TRIGGERS {
            sqlx::query(statement).execute(pool).await.unwrap();
        }
        Self {
            pool: pool.clone(),
            holder: options.connect().await.unwrap(),
        }
    }

    /// The next transaction that comes to this place waits there.
    pub(crate) async fn hold(&mut self, place: Place) {
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(place.key())
            .execute(&mut self.holder)
            .await
            .unwrap();
    }

    /// Waits until a transaction waits there.
    pub(crate) async fn reached(&self, place: Place) -> bool {
        eventually(Duration::from_secs(15), async || {
            self.waiting(place).await.is_some()
        })
        .await
    }

    /// Settles what becomes of the transaction whose client is dead, and lets others through again.
    pub(crate) async fn release(&mut self, place: Place, fate: Fate) {
        let backend = self.waiting(place).await;
        if fate == Fate::Lost {
            sqlx::query("SELECT pg_terminate_backend($1)")
                .bind(backend)
                .execute(&self.pool)
                .await
                .unwrap();
            assert!(self.is_gone(backend).await, "a lost transaction goes away");
        }
        self.pass(place).await;
        assert!(self.is_gone(backend).await, "its client is dead");
    }

    /// Lets everybody through again.
    pub(crate) async fn pass(&mut self, place: Place) {
        sqlx::query("SELECT pg_advisory_unlock($1)")
            .bind(place.key())
            .execute(&mut self.holder)
            .await
            .unwrap();
    }

    async fn waiting(&self, place: Place) -> Option<i32> {
        sqlx::query_scalar(
            "SELECT pid FROM pg_locks
             WHERE locktype = 'advisory' AND objid = $1::bigint AND NOT granted
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .bind(place.key())
        .fetch_optional(&self.pool)
        .await
        .unwrap()
    }

    async fn is_gone(&self, backend: Option<i32>) -> bool {
        eventually(Duration::from_secs(15), async || {
            let there: bool =
                sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1)")
                    .bind(backend)
                    .fetch_one(&self.pool)
                    .await
                    .unwrap();
            !there
        })
        .await
    }
}
