//! The database: whether it answers, what we may do there, and where its schema stands.

use adapter_postgres::private_server::{PrivateServer, PrivateServerError, ServerConfig};
use adapter_postgres::{Database, DatabaseError, ExaminedDatabase, examine, migrations};
use operations_core::{Step, StepState};
use secrecy::ExposeSecret as _;

use super::finding::Finding;
use crate::app::storage::DATABASE;
use crate::config::{self, Config, Migrate};

pub(super) async fn look(config: &Config) -> Vec<Finding> {
    match &config.database {
        config::Database::Url(url) => {
            let opened = Database::at(url.expose_secret()).await;
            inside(opened, config.migrate, Whose::Operators).await
        }
        config::Database::Private(dir) => {
            match PrivateServer::start(ServerConfig::durable(dir)).await {
                Err(error @ PrivateServerError::OwnedByAnother { .. }) => vec![Finding::note(
                    "database",
                    error.to_string(),
                    "nothing is wrong with that; `/health` and `alphapy_…` on `/metrics` tell how the running one is",
                )],
                Err(error) => vec![Finding::of_error("database", &error)],
                Ok(server) => {
                    let findings = private(&server, config.migrate).await;
                    server.stop().await;
                    findings
                }
            }
        }
    }
}

/// Who made the server and its roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// We did, and are its superuser.
    Ours,
    /// The operator did.
    Operators,
}

async fn private(server: &PrivateServer, migrate: Migrate) -> Vec<Finding> {
    if let Err(error) = server.ensure_database(DATABASE).await {
        return vec![Finding::of_error("database", &error)];
    }
    inside(Database::of(server, DATABASE).await, migrate, Whose::Ours).await
}

async fn inside(
    opened: Result<Database, DatabaseError>,
    migrate: Migrate,
    whose: Whose,
) -> Vec<Finding> {
    let database = match opened {
        Ok(database) => database,
        Err(error) => return vec![Finding::of_error("database", &error)],
    };
    let steps = migrations::status(database.pool()).await;
    let (complete, schema) = match steps {
        Err(error) => (false, Finding::of_error("schema", &error)),
        Ok(steps) => (is_complete(&steps), schema(&steps, migrate)),
    };
    let mut findings = match examine(database.pool()).await {
        Err(failure) => vec![Finding::of_error("database", &failure)],
        Ok(examined) => place(&examined, complete, whose),
    };
    findings.push(schema);
    database.close().await;
    findings
}

/// The server, and our place in it. Making and changing schemas is needed only while a step is missing.
fn place(examined: &ExaminedDatabase, complete: bool, whose: Whose) -> Vec<Finding> {
    let (version, role) = (&examined.version, &examined.role);
    let mut findings = vec![Finding::good(
        "database",
        format!("PostgreSQL {version} answers"),
    )];
    if examined.is_standby {
        findings.push(Finding::bad(
            "database",
            "it is a standby, which cannot be written to",
            "let DATABASE_URL name the primary server",
        ));
    }
    if !complete && !examined.may_migrate {
        findings.push(Finding::bad(
            "role",
            format!("{role} may not make or change the schema alphapy, and steps of it are missing"),
            "run `alphapy migrate up` as the schema's owner, or GRANT CREATE ON DATABASE and the ownership of the schema to this role",
        ));
    }
    if !examined.closed_tables.is_empty() {
        findings.push(Finding::bad(
            "role",
            format!("{role} may not read and write in {}", examined.closed_tables.join(", ")),
            "GRANT USAGE ON SCHEMA alphapy, and SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA alphapy, to this role",
        ));
    }
    if examined.is_superuser && whose == Whose::Operators {
        findings.push(Finding::note(
            "role",
            format!("{role} is a superuser, who may do anything to every database there"),
            "make a role for Alphapy alone, and name it in DATABASE_URL",
        ));
    }
    if findings.iter().all(|it| !it.is_bad()) {
        findings.push(Finding::good("role", format!("{role} may do what it must")));
    }
    findings
}

fn is_complete(steps: &[Step]) -> bool {
    steps.iter().all(|it| it.state != StepState::Pending)
}

fn schema(steps: &[Step], migrate: Migrate) -> Finding {
    let pending = steps
        .iter()
        .filter(|it| it.state == StepState::Pending)
        .count();
    let is_odd = |it: &&Step| !matches!(it.state, StepState::Applied { .. } | StepState::Pending);
    if let Some(odd) = steps.iter().find(is_odd) {
        let found = format!("step {:04} is {}", odd.version, odd.state);
        let fix = match odd.state {
            StepState::HalfApplied => "finish or undo it by hand, or restore a backup",
            StepState::Unknown { .. } => "start the newer version of Alphapy",
            _ => "put the file of that step back as it was",
        };
        return Finding::bad("schema", found, fix);
    }
    match (pending, migrate) {
        (0, _) => Finding::good("schema", "up to date"),
        (count, Migrate::AtStart) => Finding::good(
            "schema",
            format!("{count} steps are applied at the next start"),
        ),
        (count, Migrate::Never) => Finding::bad(
            "schema",
            format!("{count} steps are missing"),
            "run `alphapy migrate up`, or set AUTO_MIGRATE=1",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examined() -> ExaminedDatabase {
        ExaminedDatabase {
            version: "16.4".to_owned(),
            role: "alphapy_app".to_owned(),
            is_superuser: false,
            is_standby: false,
            may_migrate: false,
            closed_tables: Vec::new(),
        }
    }

    fn said(examined: &ExaminedDatabase, complete: bool, whose: Whose) -> (bool, String) {
        let findings = place(examined, complete, whose);
        let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
        (findings.iter().any(Finding::is_bad), lines.join("\n"))
    }

    #[test]
    fn a_role_that_only_reads_and_writes_is_enough_once_the_schema_is_there() {
        let (bad, text) = said(&examined(), true, Whose::Operators);
        assert!(
            !bad && text.contains("alphapy_app may do what it must"),
            "{text}"
        );
        let (bad, text) = said(&examined(), false, Whose::Operators);
        assert!(
            bad && text.contains("may not make or change the schema"),
            "{text}"
        );
    }

    #[test]
    fn closed_tables_and_standbys_are_named_with_their_cure() {
        let closed = ExaminedDatabase {
            closed_tables: vec!["guilds".to_owned(), "reminders".to_owned()],
            is_standby: true,
            ..examined()
        };
        let (bad, text) = said(&closed, true, Whose::Operators);
        assert!(
            bad && text.contains("guilds, reminders") && text.contains("GRANT"),
            "{text}"
        );
        assert!(text.contains("primary server"), "{text}");
    }

    #[test]
    fn a_superuser_is_worth_a_note_on_a_server_that_is_not_ours() {
        let superuser = ExaminedDatabase {
            is_superuser: true,
            ..examined()
        };
        let (bad, text) = said(&superuser, true, Whose::Operators);
        assert!(!bad && text.contains("note"), "{text}");
        let (_, text) = said(&superuser, true, Whose::Ours);
        assert!(!text.contains("note"), "{text}");
    }

    #[test]
    fn missing_steps_are_to_be_mended_unless_the_start_applies_them() {
        let step = |state| Step {
            version: 3,
            description: "reminders".to_owned(),
            state,
            reversible: true,
        };
        let pending = [step(StepState::Pending)];
        assert!(schema(&pending, Migrate::Never).is_bad());
        assert!(!schema(&pending, Migrate::AtStart).is_bad());
        let half = schema(&[step(StepState::HalfApplied)], Migrate::AtStart);
        assert!(half.is_bad() && half.to_string().contains("0003"), "{half}");
    }
}
