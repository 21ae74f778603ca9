//! The program itself, with what is wrong around it.

use std::process::{Command, Output};

/// The program, with an environment of its own.
fn alphapy(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alphapy"));
    command
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
        .current_dir(std::env::temp_dir())
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn without_a_token_it_says_where_to_get_one() {
    let output = alphapy(&["run"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("Developer Portal"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_mistyped_variable_is_named() {
    let output = alphapy(&["run"], &[("BOT_TOKEN", "x"), ("PORT", "many")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("PORT must be a whole number"),
        "{}",
        said(&output)
    );
}

#[test]
fn an_unknown_command_is_explained() {
    let output = alphapy(&["fly"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("Usage"), "{}", said(&output));
}

#[test]
fn a_database_that_does_not_answer_is_explained() {
    let url = "postgres://nobody@127.0.0.1:9/none";
    let output = alphapy(
        &["run"],
        &[
            ("BOT_TOKEN", "x"),
            ("DATABASE_URL", url),
            ("PORT", "0"),
            ("BIND", "127.0.0.1"),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("leave it unset"),
        "{}",
        said(&output)
    );
    assert!(!said(&output).contains("nobody@"), "the address is shown");
}

#[test]
fn a_busy_port_is_explained() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port().to_string();
    let output = alphapy(
        &["run"],
        &[("BOT_TOKEN", "x"), ("PORT", &port), ("BIND", "127.0.0.1")],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("set PORT"), "{}", said(&output));
}

#[test]
fn commands_prints_what_discord_is_told() {
    let output = alphapy(&["commands"], &[]);
    let commands: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<_> = commands
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "add_reminder",
            "reminder_edit",
            "reminder_list",
            "reminder_delete",
            "Make reminder",
            "debug_parse_embed",
            "reminder_status",
            "add_live_session",
            "edit_live_session",
            "delete_live_session",
            "config",
            "onboarding",
            "faq",
            "export",
            "export_onboarding",
            "migrate",
            "migrate_status",
            "command_stats",
            "help",
            "commands",
            "health",
            "sync",
            "gptstatus",
            "learn_topic",
            "create_caption",
            "leaderhelp",
            "growthcheckin",
            "growthhistory",
            "inviteleaderboard",
            "setinvites",
            "resetinvites",
            "sendto",
            "embed",
            "clean",
            "export_my_data",
            "delete_my_data",
            "gdpr",
            "version",
            "release",
            "innersync",
            "ticket",
            "ticket_panel_post",
            "ticket_claim",
            "ticket_close",
            "ticket_list",
            "ticket_status",
            "ticket_stats"
        ]
    );
}

#[test]
fn parse_reads_an_announcement_and_says_why() {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_alphapy"))
        .args(["parse", "--jsonl", "--now", "2026-02-04T10:00:00+01:00"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "{\"id\":1,\"text\":\"Next Monday 9am\"}\nno json\n\n{\"id\":2,\"text\":\"Openingsuren 10:00 - 18:00\"}\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let answers: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(
        (&answers[0]["id"], &answers[0]["start"]),
        (&1.into(), &"2026-02-09T09:00:00+01:00".into())
    );
    assert_eq!(answers[1]["error"], "not a JSON object");
    assert_eq!(output.status.code(), Some(2), "a line was wrong");
    assert_eq!(
        (&answers[2]["found"], &answers[2]["reason"]),
        (&false.into(), &"no_date".into())
    );
    assert!(!answers[0]["spans"].as_array().unwrap().is_empty());
}
