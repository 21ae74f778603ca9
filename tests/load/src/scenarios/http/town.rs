//! The town that is asked about: members with reminders, members who make some, and what they have used.

use adapter_postgres::PgReminderStore;
use alphapy_app::SystemClock;
use chrono::{TimeDelta, Timelike as _, Weekday};
use discord_simulator::{Guild, Options, RateLimits, Simulator};
use kernel::{ChannelId, Clock as _, GuildId, UserId};
use reminders_core::ReminderStore as _;
use reminders_core::testing::{a_reminder, occurrence_of};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::ground::{Ground, GroundDatabase};

/// So many members read their reminders …
pub(super) const READERS: usize = 1500;
/// … of which each has so many …
const EACH: i64 = 10;
/// … and so many others make some; both are few enough that the program remembers whose accounts theirs are.
pub(super) const WRITERS: usize = 500;
/// Readers who have an account.
pub(super) const LINKED: usize = 400;
/// The first reader's id; the next ones follow.
const FIRST_READER: u64 = 81_384_788_765_700_000;
/// How often commands have been used in the last month.
const USES: i32 = 5000;
/// What new reminders are called.
pub(super) const NEW: &str = "Raid night";

/// A guild in Discord.
pub(super) struct Town {
    pub(super) simulator: Simulator,
    pub(super) guild: u64,
    pub(super) channel: u64,
    pub(super) owner: u64,
    pub(super) writers: Vec<u64>,
}

impl Town {
    pub(super) async fn build() -> anyhow::Result<Self> {
        let simulator = Simulator::start(Options {
            rate_limits: RateLimits::none(),
            ..Options::default()
        })
        .await?;
        let mut guild = simulator.guild("Town").owner("sara").channel("general");
        for number in 0..WRITERS {
            guild = guild.member(&name(number), &[]);
        }
        let guild: Guild = guild.create();
        simulator.install_bot(&guild);
        Ok(Self {
            guild: guild.id(),
            channel: guild.channel("general").id(),
            owner: guild.member("sara").id(),
            writers: (0..WRITERS)
                .map(|number| guild.member(&name(number)).id())
                .collect(),
            simulator,
        })
    }

    /// Those who have a Discord user, with the account that is theirs: the owner first, then readers, then writers.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (Uuid, u64)> {
        let users = std::iter::once(self.owner)
            .chain(readers().take(LINKED))
            .chain(self.writers.iter().copied());
        users.map(|user| (account(user), user))
    }

    /// A database with everything that was there before somebody asks.
    pub(super) async fn database(&self, ground: &Ground) -> anyhow::Result<GroundDatabase> {
        let database = ground.database().await?;
        self.store_reminders(&database).await?;
        self.store_uses(&database).await?;
        self.link_accounts(&database).await?;
        sqlx::raw_sql("VACUUM ANALYZE")
            .execute(database.opened.pool())
            .await?;
        Ok(database)
    }

    /// Those of the first reader as the program stores them, and copies for the others.
    async fn store_reminders(&self, database: &GroundDatabase) -> anyhow::Result<()> {
        let pool = database.opened.pool();
        let store = PgReminderStore::new(pool.clone());
        let now = SystemClock.now();
        let now = now.with_second(0).and_then(|it| it.with_nanosecond(0));
        let now = now.unwrap_or_default();
        for number in 0..EACH {
            let named = a_reminder()
                .in_guild(GuildId::new(self.guild)?)
                .in_channel(ChannelId::new(self.channel)?)
                .by(UserId::new(FIRST_READER)?)
                .named(&format!("Raid {number:02}"))
                .saying("Bring potions and friends");
            let what = if number % 2 == 0 {
                named.once(now + TimeDelta::days(30 + number)).build()
            } else {
                named.weekly([Weekday::Fri], 20, 15).build()
            };
            let next = occurrence_of(&what, chrono_tz::Europe::Brussels, now);
            store.add(&what, next, None, now).await?;
        }
        let columns: String = sqlx::query_scalar(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
             WHERE table_schema = 'alphapy' AND table_name = 'reminders' AND is_generated = 'NEVER'
               AND column_name NOT IN ('id', 'created_by')",
        )
        .fetch_one(pool)
        .await?;
        let copy = format!(
            "INSERT INTO alphapy.reminders (created_by, {columns})
             SELECT created_by + other, {columns} FROM alphapy.reminders, generate_series(1, $1) AS other"
        );
        sqlx::query(AssertSqlSafe(copy))
            .bind(i64::try_from(READERS)? - 1)
            .execute(pool)
            .await?;
        Ok(())
    }

    async fn store_uses(&self, database: &GroundDatabase) -> anyhow::Result<()> {
        sqlx::query(
            "INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT $1, $2, 'command ' || n % 30, 'slash', now() - n * interval '8 minutes'
             FROM generate_series(1, $3) AS n",
        )
        .bind(i64::try_from(self.guild)?)
        .bind(i64::try_from(self.owner)?)
        .bind(USES)
        .execute(database.opened.pool())
        .await?;
        Ok(())
    }

    async fn link_accounts(&self, database: &GroundDatabase) -> anyhow::Result<()> {
        let (accounts, users): (Vec<Uuid>, Vec<u64>) = self.accounts().unzip();
        let accounts: Vec<String> = accounts.iter().map(Uuid::to_string).collect();
        let users: Result<Vec<i64>, _> = users.into_iter().map(i64::try_from).collect();
        sqlx::query(
            "INSERT INTO alphapy.alphapy_discord_links (innersync_user_id, discord_user_id, verified_by)
             SELECT account::uuid, person, 'admin' FROM UNNEST($1::text[], $2::bigint[]) AS l (account, person)",
        )
        .bind(accounts)
        .bind(users?)
        .execute(database.opened.pool())
        .await?;
        Ok(())
    }
}

/// The ids of those who read their reminders.
pub(super) fn readers() -> impl Iterator<Item = u64> {
    (FIRST_READER..).take(READERS)
}

/// The account of a user.
pub(super) fn account(user: u64) -> Uuid {
    Uuid::from_u64_pair(0x0123_4567_89ab_4def, 0x8000_0000_0000_0000 | user)
}

/// Takes away what was made, so that quotas are free again.
pub(super) async fn tidy(database: &GroundDatabase) -> anyhow::Result<()> {
    let pool = database.opened.pool();
    sqlx::query("DELETE FROM alphapy.reminders WHERE name = $1")
        .bind(NEW)
        .execute(pool)
        .await?;
    sqlx::raw_sql("VACUUM ANALYZE alphapy.reminders")
        .execute(pool)
        .await?;
    Ok(())
}

fn name(number: usize) -> String {
    format!("writer-{number}")
}
