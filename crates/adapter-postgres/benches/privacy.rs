//! How long a member with ten thousand rows waits for what is stored of them, and to be erased, among a hundred others with
//! as many: the aim is a second.
//!
//! `cargo bench -p adapter-postgres --bench privacy`

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop, loudly and here"
)]

use std::time::{Duration, Instant};

use adapter_postgres::PgPersonalData;
use adapter_postgres::testing::{TestDatabase, fresh_database};
use chrono::DateTime;
use criterion::{Criterion, criterion_group, criterion_main};
use kernel::UserId;
use privacy_core::{Origin, PersonalData as _};
use sqlx::AssertSqlSafe;
use tokio::runtime::Runtime;

/// Everybody else; a tenth of the rows each, so that the tables have a hundred thousand.
const OTHERS: u32 = 90;
const MEMBER: u64 = 7;

/// `rows` rows of a person: two fifths of them uses of commands, the rest check-ins, reminders, members whom they brought,
/// and tickets with what belongs to them; beside that what they answered as a newcomer.
async fn store(database: &TestDatabase, user: u64, rows: u32) {
    let tickets = rows / 20;
    let statements = format!(
        "INSERT INTO alphapy.guilds (guild_id) VALUES (1) ON CONFLICT DO NOTHING;
         INSERT INTO alphapy.audit_logs (guild_id, user_id, command_name, command_type, created_at)
             SELECT 1, {user}, 'help', 'slash', now() FROM generate_series(1, {rows} * 2 / 5);
         INSERT INTO alphapy.growth_checkins (guild_id, user_id, goal, obstacle, feeling, reply, created_at)
             SELECT 1, {user}, repeat('goal ', 20), repeat('rain ', 20), 'fine', repeat('go on ', 50), now()
             FROM generate_series(1, {rows} / 5);
         INSERT INTO alphapy.reminders (guild_id, name, channel_id, message, created_by, event_time)
             SELECT 1, 'raid', 5, repeat('potions ', 20), {user}, now() FROM generate_series(1, {rows} / 10);
         INSERT INTO alphapy.onboarding (guild_id, user_id, responses)
             VALUES (1, {user}, jsonb_build_object('0', repeat('x', 1000)));
         INSERT INTO alphapy.invite_joins (guild_id, member_id, inviter_id, invite_code, way, grade, joined_at)
             SELECT 1, {user} * 100000 + n, {user}, 'abcdefgh', 'uses', 'exact', now()
             FROM generate_series(1, {rows} / 10) n
             ON CONFLICT (guild_id, member_id) DO UPDATE SET inviter_id = excluded.inviter_id;
         WITH made AS (
             INSERT INTO alphapy.support_tickets
                 (guild_id, ticket_no, user_id, username, description, last_activity_at, created_at, updated_at)
             SELECT 1, {user} * 1000 + n, {user}, 'member', repeat('help ', 50), now(), now(), now()
             FROM generate_series(1, {tickets}) n RETURNING id
         ), events AS (
             INSERT INTO alphapy.ticket_events (guild_id, ticket_id, event, actor_id, to_status, at)
             SELECT 1, id, 'created', {user}, 'open', now() FROM made, generate_series(1, 2)
         )
         INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, done_at, created_at)
             SELECT 1, id, 'log', now(), now(), now() FROM made;"
    );
    sqlx::raw_sql(AssertSqlSafe(statements))
        .execute(database.pool())
        .await
        .unwrap();
}

async fn prepared() -> (TestDatabase, PgPersonalData) {
    let database = fresh_database().await;
    for other in 1..=OTHERS {
        store(&database, 1000 + u64::from(other), 1_000).await;
    }
    store(&database, MEMBER, 10_000).await;
    sqlx::query("ANALYZE")
        .execute(database.pool())
        .await
        .unwrap();
    let data = PgPersonalData::new(database.pool().clone(), None);
    (database, data)
}

fn privacy(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let (database, data) = runtime.block_on(prepared());
    let member = UserId::new(MEMBER).unwrap();
    let mut group = criterion.benchmark_group("a member with ten thousand rows");
    group.sample_size(10);
    group.bench_function("gather", |bencher| {
        bencher.iter(|| {
            let sheets = runtime.block_on(data.gather(member)).unwrap();
            assert!(sheets.iter().map(|it| it.rows.len()).sum::<usize>() >= 9_000);
        });
    });
    group.bench_function("erase", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| runtime.block_on(erased(&database, &data, member)))
                .sum()
        });
    });
    group.finish();
}

/// How long the erasure takes; then the rows are there again.
async fn erased(database: &TestDatabase, data: &PgPersonalData, member: UserId) -> Duration {
    let at = DateTime::UNIX_EPOCH;
    let began = Instant::now();
    let request = data
        .request_erasure(member, Origin::Command, at)
        .await
        .unwrap();
    let erased = data.erase(request, at).await.unwrap().unwrap();
    let took = began.elapsed();
    assert!(erased.rows.iter().map(|it| it.1).sum::<u64>() >= 9_000);
    store(database, MEMBER, 10_000).await;
    took
}

criterion_group!(benches, privacy);
criterion_main!(benches);
