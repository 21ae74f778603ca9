//! What is stored of people: being given it, being erased, and the agreement on it, as members see it.

use std::collections::BTreeMap;
use std::io::Read as _;

use chrono::TimeDelta;
use discord_simulator::{ClientRefusal, Message, Permissions, Reply};
use e2e_tests::{PATIENCE, Town, eventually};
use serde_json::Value;
use sqlx::AssertSqlSafe;

/// How many rows of each table have this text anywhere.
pub(crate) async fn traces(town: &Town, text: &str) -> BTreeMap<String, i64> {
    let pool = town.database.pool();
    let tables = "SELECT table_name::text FROM information_schema.tables
         WHERE table_schema = 'alphapy' AND table_type = 'BASE TABLE'";
    let tables: Vec<String> = sqlx::query_scalar(tables)
        .fetch_all(pool)
        .await
        .expect("the tables are listed");
    let mut found = BTreeMap::new();
    for table in tables {
        let statement =
            format!("SELECT count(*) FROM alphapy.{table} it WHERE strpos(it::text, $1) > 0");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(statement))
            .bind(text)
            .fetch_one(pool)
            .await
            .expect("a table is read");
        if count > 0 {
            found.insert(table, count);
        }
    }
    found
}

/// Runs a command in `#general`.
async fn runs(town: &Town, name: &str, command: &str) -> Reply {
    let place = town.member(name).in_channel(&town.channel("general"));
    place
        .runs(command)
        .await
        .expect("the client lets it through")
}

/// Confirms that everything is to be erased, and returns what is said when that is over.
async fn confirms(asked: &Reply) -> String {
    asked
        .clicks("Yes, delete everything")
        .await
        .expect("a button");
    let is_over = eventually(PATIENCE, async || !asked.refreshed().content().is_empty());
    assert!(is_over.await, "{}", asked.refreshed());
    asked.refreshed().content().to_owned()
}

/// The JSON of an archive that came as a file.
pub(crate) fn data_of(town: &Town, message: &Message) -> Value {
    let name = message.attachments[0]["filename"].as_str().expect("a name");
    assert!(
        name.starts_with("alphapy-data-") && name.strip_suffix(".zip").is_some(),
        "{name}"
    );
    let archive = town.simulator.file(message, name).expect("a file");
    let json = first_of(&archive);
    serde_json::from_str(&json).expect("the archive begins with JSON")
}

/// The content of the first file of an archive, by what its header says of it.
fn first_of(archive: &[u8]) -> String {
    assert_eq!(archive[..4], [b'P', b'K', 3, 4]);
    let number = |at: usize| usize::from(archive[at]) | usize::from(archive[at + 1]) << 8;
    let deflated = number(18) | number(20) << 16;
    let begins = 30 + number(26) + number(28);
    let mut text = String::new();
    flate2::read::DeflateDecoder::new(&archive[begins..begins + deflated])
        .read_to_string(&mut text)
        .expect("it can be inflated");
    text
}

/// Alice and Bob do what they can do here; each says `of alice` or `of bob` in everything.
async fn lived_in() -> Town {
    let town = Town::start().await;
    town.set_up_tickets().await;
    for name in ["alice", "bob"] {
        let add = format!(
            "/add_reminder name:\"Plan of {name}\" time:20:00 days:mon channel:#general message:\"Note of {name}\""
        );
        let added = town.says(name, &add).await;
        assert!(added.contains("(ID "), "{added}");
        town.opens_ticket(name, &format!("Question of {name}"))
            .await;
        let agreement = town.member(name).in_channel(&town.channel("general"));
        let pressed = agreement.runs("/reminder_list").await.expect("a list");
        let message = pressed.message().expect("an answer").clone();
        let agreed = agreement.presses_forged(&message, "gdpr_agree").await;
        assert!(agreed.to_string().contains("noted"), "{agreed}");
    }
    town.ticket_work_is_done(&town.guild).await;
    let checkin =
        "INSERT INTO alphapy.growth_checkins (user_id, goal, obstacle, feeling, reply, created_at)
         SELECT id, 'Goal of ' || name, 'Rain of ' || name, 'Fine of ' || name, 'Go on', now()
         FROM UNNEST($1::bigint[], $2::text[]) people (id, name)";
    let ids = ["alice", "bob"].map(|it| i64::try_from(town.member(it).id()).expect("an id"));
    sqlx::query(checkin)
        .bind(ids.to_vec())
        .bind(vec!["alice".to_owned(), "bob".to_owned()])
        .execute(town.database.pool())
        .await
        .expect("check-ins are stored");
    town
}

#[tokio::test]
async fn a_member_is_given_everything_that_is_theirs_in_one_archive_and_nothing_of_others() {
    let town = lived_in().await;
    let reply = runs(&town, "alice", "/export_my_data").await;
    assert!(reply.is_ephemeral(), "{reply}");
    let message = reply.message().expect("an answer");
    assert!(
        message.content.contains("everything that I keep of you"),
        "{}",
        message.content
    );
    let data = data_of(&town, message);
    assert_eq!(data["user_id"], town.member("alice").id().to_string());
    let own = data["data"].to_string();
    for (table, words) in [
        ("reminders", "Plan of alice"),
        ("support_tickets", "Question of alice"),
        ("growth_checkins", "Goal of alice"),
        ("gdpr_acceptance", "version"),
    ] {
        assert!(
            data["data"][table].to_string().contains(words),
            "{table}: {own}"
        );
    }
    assert!(
        !own.contains("of bob") && !own.contains(&town.member("bob").id().to_string()),
        "{own}"
    );
    let direct = town
        .member("alice")
        .in_channel(&town.member("alice").direct());
    let again = direct
        .runs("/export_my_data")
        .await
        .expect("it works there, too");
    assert_eq!(
        data_of(&town, again.message().expect("an answer"))["data"]["reminders"],
        data["data"]["reminders"]
    );
    let third = runs(&town, "alice", "/export_my_data").await;
    assert!(
        third.to_string().contains("twice within an hour"),
        "{third}"
    );
    town.leave().await;
}

#[tokio::test]
async fn of_whom_nothing_is_stored_there_is_no_file() {
    let town = Town::start().await;
    let reply = runs(&town, "bob", "/export_my_data").await;
    assert!(
        reply.to_string().contains("Nothing is stored about you"),
        "{reply}"
    );
    assert!(reply.message().expect("an answer").attachments.is_empty());
    town.leave().await;
}

#[tokio::test]
async fn whoever_is_erased_leaves_no_trace_and_everybody_else_keeps_everything() {
    let mut town = lived_in().await;
    let alice = town.member("alice").id().to_string();
    let bobs = traces(&town, "of bob").await;
    assert!(traces(&town, &alice).await.len() > 4);
    let asked = runs(&town, "alice", "/delete_my_data").await;
    assert!(
        asked.is_ephemeral() && asked.to_string().contains("for good"),
        "{asked}"
    );
    let shown = confirms(&asked).await;
    assert!(shown.contains("is erased"), "{shown}");
    assert!(
        asked
            .refreshed()
            .message()
            .expect("an answer")
            .components
            .is_empty()
    );
    // What the process still holds back is written when it stops; then the time comes in which it is erased.
    town.stop_app().await;
    town.clock.advance(TimeDelta::minutes(11));
    town.start_app().await;
    let gone = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(5));
        traces(&town, &alice).await.is_empty()
    });
    assert!(gone.await, "{:?}", traces(&town, &alice).await);
    let kept = traces(&town, "of alice").await;
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["reminders"], "{kept:?}");
    assert_eq!(traces(&town, "of bob").await, bobs);
    let again = runs(&town, "alice", "/delete_my_data").await;
    let shown = confirms(&again).await;
    assert!(shown.contains("Nothing was stored about you"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn the_channel_of_an_erased_ticket_goes_also_when_the_bot_stops_over_it_and_others_stay() {
    let mut town = lived_in().await;
    let (hers, his) = (town.channel("ticket-1"), town.channel("ticket-2"));
    let asked = runs(&town, "alice", "/delete_my_data").await;
    assert!(asked.to_string().contains("and their channels"), "{asked}");
    confirms(&asked).await;
    town.stop_app().await;
    town.start_app().await;
    let stands = |id| town.guild.channels().iter().any(|it| it.id() == id);
    let gone = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(30));
        !stands(hers.id())
    });
    assert!(
        gone.await,
        "{:?}",
        traces(&town, &hers.id().to_string()).await
    );
    assert!(stands(his.id()));
    let forgotten = eventually(PATIENCE, async || {
        traces(&town, &hers.id().to_string()).await.is_empty()
    });
    assert!(
        forgotten.await,
        "{:?}",
        traces(&town, &hers.id().to_string()).await
    );
    town.leave().await;
}

#[tokio::test]
async fn only_who_asked_can_confirm_and_a_cancelled_or_late_question_deletes_nothing() {
    let town = lived_in().await;
    let before = traces(&town, "of alice").await;
    let asked = runs(&town, "alice", "/delete_my_data").await;
    asked.clicks("Cancel").await.expect("a button");
    let shown = asked.refreshed();
    assert!(shown.content().contains("Nothing was deleted"), "{shown}");
    let late = runs(&town, "alice", "/delete_my_data").await;
    let message = late.message().expect("an answer").clone();
    let confirm = confirm_of(&message);
    let bob = town.member("bob").in_channel(&town.channel("general"));
    let foreign = bob.presses_forged(&message, &confirm).await;
    assert!(foreign.to_string().contains("not for you"), "{foreign}");
    town.clock.advance(TimeDelta::seconds(61));
    let expired = eventually(PATIENCE, async || {
        late.refreshed().content().contains("took too long")
    });
    assert!(expired.await, "{}", late.refreshed());
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let pressed = alice.presses_forged(&message, &confirm).await;
    let said = format!("{pressed} {}", late.refreshed());
    assert!(said.contains("took too long"), "{said}");
    assert_eq!(traces(&town, "of alice").await, before);
    town.leave().await;
}

/// The custom id of the button that confirms.
fn confirm_of(message: &Message) -> String {
    let components = serde_json::to_string(&message.components).expect("JSON");
    let begins = components.find("gdpr_delete_confirm").expect("the button");
    let id = components[begins..].split('"').next();
    id.expect("an id").to_owned()
}

#[tokio::test]
async fn two_who_confirm_at_once_and_a_database_that_is_away_do_no_harm() {
    let town = lived_in().await;
    let asked = runs(&town, "alice", "/delete_my_data").await;
    let message = asked.message().expect("an answer").clone();
    let confirm = confirm_of(&message);
    let alice = town.member("alice").in_channel(&town.channel("general"));
    town.database.refuse_connections().await;
    let failed = alice.presses_forged(&message, &confirm).await;
    let said = eventually(PATIENCE, async || {
        let all: Vec<_> = failed
            .follow_ups()
            .into_iter()
            .map(|it| it.content)
            .collect();
        format!("{failed} {} {}", all.join(" "), asked.refreshed())
            .contains("could not note your wish")
    });
    assert!(said.await, "{failed}");
    town.database.accept_connections().await;
    assert!(!traces(&town, "Goal of alice").await.is_empty());
    let (one, other) = tokio::join!(
        alice.presses_forged(&message, &confirm),
        alice.presses_forged(&message, &confirm)
    );
    let gone = eventually(PATIENCE, async || {
        traces(&town, "Goal of alice").await.is_empty()
    });
    assert!(gone.await, "{one} {other}");
    let requests: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM alphapy.privacy_requests WHERE state NOT IN ('running', 'done')",
    )
    .fetch_one(town.database.pool())
    .await
    .expect("requests are counted");
    assert_eq!(requests, 0, "none is left to be tried again");
    town.leave().await;
}

#[tokio::test]
async fn who_is_told_that_it_comes_later_can_still_change_their_mind_and_is_named_nowhere() {
    let town = lived_in().await;
    let pool = town.database.pool();
    let before = traces(&town, "of alice").await;
    for sql in [
        "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        "CREATE TRIGGER refuse BEFORE DELETE ON alphapy.growth_checkins
         FOR EACH ROW EXECUTE FUNCTION public.refuse()",
    ] {
        sqlx::query(sql).execute(pool).await.expect("it is refused");
    }
    let asked = runs(&town, "alice", "/delete_my_data").await;
    let card = asked.to_string();
    assert!(
        card.contains("log") && card.contains("transcripts"),
        "{card}"
    );
    let shown = confirms(&asked).await;
    assert!(shown.contains("Your wish is noted"), "{shown}");
    let again = runs(&town, "alice", "/delete_my_data").await;
    again.clicks("Cancel").await.expect("a button");
    let shown = again.refreshed().content().to_owned();
    assert!(
        shown.contains("earlier wish") && shown.contains("taken back"),
        "{shown}"
    );
    sqlx::query("DROP TRIGGER refuse ON alphapy.growth_checkins")
        .execute(pool)
        .await
        .expect("it is allowed");
    let requests: i64 = sqlx::query_scalar("SELECT count(*) FROM alphapy.privacy_requests")
        .fetch_one(pool)
        .await
        .expect("requests are counted");
    assert_eq!(requests, 0);
    assert_eq!(traces(&town, "of alice").await, before);
    town.leave().await;
}

#[tokio::test]
async fn the_agreement_is_posted_and_pinned_and_accepted_once() {
    let town = Town::start().await;
    town.set_up().await;
    town.may_make_tickets();
    let hint = town.says("sara", "/gdpr post").await;
    assert!(hint.contains("No channel is set"), "{hint}");
    town.guild.add_role("accepted", Permissions::VIEW_CHANNEL);
    let own = town
        .guild
        .add_role("Alphapy itself", Permissions::ADMINISTRATOR);
    town.guild.set_bot_roles(&[own]);
    for command in [
        "/config gdpr set_channel channel:#general",
        "/config gdpr set_acceptance_role role:@accepted",
    ] {
        let set = town.says("sara", command).await;
        assert!(set.contains("✅"), "{command}: {set}");
    }
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let refused = alice.runs("/gdpr post").await;
    assert!(
        matches!(refused, Err(ClientRefusal::NotPermitted(_))),
        "{refused:?}"
    );
    let posted = town.says("sara", "/gdpr post").await;
    assert!(posted.contains("✅"), "{posted}");
    let agreement = town.titled("general", "Data processing agreement").await;
    town.titled("bot-log", "Agreement posted").await;
    let alice = town.member("alice");
    let agreed = alice.clicks(&agreement, "I Agree").await.expect("a button");
    assert!(
        agreed.is_ephemeral() && agreed.to_string().contains("Thank you"),
        "{agreed}"
    );
    let again = alice.clicks(&agreement, "I Agree").await.expect("a button");
    assert!(again.to_string().contains("already"), "{again}");
    town.titled("bot-log", "Agreement accepted").await;
    let shown = town.says("sara", "/gdpr show").await;
    assert!(shown.contains("Accepted by"), "{shown}");
    let off = town.says("sara", "/config gdpr toggle enabled:false").await;
    assert!(off.contains("✅"), "{off}");
    let bob = town
        .member("bob")
        .clicks(&agreement, "I Agree")
        .await
        .expect("a button");
    assert!(bob.to_string().contains("switched off"), "{bob}");
    town.leave().await;
}
