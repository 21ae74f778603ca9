//! Who may do what with newcomers, what is stored of people, invites and the bot's voice: every command and button, for a
//! member, a holder of the operator's admin role, an administrator, the server's owner and the bot's.
//!
//! Discord offers each command to everybody here, as a server's admins can have it: only the bot itself stands in the way.

use std::sync::{Arc, OnceLock};

use chrono::TimeDelta;
use discord_simulator::{InChannel, Options, Permissions, RateLimits, Reply};
use e2e_tests::{Town, TownOptions, leaves};
use kernel::RoleId;
use serde_json::json;

/// Who tries.
const PEOPLE: [&str; 5] = ["alice", "holder", "steward", "sara", "operator"];
const MEMBER: &str = PEOPLE[0];

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Everybody,
    Admins,
}

use Who::{Admins, Everybody};

/// Every command of these features, as it can be run again and again without harm.
const COMMANDS: &[(&str, Who)] = &[
    ("/onboarding show", Admins),
    ("/onboarding toggle enabled:true", Admins),
    ("/onboarding set_mode mode:rules_with_questions", Admins),
    ("/onboarding toggle_rules enabled:true", Admins),
    ("/onboarding set_role", Admins),
    ("/onboarding set_join_role", Admins),
    (
        "/onboarding add_question step:1 question:Why? type:text",
        Admins,
    ),
    ("/onboarding add_question step:2 question:Which?", Admins),
    ("/onboarding set_followup step:2 value:a", Admins),
    ("/onboarding reorder", Admins),
    ("/onboarding delete_question step:1", Admins),
    ("/onboarding reset_questions", Admins),
    (
        "/onboarding add_rule rule_order:1 title:Be description:Kind",
        Admins,
    ),
    ("/onboarding delete_rule rule_order:1", Admins),
    ("/onboarding reset_rules", Admins),
    ("/onboarding panel_post", Admins),
    ("/onboarding stats", Admins),
    ("/onboarding reset_user member:@bob", Admins),
    ("/export_onboarding", Admins),
    ("/gdpr show", Admins),
    ("/gdpr post", Admins),
    ("/config onboarding show", Admins),
    ("/config onboarding toggle enabled:true", Admins),
    ("/config gdpr show", Admins),
    ("/config invites show", Admins),
    ("/setinvites member:@bob count:3", Admins),
    ("/resetinvites member:@bob", Admins),
    ("/inviteleaderboard", Everybody),
    ("/sendto channel:#staff message:Hello", Admins),
    ("/embed channel:#staff", Admins),
    ("/clean limit:1", Admins),
    ("/export_my_data", Everybody),
    ("/delete_my_data", Everybody),
];

/// The first words of the commands that must be among those.
const FAMILIES: [&str; 11] = [
    "onboarding",
    "export_onboarding",
    "gdpr",
    "setinvites",
    "resetinvites",
    "inviteleaderboard",
    "sendto",
    "embed",
    "clean",
    "export_my_data",
    "delete_my_data",
];

/// Buttons, which need not be offered to be pressed.
const BUTTONS: &[(&str, Who)] = &[
    ("onboarding_reset_questions", Admins),
    ("onboarding_reset_rules", Admins),
    ("start_onboarding", Everybody),
    ("onboarding_close:abcdefgh12", Everybody),
    ("gdpr_agree", Everybody),
];

/// Forms, which need not have been opened to be sent.
const FORMS: &[(&str, &[&str])] = &[
    (
        "onboarding_options_modal:2:select:true",
        &["question", "options"],
    ),
    ("onboarding_order_modal", &["order"]),
];

/// The town, whose operator has named a role of admins and is a plain member there.
async fn town() -> Town {
    let role: Arc<OnceLock<RoleId>> = Arc::default();
    let told = role.clone();
    let mut town = Town::with(TownOptions {
        adjust: Some(Box::new(move |options| {
            options.admins.admin_roles.extend(told.get().copied());
        })),
        owner: Some("bob"),
        simulator: Options {
            rate_limits: RateLimits::none(),
            ..Options::default()
        },
        ..TownOptions::default()
    })
    .await;
    town.set_up().await;
    let holders = town.guild.add_role("Holders", Permissions::SEND_MESSAGES);
    let stewards = town.guild.add_role("Stewards", Permissions::ADMINISTRATOR);
    town.guild.joins("holder", &[holders]);
    town.guild.joins("steward", &[stewards]);
    let set = role.set(RoleId::new(holders.id).expect("an id"));
    set.expect("it is set once");
    let manages = Permissions::DEFAULT_EVERYONE | Permissions::MANAGE_MESSAGES;
    town.guild.set_bot_permissions(manages);
    town.stop_app().await;
    town.start_app().await;
    town
}

/// Who of the people is which member: the bot's owner has no role in the town.
fn place_of(town: &Town, who: &str) -> InChannel {
    let name = if who == "operator" { "bob" } else { who };
    let place = town.member(name).in_channel(&town.channel("general"));
    place.offered_all()
}

/// What the answer says, a form by its title.
fn reads(reply: &Reply) -> String {
    let title = reply.modal().map(|it| it.title.clone());
    title.unwrap_or_else(|| reply.to_string())
}

fn is_refused(said: &str) -> bool {
    let words = [
        "Only admins",
        "Administrator access is required",
        "You need *Manage",
    ];
    words.iter().any(|it| said.contains(it))
}

fn agrees(what: &str, who: &str, may: Who, said: &str) {
    let refused = may == Admins && who == MEMBER;
    assert_eq!(is_refused(said), refused, "{who}, {what}: {said}");
    let answered = !said.is_empty() && !said.contains("did not respond");
    assert!(
        answered && !said.contains("went wrong"),
        "{who}, {what}: {said}"
    );
}

#[test]
fn every_command_of_these_features_is_tried() {
    let tried: Vec<_> = COMMANDS.iter().map(|it| &it.0[1..]).collect();
    for leaf in leaves() {
        let family = leaf.path.split(' ').next().unwrap_or_default();
        let is_tried = tried.iter().any(|it| it.starts_with(&leaf.path));
        assert!(is_tried || !FAMILIES.contains(&family), "/{}", leaf.path);
    }
}

#[tokio::test]
async fn what_is_for_admins_is_for_admins_however_they_became_it_and_for_nobody_else() {
    let town = town().await;
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let anything = sara.runs("/help").await.expect("it is offered");
    let message = anything.message().expect("an answer").clone();
    let bob = town.member("bob").mention();
    for who in PEOPLE {
        let place = place_of(&town, who);
        let before = town.database.dump(town.guild.id()).await;
        for (command, may) in COMMANDS {
            town.clock.advance(TimeDelta::hours(1));
            let reply = place.runs(&command.replace("@bob", &bob)).await;
            let reply = reply.unwrap_or_else(|refused| panic!("{command}: {refused}"));
            agrees(command, who, *may, &reads(&reply));
        }
        for (id, fields) in FORMS {
            let input = |it: &&str| {
                let input = json!({"type": 4, "id": 2, "custom_id": it, "value": "A\nB"});
                json!({"type": 18, "id": 1, "component": input})
            };
            let parts = fields.iter().map(input).collect();
            let reply = place.submits_forged(id, parts, json!({})).await;
            agrees(id, who, Admins, &reads(&reply));
        }
        if who == MEMBER {
            let after = town.database.dump(town.guild.id()).await;
            assert_eq!(after, before, "{who} changed something");
        }
        for (id, may) in BUTTONS {
            town.clock.advance(TimeDelta::seconds(10));
            let reply = place.presses_forged(&message, id).await;
            agrees(id, who, *may, &reads(&reply));
        }
    }
    assert_eq!(town.count_titled("bot-log", "Somebody spoke in my name"), 4);
    town.leave().await;
}

#[tokio::test]
async fn where_nothing_is_said_members_are_not_even_offered_what_is_for_admins() {
    let town = Town::start().await;
    let place = town.member("alice").in_channel(&town.channel("general"));
    for (command, may) in COMMANDS {
        let command = command.replace("@bob", &town.member("bob").mention());
        let offered = place.runs(&command).await.is_ok();
        assert_eq!(offered, *may == Everybody, "{command}");
    }
    town.leave().await;
}
