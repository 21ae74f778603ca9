//! No secret that the program is given shows in anything that it says or writes.

use std::fs;

use alphapy_app::variables::SECRET_VARIABLES;
use e2e_tests::{PATIENCE, Program, Town, TownOptions, ask_with, database_url, eventually};
use tempfile::TempDir;

/// The program, with a marked value in each variable that holds a secret, and the town's database and Discord.
struct Scene {
    town: Town,
    folder: TempDir,
    /// Names and values.
    environment: Vec<(String, String)>,
    /// What must never show.
    marks: Vec<String>,
}

/// What stands in a secret variable.
fn mark(variable: &str) -> String {
    format!(
        "hush-{}-0123456789abcdef",
        variable.to_lowercase().replace('_', "-")
    )
}

impl Scene {
    async fn new() -> Self {
        let mut town = Town::with(TownOptions::default()).await;
        town.set_up().await;
        town.stop_app().await;
        let mut marks: Vec<_> = SECRET_VARIABLES.iter().map(|it| mark(it)).collect();
        let mut environment: Vec<(String, String)> = SECRET_VARIABLES
            .iter()
            .map(|it| ((*it).to_owned(), mark(it)))
            .collect();
        let token = town.simulator.token().clone();
        marks.push(token.clone());
        let url = database_url(&town.database.options(), &mark("DATABASE_URL"));
        let otherwise = [
            ("DATABASE_URL", url),
            ("API_KEY", mark("API_KEY")),
            // Nobody listens there: whatever asks Supabase fails and says so.
            ("SUPABASE_URL", "http://127.0.0.1:9".to_owned()),
            ("RUST_LOG", "debug".to_owned()),
        ];
        let otherwise = otherwise.map(|(name, value)| (name.to_owned(), value));
        for (name, value) in town.environment().into_iter().chain(otherwise) {
            environment.retain(|it| it.0 != name);
            environment.push((name, value));
        }
        Self {
            town,
            folder: tempfile::tempdir().expect("a temporary folder"),
            environment,
            marks,
        }
    }

    /// The program with these variables set otherwise.
    fn starts(&self, arguments: &[&str], otherwise: &[(&str, &str)]) -> Program {
        let otherwise = otherwise
            .iter()
            .map(|&(name, value)| (name.into(), value.into()));
        let environment = self.environment.iter().cloned().chain(otherwise);
        Program::start(
            env!("CARGO_BIN_EXE_whole"),
            self.folder.path(),
            arguments,
            environment,
        )
    }

    /// Everything that the program says until it ends by itself.
    async fn says(&self, arguments: &[&str], otherwise: &[(&str, &str)]) -> String {
        let mut running = self.starts(arguments, otherwise);
        running.ends().await;
        running.said()
    }

    fn assert_silent(&self, what: &str, said: &str) {
        for mark in &self.marks {
            assert!(
                !said.contains(mark.as_str()),
                "{mark} shows in {what}:\n{said}"
            );
        }
    }
}

#[tokio::test]
async fn a_full_run_with_commands_requests_and_failures_shows_no_secret() {
    let scene = Scene::new().await;
    let mut program = scene.starts(&["run"], &[]);
    let api = program.api().await;
    let town = &scene.town;
    let connected = eventually(PATIENCE, async || town.simulator.connected_sessions() > 0);
    assert!(connected.await, "no session came:\n{}", program.said());

    let mut answers = vec![
        town.says_at_last("sara", "/health", "Database").await,
        town.says("alice", "/add_reminder name:Read time:20:00 days:thu")
            .await,
        town.says("alice", "/reminder_delete reminder_id:999999")
            .await,
    ];
    let key = mark("API_KEY");
    let bearer = "Bearer eyJhbGciOiJIUzI1NiJ9.hush-claims.hush-signature";
    for headers in [
        vec![],
        vec![("X-API-Key", key.as_str())],
        vec![("X-API-Key", key.as_str()), ("X-User-Id", "no id")],
        vec![("X-API-Key", "hush-wrong-key")],
        vec![("Authorization", "Bearer hush-wrong-token")],
        vec![("Authorization", bearer)],
    ] {
        for path in [
            "/health",
            "/metrics",
            "/api/health/history",
            "/api/reminders/1",
            "/nowhere",
        ] {
            answers.push(ask_with(api, &format!("GET {path}"), &headers).await);
        }
    }
    town.database.refuse_connections().await;
    town.database.terminate_connections().await;
    answers.push(
        town.says_at_last("alice", "/reminder_list", "database")
            .await,
    );
    answers.push(ask_with(api, "GET /health", &[]).await);
    town.database.accept_connections().await;
    program.terminate();
    program.ends().await;

    let said = program.said();
    // What is looked through is there: the start, a request's or command's failure, and the end.
    for part in ["\"running\"", "\"ERROR\"", "\"stopped\""] {
        assert!(said.contains(part), "no {part} in the log:\n{said}");
    }
    scene.assert_silent("the log", &said);
    scene.assert_silent("the answers", &answers.join("\n"));
    for sent in [
        "hush-wrong-key",
        "hush-wrong-token",
        "hush-claims",
        "hush-signature",
    ] {
        assert!(!said.contains(sent), "{sent} shows in the log:\n{said}");
    }
    scene.town.leave().await;
}

#[tokio::test]
async fn a_start_that_fails_and_the_doctor_show_no_secret() {
    let scene = Scene::new().await;
    let token = [("BOT_TOKEN", "hush-wrong-token-of-the-bot")];
    let wrong_token = scene.says(&["run"], &token).await;
    assert!(wrong_token.contains("Reset Token"), "{wrong_token}");
    assert!(!wrong_token.contains(token[0].1), "{wrong_token}");

    let file = scene.folder.path().join("secret");
    fs::write(&file, mark("API_KEY")).expect("a file");
    let file = file.to_str().expect("a path in UTF-8");
    let problems = [
        ("API_KEY_FILE", file),
        ("API_KEY_NEXT", "gsm:hush-named-by-gsm"),
        ("SUPABASE_JWT_SECRET", "hush-too-short"),
        ("APP_ENV", "production"),
        ("PORT", "hush-port"),
    ];
    let problems = scene.says(&["run"], &problems).await;
    for name in [
        "API_KEY and API_KEY_FILE",
        "API_KEY_NEXT",
        "SUPABASE_JWT_SECRET",
        "SUPABASE_URL",
        "PORT",
    ] {
        assert!(problems.contains(name), "{name} in {problems}");
    }
    assert!(!problems.contains("hush-"), "{problems}");

    for arguments in [&["doctor"][..], &["doctor", "--json"]] {
        let healthy = scene.says(arguments, &[]).await;
        assert!(healthy.contains("environment"), "{healthy}");
        scene.assert_silent("the doctor's words", &healthy);
        let url = format!("postgres://a:{}@127.0.0.1:9/x", mark("DATABASE_URL"));
        let sick = scene.says(arguments, &[("DATABASE_URL", &url)]).await;
        assert!(sick.contains("database"), "{sick}");
        scene.assert_silent("the doctor's words", &sick);
    }
    scene.assert_silent("the words about a wrong token", &wrong_token);
    scene.town.leave().await;
}
