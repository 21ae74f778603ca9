//! What admins change, and what breaks, while somebody is on their way: nobody is stuck, and nothing is saved twice.

use chrono::TimeDelta;
use discord_simulator::{Permissions, User};
use e2e_tests::{Given, Newcomer, PATIENCE, Town, default_sheet, eventually};

use super::{Door, answers, has_role, panel_of};

/// What an admin does, and undoes once the newcomer is through.
const CHANGES: [(&str, &str); 8] = [
    (
        "set_mode mode:questions_only",
        "set_mode mode:rules_with_questions",
    ),
    (
        "set_mode mode:rules_only",
        "set_mode mode:rules_with_questions",
    ),
    ("toggle_rules enabled:false", "toggle_rules enabled:true"),
    (
        "delete_rule rule_order:2",
        "add_rule rule_order:2 title:Listen description:Always.",
    ),
    (
        "add_rule rule_order:3 title:More description:\"One more.\"",
        "delete_rule rule_order:3",
    ),
    (
        "add_question step:1 question:\"Quite another one?\" type:text",
        "delete_question step:1",
    ),
    ("set_role", "set_role role:@Members"),
    ("toggle enabled:false", "toggle enabled:true"),
];

async fn rows_of(town: &Town, user: &User) -> i64 {
    let statement = "SELECT count(*) FROM alphapy.onboarding WHERE user_id = $1";
    sqlx::query_scalar(statement)
        .bind(i64::try_from(user.id()).expect("an id"))
        .fetch_one(town.database.pool())
        .await
        .expect("rows are counted")
}

impl Door {
    /// A server with two rules before the questions, whose log takes everything at once.
    pub(super) async fn with_rules() -> Self {
        let town = Town::unhurried().await;
        let mut door = Self::in_town(town).await;
        for command in [
            "add_rule rule_order:1 title:\"Be kind\" description:\"To everyone.\"",
            "add_rule rule_order:2 title:Listen description:Always.",
            "set_mode mode:rules_with_questions",
        ] {
            door.sara(command).await;
        }
        door.panel = panel_of(&door.town, &door.town.guild).await;
        door
    }

    /// Sara runs `/onboarding …`, and it works.
    pub(super) async fn sara(&self, command: &str) {
        let said = self
            .town
            .says("sara", &format!("/onboarding {command}"))
            .await;
        let refused = ["TestBot: ❌", "TestBot: 🚫"]
            .iter()
            .any(|it| said.contains(it));
        assert!(!refused, "{command}: {said}");
    }

    /// Somebody joins who answers the four questions.
    pub(super) fn newcomer(&self, name: &str) -> (User, Newcomer) {
        let user = self.town.guild.joins(name, &[]);
        let place = user.in_channel(&self.town.channel("general"));
        let mut sheet = default_sheet();
        let other = "Quite another one?".to_owned();
        sheet.push((other, Given::Words("Quite".to_owned())));
        let newcomer = Newcomer::new(place, &self.panel, sheet);
        (user, newcomer)
    }
}

#[tokio::test]
async fn whatever_an_admin_changes_at_whichever_step_the_newcomer_gets_through_once() {
    const MOST: u32 = 40;
    let door = Door::with_rules().await;
    let mut walked = 0;
    for (number, (change, back)) in CHANGES.into_iter().enumerate() {
        for steps in 0.. {
            let (user, mut newcomer) = door.newcomer(&format!("n{number}s{steps}"));
            if newcomer.walks(steps).await {
                break;
            }
            door.sara(change).await;
            if change == "toggle enabled:false" {
                let stood = newcomer.reads();
                assert!(!newcomer.goes_on().await, "{stood}");
                assert_eq!(rows_of(&door.town, &user).await, 0, "after {steps}");
                assert_eq!(door.town.guild.roles_of(&user), [""; 0]);
                door.sara(back).await;
            }
            let done = newcomer.walks(MOST).await;
            let stuck = newcomer.reads();
            assert!(done, "{change} after {steps} steps: stuck at {stuck}");
            assert_eq!(
                rows_of(&door.town, &user).await,
                1,
                "{change} after {steps}"
            );
            let gets_it = change != "set_role";
            let roles: &[&str] = if gets_it { &["Members"] } else { &[] };
            let as_it_should =
                eventually(PATIENCE, async || door.town.guild.roles_of(&user) == roles);
            assert!(as_it_should.await, "{change} after {steps} steps");
            door.sara(back).await;
            walked += 1;
        }
    }
    // Start, rules, questions with their forms, confirmation: more than ten steps each.
    assert!(walked > CHANGES.len() * 10, "only {walked}");
    door.town.leave().await;
}

#[tokio::test]
async fn a_role_that_is_deleted_meanwhile_is_told_and_its_successor_given_at_the_next_press() {
    let door = Door::open().await;
    let review = answers(door.starts("alice").await, "ann@example.com").await;
    let gone = door.town.guild.role("Members");
    door.town.guild.delete_role(gone);
    let done = review.clicks("✅ Send").await.unwrap().to_string();
    assert!(done.contains("Staff has been informed"), "{done}");
    let alice = door.town.member("alice");
    assert_eq!(rows_of(&door.town, &alice).await, 1, "the answers are kept");
    let log = door.town.titled("bot-log", "Onboarding completed").await;
    let log = door.town.simulator.rendered(&log);
    assert!(
        log.contains("The role is gone: choose another one"),
        "{log}"
    );
    door.town
        .guild
        .add_role("Regulars", Permissions::SEND_MESSAGES);
    let higher = door
        .town
        .guild
        .add_role("Higher", Permissions::MANAGE_ROLES);
    door.town.guild.set_bot_roles(&[higher]);
    let set = "/config onboarding set_role role:@Regulars";
    door.town.says_at_last("sara", set, "✅").await;
    door.town.clock.advance(TimeDelta::seconds(10));
    let later = door.starts("alice").await.to_string();
    assert!(later.contains("You completed"), "{later}");
    has_role(&door.town, "alice", "Regulars").await;
    assert_eq!(rows_of(&door.town, &alice).await, 1);
    door.town.leave().await;
}

#[tokio::test]
async fn while_the_database_is_away_nothing_is_given_and_nothing_lost_and_trying_again_works() {
    let door = Door::open().await;
    let alice = door.town.member("alice");
    let review = answers(door.starts("alice").await, "ann@example.com").await;
    door.town.database.refuse_connections().await;
    let failed = review.clicks("✅ Send").await.unwrap();
    let told = eventually(PATIENCE, async || {
        failed.refreshed().to_string().contains("not** saved")
    });
    assert!(
        told.await,
        "{} {:?}",
        failed.refreshed(),
        failed.follow_ups()
    );
    assert_eq!(door.town.guild.roles_of(&alice), [""; 0]);
    door.town.database.accept_connections().await;
    assert_eq!(rows_of(&door.town, &alice).await, 0);
    assert_eq!(door.town.count_titled("bot-log", "Onboarding completed"), 0);
    let mut reply = failed.refreshed();
    let done = eventually(PATIENCE, async || {
        reply = reply.clicks("Try again").await.expect("the button stays");
        reply.to_string().contains("you are done")
    });
    assert!(done.await, "{reply}");
    has_role(&door.town, "alice", "Members").await;
    assert_eq!(rows_of(&door.town, &alice).await, 1);
    door.town.titled("bot-log", "Onboarding completed").await;
    door.town.leave().await;
}
