//! `deploy/telemetry.sql`, tried: the table that self-hosters make in their Supabase takes what telemetry sends.

use sqlx::Executor as _;

use crate::testing::fresh_database;

const SQL: &str = include_str!("../../../deploy/telemetry.sql");
/// The roles that every Supabase project has. They are the cluster's, so another test may have made them.
const ROLES: &str = "DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN EXECUTE format('CREATE ROLE %I', name); END IF;
    END LOOP;
END $$";
/// What `PostgREST` makes of an upsert.
const UPSERT: &str = "INSERT INTO telemetry.subsystem_snapshots
        (subsystem, label, status, uptime_seconds, throughput_per_minute, error_rate, latency_p50, latency_p95, queue_depth,
         active_bots, notes, last_updated, computed_at)
    VALUES ('alphapy', 'Alphapy', $1, 3600, 2, 0.33, 42, 99, 0, 3, 'shards 1/1', now(), now())
    ON CONFLICT (subsystem) DO UPDATE SET status = excluded.status";

#[tokio::test]
async fn the_table_takes_snapshots_each_in_place_of_the_one_before_and_can_be_made_twice() {
    let database = fresh_database().await;
    let pool = database.pool();
    pool.execute(ROLES).await.unwrap();
    for _ in 0..2 {
        pool.execute(SQL).await.unwrap();
    }
    let mut service = pool.acquire().await.unwrap();
    service.execute("SET ROLE service_role").await.unwrap();
    for status in ["operational", "outage"] {
        let upsert = sqlx::query(UPSERT).bind(status);
        upsert.execute(&mut *service).await.unwrap();
    }
    let rows: Vec<String> = sqlx::query_scalar("SELECT status FROM telemetry.subsystem_snapshots")
        .fetch_all(&mut *service)
        .await
        .unwrap();
    assert_eq!(rows, ["outage"]);
    service.execute("SET ROLE anon").await.unwrap();
    let hidden = sqlx::query("SELECT FROM telemetry.subsystem_snapshots");
    assert!(hidden.execute(&mut *service).await.is_err());
}
