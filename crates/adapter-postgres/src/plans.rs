//! The plans of statements that ran, for tests of which index finds what.

use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool, Row as _};

use crate::testing::TestDatabase;

/// The database with these rows and with figures of them, by one connection: it knows every statement that ran on it.
pub(crate) async fn filled(database: &TestDatabase, rows: &'static str) -> PgPool {
    sqlx::raw_sql(rows).execute(database.pool()).await.unwrap();
    sqlx::raw_sql("ANALYZE")
        .execute(database.pool())
        .await
        .unwrap();
    let one = PgPoolOptions::new().max_connections(1);
    one.connect_lazy_with(database.options())
}

/// The plan, with these arguments, of the only statement that ran on this connection and of which `part` is a part.
pub(crate) async fn plan_of(pool: &PgPool, part: &str, arguments: &str) -> String {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pg_prepared_statements
         WHERE strpos(statement, $1) > 0 AND strpos(statement, 'pg_prepared_statements') = 0",
    )
    .bind(part)
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(names.len(), 1, "{part}");
    let explain = format!("EXPLAIN EXECUTE {}({arguments})", names[0]);
    let rows = sqlx::raw_sql(AssertSqlSafe(explain))
        .fetch_all(pool)
        .await
        .unwrap();
    let lines = rows.iter().map(|it| it.get::<String, _>(0));
    lines.collect::<Vec<_>>().join("\n")
}

/// Asserts that a plan finds what it looks for by this index, and reads no table from end to end.
pub(crate) fn is_by(plan: &str, index: &str) {
    assert!(plan.contains(index), "{plan}");
    assert!(!plan.contains("Seq Scan"), "{plan}");
}
