//! Another server's rows: never seen, never changed.
//!
//! `CASES` has at least one try for everything that can be reached from outside. A command, option with suggestions,
//! component or address without one fails `everything_that_can_be_reached_is_tried`: add its case here.

mod after_close;
mod config;
mod faq;
mod growth;
mod invites;
mod newcomers;
mod onboarding;
mod privacy;
mod reach;
mod reminders_api;
mod settings_api;
mod staff;
mod ticket_ends;
mod ticket_life;
mod tickets;
mod tickets_api;
mod to_come;
mod wizard;

use e2e_tests::{Border, SECRETS, leaves};
use reach::{path, reachable, unmatched};

/// One way to send another server's ids. `{reminder}` and the like stand for them, see [`Border::fill`].
enum Try {
    /// A typed command; `{…}` also where Discord's client would offer only what is there.
    Typed(&'static str),
    /// Text typed into the last option of a command.
    Completed(&'static str, &'static str),
    /// A message command on the other server's message.
    PointedAt(&'static str),
    /// A custom id.
    Pressed(&'static str),
    /// A custom id, the kind of its menu, and what is picked in it.
    Picked(&'static str, u64, &'static str),
    /// A form's custom id, and its fields.
    Submitted(&'static str, &'static [(&'static str, &'static str)]),
    /// An endpoint in the words of the API's description (`GET /api/reminders/{user_id}`), the same with ids, and a body.
    Asked(&'static str, &'static str, &'static str),
}

use Try::{Asked, Completed, Picked, PointedAt, Pressed, Submitted, Typed};

/// A try, and words that its answer must hold; where text is completed, none if nothing may be offered.
struct Case(Try, &'static str);

const CASES: &[Case] = &[
    // At home it comes first, since what it undoes can be made again by hand.
    Case(
        Pressed("undo_watched:{announcements}:{message}"),
        "nothing to undo",
    ),
    Case(
        Pressed("open_edit_reminder:{reminder}"),
        "There is no reminder",
    ),
    Case(
        Typed("/debug_parse_embed use_fallback:true"),
        "no embed in the last 10",
    ),
    Case(
        Typed("/add_reminder name:A time:20:00 days:mon channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed(
            "/add_reminder name:A link:https://discord.com/channels/{guild}/{announcements}/{message}",
        ),
        "could not read",
    ),
    Case(
        Typed(
            "/add_reminder name:A link:https://discord.com/channels/{abroad}/{announcements}/{message}",
        ),
        "could not read",
    ),
    Case(
        Typed("/add_reminder name:A link:https://discord.com/channels/{abroad}/{room}/{message}"),
        "could not read",
    ),
    Case(
        Typed("/reminder_list include_completed:true"),
        "Nothing found",
    ),
    Case(
        Typed("/reminder_list user:<@{zoe}> include_completed:true"),
        "Nothing found",
    ),
    Case(
        Typed("/reminder_list user:<@{sara}> include_completed:true"),
        "Nothing found",
    ),
    Case(Typed("/reminder_status"), "Nothing is planned"),
    Case(Completed("/reminder_delete reminder_id:", ""), ""),
    Case(Completed("/reminder_delete reminder_id:", "{reminder}"), ""),
    Case(Completed("/reminder_delete reminder_id:", "Whis"), ""),
    Case(PointedAt("Make reminder"), "no text in that message"),
    Case(
        Pressed("reminder_list:0:{sara}:{channel}:0:a:c:{soon}"),
        "Nothing found",
    ),
    Case(
        Pressed("reminder_list:1:{sara}:{announcements}:{sara}:r:h:{soon}"),
        "Nothing found",
    ),
    Case(Pressed("reminder_done:{occurrence}"), "is gone"),
    Case(Pressed("reminder_snooze:1h:{occurrence}"), "is gone"),
    Case(
        Typed("/reminder_edit reminder_id:{reminder}"),
        "There is no reminder",
    ),
    Case(
        Typed("/reminder_edit reminder_id:{reminder} location:Attic"),
        "There is no reminder",
    ),
    Case(Completed("/reminder_edit reminder_id:", ""), ""),
    Case(Completed("/reminder_edit reminder_id:", "Whis"), ""),
    Case(
        Submitted("edit_reminder:{reminder}:0:0:0:0:0", &form("{channel}")),
        "There is no reminder",
    ),
    Case(
        Typed("/reminder_delete reminder_id:{reminder}"),
        "There is no reminder",
    ),
    Case(
        Typed("/add_live_session days:mon time:19:30 channel:<#{channel}>"),
        "cannot find",
    ),
    Case(
        Typed("/edit_live_session live_session_id:{live} time:20:30"),
        "There is no live session",
    ),
    Case(
        Typed("/edit_live_session live_session_id:{live} channel:<#{channel}>"),
        "There is no live session",
    ),
    Case(
        Typed("/edit_live_session live_session_id:{reminder} time:20:30"),
        "There is no live session",
    ),
    Case(Completed("/edit_live_session live_session_id:", ""), ""),
    Case(Completed("/edit_live_session live_session_id:", "mon"), ""),
    Case(
        Completed("/delete_live_session live_session_id:", "{live}"),
        "",
    ),
    Case(
        Typed("/delete_live_session live_session_id:{live}"),
        "There is no live session",
    ),
    Case(Pressed("config_show:0:{sara}:{soon}:system"), "system"),
    Case(
        Pressed("open_make_reminder:{announcements}:{message}"),
        "could not read that message",
    ),
    Case(
        Submitted(
            "make_reminder:{announcements}:{message}",
            &form("{channel}"),
        ),
        "cannot find",
    ),
    Case(
        Submitted("make_reminder:{announcements}:{message}", &form("{room}")),
        "✅",
    ),
    Case(Typed("/migrate"), "only owners of the bot"),
    Case(Typed("/migrate_status"), "only owners of the bot"),
    Case(Typed("/command_stats"), "This server"),
    Case(
        Typed("/command_stats guild_only:False"),
        "Only owners of the bot",
    ),
    Case(Typed("/help"), "/add_reminder"),
    Case(Typed("/commands include_admin:true"), "/add_reminder"),
    Case(Pressed("commands:1:{sara}:1"), "page"),
    Case(Typed("/version"), "Alphapy"),
    Case(Typed("/release"), "Alphapy"),
    Case(Typed("/health"), "Database"),
    Case(Typed("/innersync"), "Innersync"),
    Case(
        Typed("/sync global:true force:true"),
        "Only owners of the bot",
    ),
    Case(
        Pressed("schema_up:1:{sara}:{soon}"),
        "only owners of the bot",
    ),
    Case(
        Pressed("schema_down:1:{sara}:{soon}"),
        "only owners of the bot",
    ),
    Case(
        Submitted("schema_down_form:1:{sara}:{soon}", &[("version", "1")]),
        "only owners of the bot",
    ),
    Case(Asked("GET /health", "GET /health", ""), "200"),
    Case(Asked("GET /api/health", "GET /api/health", ""), "200"),
    Case(Asked("GET /metrics", "GET /metrics", ""), "200"),
    // Sara is admin of both servers of this story; of a third she is not.
    Case(
        Asked(
            "GET /top-commands",
            "GET /top-commands?guild_id=81384788765712384",
            "",
        ),
        "\"forbidden\"",
    ),
    Case(
        Asked(
            "GET /api/top-commands",
            "GET /api/top-commands?guild_id=81384788765712384",
            "",
        ),
        "\"forbidden\"",
    ),
    Case(
        Asked(
            "GET /api/dashboard/metrics",
            "GET /api/dashboard/metrics?guild_id=81384788765712384",
            "",
        ),
        "\"code\"",
    ),
    Case(
        Asked(
            "GET /api/metrics",
            "GET /api/metrics?guild_id=81384788765712384",
            "",
        ),
        "\"code\"",
    ),
    // How the service was doing is no server's: whoever asks sees the same, or nothing.
    Case(
        Asked("GET /api/health/history", "GET /api/health/history", ""),
        "{",
    ),
    Case(Asked("GET /status", "GET /status", ""), "online"),
    Case(
        Asked("GET /api/observability", "GET /api/observability", ""),
        "\"webhooks\"",
    ),
];

/// All of them.
fn cases() -> impl Iterator<Item = &'static Case> {
    let settings = config::CASES.iter().chain(to_come::CASES);
    // Before the settings, which switch reminders and the model off.
    CASES
        .iter()
        .chain(reminders_api::CASES)
        .chain(tickets::CASES)
        .chain(ticket_life::CASES)
        .chain(faq::CASES)
        .chain(tickets_api::CASES)
        .chain(ticket_ends::CASES)
        .chain(after_close::CASES)
        .chain(growth::CASES)
        .chain(invites::CASES)
        .chain(staff::CASES)
        .chain(onboarding::CASES)
        .chain(newcomers::CASES)
        .chain(privacy::CASES)
        .chain(settings)
        .chain(wizard::CASES)
        .chain(settings_api::CASES)
}

/// "Make reminder" filled in for this channel.
const fn form(channel: &'static str) -> [(&'static str, &'static str); 5] {
    [
        ("name", "Mine"),
        ("when", "mon"),
        ("time", "20:00"),
        ("message", ""),
        ("channel", channel),
    ]
}

impl Try {
    async fn run(&self, border: &Border) -> String {
        match self {
            Typed(command) => border.types(command).await,
            Completed(so_far, text) => border.completes(so_far, text).await,
            PointedAt(command) => border.points_at(command).await,
            Pressed(id) => border.presses(id).await,
            Picked(id, kind, value) => border.picks(id, *kind, value).await,
            Submitted(id, fields) => border.submits(id, fields).await,
            Asked(_, request, body) => border.asks(request, body).await,
        }
    }

    /// Whether there is nothing to find in the town either.
    fn is_empty_at_home(&self) -> bool {
        match self {
            Typed(command) => ["{zoe}", "{room}/{message}", "live_session_id:{reminder}"]
                .iter()
                .any(|it| command.contains(it)),
            // The requester's own, and Sara is not Zoe.
            Pressed(id) => id.starts_with("idle_"),
            _ => false,
        }
    }

    /// What is tried, in the words of [`reachable`].
    fn subject(&self) -> String {
        match self {
            Typed(command) => format!("run {}", path(command)),
            Completed(so_far, _) => {
                let option = so_far.split_whitespace().last().unwrap_or_default();
                format!("type {} {}", path(so_far), option.trim_end_matches(':'))
            }
            PointedAt(command) => format!("run {command}"),
            Pressed(id) | Picked(id, ..) | Submitted(id, _) => {
                format!("send {}", id.split(':').next().unwrap_or_default())
            }
            Asked(endpoint, ..) => format!("ask {endpoint}"),
        }
    }
}

#[test]
fn everything_that_can_be_reached_is_tried() {
    assert_eq!(unmatched(cases()), Vec::<String>::new());
}

#[test]
fn a_thing_without_a_case_is_found() {
    for subject in reachable() {
        let others = cases().filter(|it| it.0.subject() != subject);
        assert_eq!(unmatched(others), [subject]);
    }
}

#[test]
fn every_option_that_takes_an_id_is_given_a_foreign_one() {
    for leaf in leaves() {
        for option in &leaf.ids {
            let tried = cases().any(|case| match case.0 {
                Typed(command) => {
                    let given = command
                        .split_whitespace()
                        .find_map(|it| it.strip_prefix(&format!("{option}:")));
                    path(command) == leaf.path && given.is_some_and(|it| it.contains('{'))
                }
                _ => false,
            });
            assert!(
                tried,
                "/{} {option}: is never given a foreign id",
                leaf.path
            );
        }
    }
}

#[tokio::test]
async fn another_servers_ids_show_nothing_and_change_nothing() {
    let border = Border::new().await;
    let before = border.secrets().await;
    for secret in SECRETS {
        assert!(
            before.contains(secret),
            "the town has no {secret} to find:\n{before}"
        );
    }
    for Case(attempt, expected) in cases() {
        let answer = attempt.run(&border).await;
        assert!(answer.contains(expected), "{}: {answer}", attempt.subject());
        if matches!(attempt, Completed(..)) && expected.is_empty() {
            assert_eq!(answer, "", "{} offers something", attempt.subject());
        }
        assert_eq!(
            border.secrets().await,
            before,
            "{} changed the town",
            attempt.subject()
        );
    }
    border.assert_nothing_was_seen().await;
    border.town.leave().await;
}

#[tokio::test]
async fn at_home_the_same_tries_are_not_refused() {
    let border = Border::at_home().await;
    let before = border.secrets().await;
    // The rest is the same at home: what is not there is not there, and a forged message brings nothing along.
    let refusals = [
        "cannot find",
        "could not read",
        "Nothing found",
        "There is no reminder",
        "There is no live session",
        "no such ticket",
        "no such answer",
        "no such draft",
        "is gone",
        "nothing to undo",
        "has no such change",
        "This server has no channel",
        "not_found",
        "wrong_guild",
    ];
    let refusals = [
        &refusals[..],
        &onboarding::REFUSALS[..],
        newcomers::REFUSALS,
    ]
    .concat();
    let differs = |it: &&Case| refusals.contains(&it.1) && !it.0.is_empty_at_home();
    for Case(attempt, refusal) in cases().filter(differs) {
        let answer = attempt.run(&border).await;
        assert!(!answer.contains(refusal), "{}: {answer}", attempt.subject());
    }
    assert_ne!(border.secrets().await, before);
    let offered = border
        .completes("/reminder_delete reminder_id:", "Whis")
        .await;
    assert!(offered.contains("Whispers"), "{offered}");
    border.town.leave().await;
}
