//! What Discord does not let the bot do for tickets: no room for another one, and permissions that are missing.

use chrono::TimeDelta;
use discord_simulator::{Channel, ChannelKind, HoldPoint, Permissions, Target};
use e2e_tests::{PATIENCE, Town, allow_tickets, allow_tickets_but, eventually};

use super::archiving::{archives, is_gone};

const NO_ROOM: &str = "no room for another ticket right now";

/// A town with tickets whose log takes as many cards as there are.
async fn town() -> Town {
    let town = Town::unhurried().await;
    town.set_up_tickets().await;
    town
}

/// Alice tries to open a ticket, half a minute after whatever she did before.
async fn tries(town: &Town) -> String {
    town.clock.advance(TimeDelta::seconds(31));
    town.says("alice", "/ticket description:\"My invoice is missing\"")
        .await
}

async fn rows(town: &Town) -> i64 {
    let rows = "SELECT count(*) FROM alphapy.support_tickets";
    let counted = sqlx::query_scalar(rows).fetch_one(town.database.pool());
    counted.await.expect("the database counts")
}

/// Adds so many channels to a category.
fn fill(town: &Town, category: &Channel, count: usize) {
    for number in 0..count {
        let name = format!("old-{number}");
        town.guild.add_channel_in(category, &name);
    }
}

/// The last card of the log whose title has these words.
async fn last_card(town: &Town, title: &str, count: usize) -> String {
    let came = eventually(PATIENCE, async || {
        town.count_titled("bot-log", title) >= count
    });
    let log = town.channel("bot-log");
    assert!(came.await, "no {title}:\n{}", town.reads(&log));
    assert_eq!(town.count_titled("bot-log", title), count, "{title}");
    let rendered = log.messages().into_iter();
    let mut rendered = rendered.map(|it| town.simulator.rendered(&it));
    let last = rendered.rfind(|it| it.contains(title));
    last.expect("it was counted")
}

#[tokio::test]
async fn a_category_is_warned_of_from_45_channels_on_and_with_50_takes_none_until_one_is_archived()
{
    let town = town().await;
    let support = town.channel("Support");
    fill(&town, &support, 43);
    town.opens_ticket("alice", "My invoice is missing").await;
    town.titled("bot-log", "Ticket opened").await;
    let second = town.opens_ticket("bob", "The door is locked").await;
    // Of the 44th nobody was warned.
    let card = last_card(&town, "The tickets' category fills up", 1).await;
    assert!(card.contains("45 of the 50 channels"), "{card}");
    assert!(card.contains("None of the tickets is closed"), "{card}");

    fill(&town, &support, 5);
    let refused = tries(&town).await;
    assert!(refused.contains(NO_ROOM), "{refused}");
    let card = last_card(&town, "could not be opened", 1).await;
    assert!(card.contains("50 channels that Discord allows"), "{card}");
    assert!(card.contains("None of the tickets is closed"), "{card}");
    let closed = town.says("bob", "/ticket_close id:2").await;
    assert!(closed.contains("#2 is closed"), "{closed}");
    town.ticket_work_is_done(&town.guild).await;
    let refused = tries(&town).await;
    assert!(refused.contains(NO_ROOM), "{refused}");
    let card = last_card(&town, "could not be opened", 2).await;
    assert!(
        card.contains("1 ticket is closed and can be archived"),
        "{card}"
    );
    assert_eq!(rows(&town).await, 2, "nothing is left of what was refused");

    let archived = archives(&town, &second).await;
    assert!(archived.contains("transcript is saved"), "{archived}");
    is_gone(&town, &second).await;
    let opened = tries(&town).await;
    assert!(opened.contains("is open: "), "{opened}");
    town.leave().await;
}

#[tokio::test]
async fn a_server_with_500_channels_gets_a_ticket_once_one_of_them_is_deleted() {
    let town = town().await;
    let mut last = None;
    for number in town.guild.channels().len()..500 {
        let name = format!("room-{number}");
        last = Some(town.guild.add_channel(&name, ChannelKind::Text));
    }
    let refused = tries(&town).await;
    assert!(refused.contains(NO_ROOM), "{refused}");
    let card = last_card(&town, "could not be opened", 1).await;
    assert!(card.contains("500 channels that Discord allows"), "{card}");
    assert_eq!(rows(&town).await, 0, "nothing is left of it");
    town.guild.delete_channel(&last.expect("a channel"));
    let opened = tries(&town).await;
    assert!(opened.contains("is open: "), "{opened}");
    town.leave().await;
}

#[tokio::test]
async fn a_place_that_fills_up_after_the_bot_has_looked_is_refused_by_discord_and_told_of_alike() {
    let town = town().await;
    let support = town.channel("Support");
    fill(&town, &support, 49);
    let route = "/guilds/{guild_id}/channels";
    let looked = town.simulator.hold("GET", route, HoldPoint::BeforeAnswer);
    let fills_up = async {
        assert!(looked.reached().await, "the bot looks");
        fill(&town, &support, 1);
        looked.release();
    };
    let (refused, ()) = tokio::join!(tries(&town), fills_up);
    assert!(refused.contains(NO_ROOM), "{refused}");
    let card = last_card(&town, "could not be opened", 1).await;
    assert!(card.contains("50 channels that Discord allows"), "{card}");
    let made = town.simulator.counters();
    assert_eq!(made.requests_to("POST /guilds/{guild_id}/channels"), 1);
    assert_eq!(rows(&town).await, 0, "nothing is left of it");
    town.leave().await;
}

#[tokio::test]
async fn a_server_with_a_thousand_active_threads_gets_a_ticket_once_one_of_them_is_gone() {
    let town = town().await;
    let desk = town.guild.add_channel("help-desk", ChannelKind::Text);
    let set = "/config ticketbot set_thread_channel channel:#help-desk";
    let reply = town.says("sara", set).await;
    assert!(reply.contains("✅"), "{reply}");
    let bob = town.member("bob");
    for number in 0..1000 {
        town.guild
            .add_thread(&desk, &format!("talk-{number}"), &bob);
    }
    let refused = tries(&town).await;
    assert!(refused.contains(NO_ROOM), "{refused}");
    let card = last_card(&town, "could not be opened", 1).await;
    assert!(card.contains("as many active threads"), "{card}");
    assert_eq!(rows(&town).await, 0, "nothing is left of it");
    town.guild.delete_channel(&town.channel("talk-1"));
    let opened = tries(&town).await;
    assert!(opened.contains("is open: "), "{opened}");
    town.leave().await;
}

#[tokio::test]
async fn a_permission_that_is_missing_in_the_category_is_named_to_staff_and_once_given_it_goes_on()
{
    let town = town().await;
    let support = town.channel("Support");
    let none = Permissions::NONE;
    let bot_lacks = |lacking| {
        town.guild.overwrite(&support, Target::Bot, none, lacking);
    };
    let missing = [
        (Permissions::MANAGE_CHANNELS, "Manage Channels"),
        (Permissions::EMBED_LINKS, "Embed Links"),
        (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
    ];
    for (count, (lacking, name)) in (1..).zip(missing) {
        bot_lacks(lacking);
        let ask = "/ticket description:\"My invoice is missing\"";
        let refused = town
            .says_at_last("alice", ask, "since I lack permissions")
            .await;
        assert!(refused.contains("Staff has been told which"), "{refused}");
        let card = last_card(&town, "could not be opened", count).await;
        assert!(card.contains("Where tickets are made I need: "), "{card}");
        for (other, words) in missing {
            let is_named = card.contains(words);
            assert_eq!(is_named, other == lacking, "without {name}: {card}");
        }
    }
    assert_eq!(rows(&town).await, 0, "nothing is left of them");
    bot_lacks(none);
    // It was not her fault: she need not wait for her next turn.
    let ask = "/ticket description:\"My invoice is missing\"";
    town.says_at_last("alice", ask, "is open: ").await;
    town.leave().await;
}

/// A closed ticket of Alice's that the bot cannot lock.
async fn unlocked(town: &Town) -> Channel {
    allow_tickets_but(&town.guild, Permissions::MANAGE_ROLES);
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let warned = last_card(town, "I lack permissions for tickets", 1).await;
    assert!(warned.contains("Manage Roles"), "{warned}");
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let pressed = karim.clicks_on(&control, "🔒 Close ticket").await;
    pressed.expect("the button is there");
    town.reads_at_last(&ticket, "Closed by @karim").await;
    ticket
}

#[tokio::test]
async fn whoever_closes_a_ticket_that_cannot_be_locked_is_told_what_is_missing_until_it_is_given() {
    let town = town().await;
    let ticket = unlocked(&town).await;
    let told = "@karim, I could not lock this channel, so @alice can still write in it.";
    let read = town.reads_at_last(&ticket, told).await;
    assert!(read.contains("I need here: *Manage Roles*"), "{read}");
    let said = ticket.messages().into_iter();
    let line = said.filter(|it| it.content.contains("could not lock"));
    let pinged: Vec<Vec<_>> = line.map(|it| it.pinged.into_iter().collect()).collect();
    assert_eq!(pinged, [[town.member("karim").id()]], "once, and him alone");
    let card = last_card(&town, "I lack permissions in a ticket's channel", 1).await;
    for words in ["requester can still write", "Manage Roles", "#1"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let alice = town.member("alice").in_channel(&ticket);
    alice.says("Nobody stops me").expect("it is not locked");
    town.shows_at_last(&ticket, "🔒 Closed").await;

    allow_tickets(&town.guild);
    let locked = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(15));
        alice.says("And now?").is_err()
    });
    assert!(locked.await, "alice can still write");
    town.ticket_work_is_done(&town.guild).await;
    let told = town.reads(&ticket).matches("could not lock").count();
    assert_eq!(told, 1, "{}", town.reads(&ticket));
    town.leave().await;
}

#[tokio::test]
async fn a_lock_that_stays_impossible_is_given_up_and_the_ticket_stays_closed() {
    let town = town().await;
    let ticket = unlocked(&town).await;
    let given_up = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(30));
        town.count_titled("bot-log", "Something was not done") > 0
    });
    assert!(given_up.await, "{}", town.reads(&town.channel("bot-log")));
    let card = last_card(&town, "Something was not done", 1).await;
    assert!(card.contains("requester can still write"), "{card}");
    town.ticket_work_is_done(&town.guild).await;
    town.shows_at_last(&ticket, "🔒 Closed").await;
    let told = town.reads(&ticket).matches("could not lock").count();
    assert_eq!(told, 1, "{}", town.reads(&ticket));
    town.leave().await;
}
