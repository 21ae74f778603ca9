//! A look at a database from outside, for `alphapy doctor`.

use kernel::PortFailure;
use sqlx::{PgExecutor, PgPool};

use crate::error::failed;

/// What a look at the server and at our place in it shows.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ExaminedDatabase {
    /// The server's version, as it calls it: `16.4`.
    pub version: String,
    /// The role that we are there.
    pub role: String,
    /// Whether that role may do anything to anybody's data.
    pub is_superuser: bool,
    /// Whether the server only repeats what another one writes.
    pub is_standby: bool,
    /// Whether the role may make our schema, or change it where it is there already.
    pub may_migrate: bool,
    /// Tables of ours in which the role may not read, add, change and delete, in alphabetical order.
    pub closed_tables: Vec<String>,
}

/// Looks at the database that these connections lead to. Changes nothing.
pub async fn examine(pool: &PgPool) -> Result<ExaminedDatabase, PortFailure> {
    look(pool).await.map_err(failed("look at the database"))
}

async fn look(executor: impl PgExecutor<'_>) -> Result<ExaminedDatabase, sqlx::Error> {
    // Only catalogues are asked, which are there before our schema is.
    sqlx::query_as(
        "SELECT current_setting('server_version') AS version,
                current_user::text AS role,
                r.rolsuper AS is_superuser,
                pg_is_in_recovery() AS is_standby,
                coalesce((SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'alphapy'),
                         has_database_privilege(current_database(), 'CREATE')) AS may_migrate,
                ARRAY(SELECT c.relname::text
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'alphapy' AND c.relkind IN ('r', 'p')
                         AND NOT (has_schema_privilege(n.oid, 'USAGE')
                                  AND has_table_privilege(c.oid, 'SELECT')
                                  AND has_table_privilege(c.oid, 'INSERT')
                                  AND has_table_privilege(c.oid, 'UPDATE')
                                  AND has_table_privilege(c.oid, 'DELETE'))
                       ORDER BY 1) AS closed_tables
           FROM pg_roles r WHERE r.rolname = current_user",
    )
    .fetch_one(executor)
    .await
}

#[cfg(test)]
mod tests {
    use sqlx::{ConnectOptions as _, PgConnection};

    use super::*;
    use crate::testing::{empty_database, fresh_database};

    #[tokio::test]
    async fn whoever_made_everything_may_do_everything() {
        let database = fresh_database().await;
        let found = examine(database.pool()).await.unwrap();
        assert!(
            found.version.starts_with(|it: char| it.is_ascii_digit()),
            "{found:?}"
        );
        assert!(found.may_migrate && !found.is_standby);
        assert_eq!(found.closed_tables, [""; 0]);
    }

    #[tokio::test]
    async fn a_database_without_our_schema_is_looked_at_as_well() {
        let database = empty_database().await;
        let found = examine(database.pool()).await.unwrap();
        assert!(found.may_migrate);
        assert_eq!(found.closed_tables, [""; 0]);
    }

    #[tokio::test]
    async fn a_role_without_rights_is_told_which_tables_are_closed_to_it() {
        let database = fresh_database().await;
        // Roles belong to the whole server, which all tests share.
        for sql in [
            "DO $$ BEGIN CREATE ROLE doctor_stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            "GRANT USAGE ON SCHEMA alphapy TO doctor_stranger",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON alphapy.guilds TO doctor_stranger",
        ] {
            sqlx::query(sql).execute(database.pool()).await.unwrap();
        }
        let mut stranger: PgConnection = database.options().connect().await.unwrap();
        sqlx::query("SET ROLE doctor_stranger")
            .execute(&mut stranger)
            .await
            .unwrap();
        let found = look(&mut stranger).await.unwrap();
        assert_eq!(found.role, "doctor_stranger");
        assert!(!found.is_superuser && !found.may_migrate);
        assert!(
            found.closed_tables.contains(&"bot_settings".to_owned()),
            "{found:?}"
        );
        assert!(
            !found.closed_tables.contains(&"guilds".to_owned()),
            "{found:?}"
        );
    }
}
