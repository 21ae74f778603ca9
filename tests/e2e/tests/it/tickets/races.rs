//! Two processes on one Postgres, both of which hear everything: whatever happens at once happens once.

use discord_simulator::{Channel, HoldPoint, Permissions, User};
use e2e_tests::Town;
use tokio::task::JoinSet;

use super::archiving::{TRANSCRIPT, archives, closed, file, is_gone, transcripts};

/// Has all of them press a button at once.
async fn all_press(town: &Town, ticket: &Channel, members: &[User], label: &'static str) {
    let control = town.control_of(ticket);
    let mut presses = JoinSet::new();
    for member in members {
        let (place, control) = (member.in_channel(ticket), control.clone());
        presses.spawn(async move { place.clicks_on(&control, label).await.map(drop) });
    }
    while let Some(pressed) = presses.join_next().await {
        let done = pressed.expect("nobody panicked");
        done.expect("the client lets the press through");
    }
}

fn helpers(town: &Town, count: usize) -> Vec<User> {
    let role = town.guild.role("Helpers");
    let names = (0..count).map(|number| format!("helper{number}"));
    names.map(|it| town.guild.joins(&it, &[role])).collect()
}

fn lines(ticket: &Channel, words: &str) -> usize {
    let all = ticket.history().into_iter();
    all.filter(|it| it.message.content.contains(words)).count()
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    let counted = sqlx::query_scalar(sql).fetch_one(town.database.pool());
    counted.await.expect("the database counts")
}

#[tokio::test]
async fn twenty_claims_have_one_winner_and_two_closes_one_end() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let helpers = helpers(&town, 20);
    all_press(&town, &ticket, &helpers, "🎟️ Claim ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(lines(&ticket, "Claimed by"), 1, "{}", town.reads(&ticket));
    let claims = "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'claimed'";
    assert_eq!(count(&town, claims).await, 1);
    all_press(&town, &ticket, &helpers[..4], "🔒 Close ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(lines(&ticket, "🔒 Closed"), 1, "{}", town.reads(&ticket));
    for (sql, expected) in [
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'closed'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'summary'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'lock'",
            1,
        ),
    ] {
        assert_eq!(count(&town, sql).await, expected, "{sql}");
    }
    second.stop().await;
    town.leave().await;
}

/// Two admins of the server.
fn admins(town: &Town) -> [User; 2] {
    let stewards = town.guild.add_role("Stewards", Permissions::ADMINISTRATOR);
    ["mara", "tess"].map(|it| town.guild.joins(it, &[stewards]))
}

#[tokio::test]
async fn of_two_admins_who_archive_at_once_one_does_and_there_is_one_transcript() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = closed(&town, 3).await;
    let admins = admins(&town);
    all_press(&town, &ticket, &admins, "🗄 Archive ticket").await;
    is_gone(&town, &ticket).await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(transcripts(&town).len(), 1);
    for (sql, expected) in [
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'archived'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'delete_channel'",
            1,
        ),
    ] {
        assert_eq!(count(&town, sql).await, expected, "{sql}");
    }
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn a_ticket_that_is_closed_while_it_is_archived_never_goes_without_its_transcript() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let alice = town.member("alice").in_channel(&ticket);
    alice.says("line 1").expect("alice may write");
    let admins = admins(&town);
    tokio::join!(
        all_press(&town, &ticket, &admins[..1], "🔒 Close ticket"),
        archives_by_command(&town, &admins[1]),
    );
    town.ticket_work_is_done(&town.guild).await;
    let closed = "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'closed'";
    assert_eq!(count(&town, closed).await, 1);
    let archived = "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'archived'";
    let is_archived = count(&town, archived).await;
    let saved = transcripts(&town).len();
    assert_eq!(
        i64::try_from(saved).unwrap(),
        is_archived,
        "whichever came first"
    );
    if is_archived == 0 {
        archives(&town, &ticket).await;
    }
    is_gone(&town, &ticket).await;
    let transcripts = transcripts(&town);
    let [transcript] = &transcripts[..] else {
        panic!("{} transcripts", transcripts.len());
    };
    let text = file(&town, transcript, TRANSCRIPT);
    assert!(text.contains("    line 1\n"), "{text}");
    assert_eq!(count(&town, archived).await, 1);
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn whoever_closes_or_archives_while_the_transcript_is_on_its_way_changes_nothing_of_it() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = closed(&town, 3).await;
    let route = "/channels/{channel_id}/messages";
    let log = town.channel("bot-log");
    let hold = (town.simulator).hold_in(&log, "POST", route, HoldPoint::BeforeCommit);
    let admins = admins(&town);
    let control = town.control_of(&ticket);
    let first = admins[0].in_channel(&ticket);
    let pressed = first.clicks_on(&control, "🗄 Archive ticket");
    let meets = async {
        assert!(hold.reached().await, "no transcript is posted");
        let late = town.says("karim", "/ticket_close id:1").await;
        assert!(late.contains("closed"), "{late}");
        let other = admins[1].in_channel(&town.channel("general"));
        let other = other.runs("/ticket_status id:1 status:archived").await;
        let other = other.expect("the client lets it through").to_string();
        assert!(other.contains("being archived by @mara"), "{other}");
        assert_eq!(transcripts(&town).len(), 0, "it is on its way still");
        hold.release();
    };
    let (pressed, ()) = tokio::join!(pressed, meets);
    pressed.expect("the client lets it through");
    is_gone(&town, &ticket).await;
    town.ticket_work_is_done(&town.guild).await;
    let transcripts = transcripts(&town);
    let [transcript] = &transcripts[..] else {
        panic!("{} transcripts", transcripts.len());
    };
    let text = file(&town, transcript, TRANSCRIPT);
    assert!(text.contains("    line 3\n"), "{text}");
    for (sql, expected) in [
        (
            "SELECT count(*) FROM alphapy.support_tickets WHERE status = 'archived'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE event IN ('closed', 'archived')",
            2,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_jobs WHERE kind = 'summary'",
            1,
        ),
    ] {
        assert_eq!(count(&town, sql).await, expected, "{sql}");
    }
    let card = town.titled("bot-log", "Ticket archived").await;
    let card = town.simulator.rendered(&card);
    assert!(card.contains("Messages saved"), "{card}");
    second.stop().await;
    town.leave().await;
}

/// Archives the ticket as an admin does who is elsewhere.
async fn archives_by_command(town: &Town, admin: &User) {
    let place = admin.in_channel(&town.channel("general"));
    let answer = place.runs("/ticket_status id:1 status:archived").await;
    answer.expect("the client lets it through");
}

#[tokio::test]
async fn a_close_ends_what_waits_and_is_passed_on_at_the_same_moment_and_a_leaver_is_told_of_once()
{
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.guild.leaves(&town.member("alice"));
    town.reads_at_last(&ticket, "has left the server").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(lines(&ticket, "has left"), 1, "{}", town.reads(&ticket));
    let helpers = helpers(&town, 9);
    let control = town.control_of(&ticket);
    let mut presses = JoinSet::new();
    for (at, member) in helpers.iter().enumerate() {
        let label = ["⏳ Wait for user", "🔒 Close ticket", "🚩 Escalate"][at % 3];
        let (place, control) = (member.in_channel(&ticket), control.clone());
        presses.spawn(async move { place.clicks_on(&control, label).await.map(drop) });
    }
    // A button that is switched off meanwhile takes no press any more, which is as good.
    while let Some(pressed) = presses.join_next().await {
        drop(pressed.expect("nobody panicked"));
    }
    town.ticket_work_is_done(&town.guild).await;
    for (sql, expected) in [
        (
            "SELECT count(*) FROM alphapy.support_tickets WHERE status = 'closed'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE event = 'closed'",
            1,
        ),
        (
            "SELECT count(*) FROM alphapy.ticket_events WHERE from_status = 'closed'",
            0,
        ),
    ] {
        assert_eq!(count(&town, sql).await, expected, "{sql}");
    }
    assert_eq!(lines(&ticket, "🔒 Closed"), 1, "{}", town.reads(&ticket));
    town.shows_at_last(&ticket, "🔒 Closed").await;
    second.stop().await;
    town.leave().await;
}

/// Alice fills in the panel's form so often at once; returns how many tickets she is told of.
async fn mashes(town: &Town, times: usize) -> i64 {
    let posted = town.says("sara", "/ticket_panel_post").await;
    assert!(posted.contains("Posted"), "{posted}");
    let panel = town.titled("general", "Need help").await;
    let alice = town.member("alice");
    let mut submits = JoinSet::new();
    for _ in 0..times {
        let form = alice.clicks(&panel, "📨 Create ticket").await;
        let form = form.expect("the panel is there");
        submits.spawn(async move {
            let filled = [("What is it about?", "Where do I find the roadmap?")];
            form.submits(&filled).await.map(|it| it.to_string())
        });
    }
    let mut opened = 0;
    while let Some(answer) = submits.join_next().await {
        let answer = answer.expect("nobody panicked");
        let answer = answer.expect("the client lets it through");
        opened += i64::from(answer.contains("is open: "));
    }
    let rows = count(town, "SELECT count(*) FROM alphapy.support_tickets").await;
    assert_eq!(rows, opened, "rows");
    opened
}

#[tokio::test]
async fn a_panel_that_is_mashed_opens_one_ticket_however_many_processes_there_are() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    assert_eq!(mashes(&town, 5).await, 1);
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn of_ten_tickets_at_once_a_member_gets_as_many_as_the_server_allows() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let set = "/config ticketbot set_max_open count:1";
    assert!(town.says("sara", set).await.contains("✅"));
    let second = alphapy_app::start(town.options()).await.unwrap();
    second.ready().await.unwrap();
    assert_eq!(mashes(&town, 10).await, 1);
    second.stop().await;
    town.leave().await;
}
