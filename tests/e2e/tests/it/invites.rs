//! Who brought whom: newcomers are counted and announced, whatever happens meanwhile.

use chrono::TimeDelta;
use discord_simulator::{ClientRefusal, Fault, Guild, Invite, Permissions};
use e2e_tests::{PATIENCE, Town, eventually};

const INVITES: &str = "GET /guilds/{guild_id}/invites";

/// The town, which welcomes newcomers in `#general`, with a bot that sees its invites and has looked at them.
async fn welcoming() -> Town {
    let town = Town::start().await;
    town.set_up().await;
    welcomes(&town).await;
    let manages = Permissions::DEFAULT_EVERYONE | Permissions::MANAGE_GUILD;
    town.guild.set_bot_permissions(manages);
    looked(&town, 1).await;
    town
}

async fn welcomes(town: &Town) {
    let reply = town
        .says("sara", "/config invites set_channel channel:#general")
        .await;
    assert!(reply.contains("✅"), "{reply}");
}

/// Waits until the bot has looked at the invites so often, and everything it has asked for is answered.
async fn looked(town: &Town, times: u64) {
    let all_answered = town.simulator.wait_for_counters(|it| {
        it.requests_to(INVITES) >= times
            && it.answers_by_status.values().sum::<u64>() >= it.requests
    });
    assert!(all_answered.await, "nobody looks at the invites");
}

fn invite_of(town: &Town, name: &str) -> Invite {
    let guild = &town.guild;
    guild
        .invite(&town.member(name), &town.channel("general"))
        .create()
}

/// What stands in a channel, message by message, without what was there before the newcomers.
fn welcomed(town: &Town) -> Vec<String> {
    let messages = town.channel("general").messages();
    let own = messages.into_iter().map(|it| it.content);
    own.filter(|it| it.contains("joined")).collect()
}

/// Waits, and lets time pass second by second, until so many were welcomed.
async fn welcomed_at_last(town: &Town, count: usize) -> Vec<String> {
    let all = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::milliseconds(500));
        welcomed(town).len() >= count
    });
    assert!(all.await, "{:?}", welcomed(town));
    welcomed(town)
}

/// A line of the list, without the rank; a mention, as Discord shows it.
fn ranked(name: &str, count: u32) -> String {
    format!("@{name} · {count}")
}

async fn board(town: &Town) -> String {
    town.says("bob", "/inviteleaderboard").await
}

#[tokio::test]
async fn whoever_joins_by_an_invite_is_welcomed_and_counted_and_pings_two_people_at_most() {
    let town = welcoming().await;
    let invite = invite_of(&town, "alice");
    let carol = town.guild.joins_by("carol", &invite);
    let welcomed = welcomed_at_last(&town, 1).await;
    let (carol, alice) = (carol.mention(), town.member("alice").mention());
    let expected = format!("{carol} joined, invited by {alice} (1 invites in total).");
    assert_eq!(welcomed, [expected]);
    let board = board(&town).await;
    assert!(
        board.contains(&format!("**1.** {}", ranked("alice", 1))),
        "{board}"
    );
    town.leave().await;
}

#[tokio::test]
async fn discord_may_count_a_use_after_the_join_and_an_invite_for_one_person_is_gone_by_then() {
    let town = welcoming().await;
    let (guild, alice) = (&town.guild, town.member("alice"));
    let often = invite_of(&town, "bob");
    guild.holds_uses();
    guild.joins_by("carol", &often);
    looked(&town, 2).await;
    guild.counts_uses();
    let welcomed = welcomed_at_last(&town, 1).await;
    assert!(
        welcomed[0].contains(&town.member("bob").mention()),
        "{welcomed:?}"
    );
    let once = guild
        .invite(&alice, &town.channel("general"))
        .max_uses(1)
        .create();
    guild.joins_by("dave", &once);
    let welcomed = welcomed_at_last(&town, 2).await;
    assert!(welcomed[1].contains(&alice.mention()), "{welcomed:?}");
    town.leave().await;
}

#[tokio::test]
async fn two_who_join_at_once_are_counted_for_the_right_people_and_nobody_is_named() {
    let town = welcoming().await;
    let (one, other) = (invite_of(&town, "alice"), invite_of(&town, "bob"));
    // Both are told of before anything is counted.
    town.guild.holds_uses();
    town.guild.joins_by("carol", &one);
    town.guild.joins_by("dave", &other);
    looked(&town, 2).await;
    town.guild.counts_uses();
    let welcomed = welcomed_at_last(&town, 2).await;
    assert!(
        welcomed.iter().all(|it| it.contains("(inviter unknown)")),
        "{welcomed:?}"
    );
    let board = board(&town).await;
    assert!(
        board.contains(&ranked("alice", 1)) && board.contains(&ranked("bob", 1)),
        "{board}"
    );
    town.leave().await;
}

#[tokio::test]
async fn whoever_comes_back_is_welcomed_and_counts_for_nobody() {
    let town = welcoming().await;
    let (one, other) = (invite_of(&town, "alice"), invite_of(&town, "bob"));
    let carol = town.guild.joins_by("carol", &one);
    welcomed_at_last(&town, 1).await;
    town.guild.leaves(&carol);
    town.clock.advance(TimeDelta::hours(1));
    town.guild.joins_by("carol", &other);
    let welcomed = welcomed_at_last(&town, 2).await;
    assert!(welcomed[1].contains("(0 invites in total)"), "{welcomed:?}");
    let board = board(&town).await;
    assert!(
        board.contains(&ranked("alice", 1)) && !board.contains("@bob"),
        "{board}"
    );
    town.leave().await;
}

#[tokio::test]
async fn whoever_comes_by_the_servers_own_address_is_welcomed_without_an_inviter() {
    let town = welcoming().await;
    town.guild.chooses_vanity("club");
    // The first one makes known how often it was used.
    town.guild.joins_by_vanity("carol");
    welcomed_at_last(&town, 1).await;
    let asked = "GET /guilds/{guild_id}/vanity-url";
    let before = town.simulator.counters().requests_to(asked);
    town.guild.joins_by_vanity("dave");
    let welcomed = welcomed_at_last(&town, 2).await;
    assert!(welcomed[1].contains("(inviter unknown)"), "{welcomed:?}");
    assert_eq!(town.simulator.counters().requests_to(asked), before + 1);
    town.leave().await;
}

#[tokio::test]
async fn a_bot_that_may_not_see_the_invites_says_so_once_and_is_silent_until_it_may() {
    let mut town = Town::start().await;
    town.set_up().await;
    welcomes(&town).await;
    let invite = invite_of(&town, "alice");
    town.guild.joins_by("carol", &invite);
    town.titled("bot-log", "I cannot see who brings whom").await;
    town.guild.joins_by("dave", &invite);
    town.stop_app().await;
    town.start_app().await;
    let manages = Permissions::DEFAULT_EVERYONE | Permissions::MANAGE_GUILD;
    town.guild.set_bot_permissions(manages);
    looked(&town, 1).await;
    town.guild.joins_by("erin", &invite);
    let welcomed = welcomed_at_last(&town, 1).await;
    assert!(welcomed[0].contains("(1 invites in total)"), "{welcomed:?}");
    let told = town.count_titled("bot-log", "I cannot see who brings whom");
    assert_eq!(told, 1);
    town.leave().await;
}

#[tokio::test]
async fn a_welcome_that_is_cut_off_by_a_restart_is_posted_once() {
    let mut town = welcoming().await;
    let invite = invite_of(&town, "alice");
    // The message stands there, and nobody learns of it.
    let path = format!("/channels/{}/messages", town.channel("general").id());
    town.simulator.inject("POST", &path, 20, Fault::LostAnswer);
    town.guild.joins_by("carol", &invite);
    let lost = town.simulator.wait_for_counters(|it| it.lost_answers > 0);
    assert!(lost.await);
    town.stop_app().await;
    town.simulator.heal();
    // By now Discord has forgotten what it was sent.
    town.clock.advance(TimeDelta::minutes(10));
    town.start_app().await;
    let kept = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(5));
        let left =
            sqlx::query_scalar::<_, i64>("SELECT count(*) FROM alphapy.invite_announcements");
        left.fetch_one(town.database.pool()).await.unwrap() == 0
    });
    assert!(kept.await);
    assert_eq!(welcomed(&town).len(), 1);
    let board = board(&town).await;
    assert!(board.contains(&ranked("alice", 1)), "{board}");
    town.leave().await;
}

#[tokio::test]
async fn while_the_database_is_away_a_join_waits_and_is_counted_once() {
    let town = welcoming().await;
    let invite = invite_of(&town, "alice");
    town.database.refuse_connections().await;
    town.guild.joins_by("carol", &invite);
    looked(&town, 2).await;
    let reply = board(&town).await;
    assert!(reply.contains("can't reach my database"), "{reply}");
    assert!(welcomed(&town).is_empty());
    town.database.accept_connections().await;
    let welcomed = welcomed_at_last(&town, 1).await;
    assert!(welcomed[0].contains("(1 invites in total)"), "{welcomed:?}");
    let board = board(&town).await;
    assert!(board.contains(&ranked("alice", 1)), "{board}");
    town.leave().await;
}

#[tokio::test]
async fn a_template_with_a_stray_brace_is_shown_beforehand_and_used_as_it_is() {
    let town = welcoming().await;
    let command = r#"/config invites set_message template:"{member_name} joined {{thanks to} {inviter_name} {nope} @everyone""#;
    let reply = town.says("sara", command).await;
    for part in [
        "✅",
        "sara joined {thanks to} sara {nope}",
        "no placeholder `{nope}`",
    ] {
        assert!(reply.contains(part), "{part} is missing in {reply}");
    }
    let plain = r#"/config invites set_plain_message template:"{member} joined {count}""#;
    let reply = town.says("sara", plain).await;
    assert!(reply.contains("needs an inviter"), "{reply}");
    let invite = invite_of(&town, "alice");
    town.guild.joins_by("carol", &invite);
    let welcomed = welcomed_at_last(&town, 1).await;
    assert_eq!(welcomed, ["carol joined {thanks to} alice {nope}"]);
    town.leave().await;
}

#[tokio::test]
async fn counts_are_set_by_those_who_manage_the_server_and_the_log_tells_of_it() {
    let town = welcoming().await;
    let empty = board(&town).await;
    assert!(empty.contains("no invite data yet"), "{empty}");
    let set = format!(
        "/setinvites member:{} count:7",
        town.member("alice").mention()
    );
    let bob = town.member("bob").in_channel(&town.channel("general"));
    let refused = bob.runs(&set).await;
    assert!(
        matches!(refused, Err(ClientRefusal::NotPermitted(_))),
        "{refused:?}"
    );
    let done = town.says("sara", &set).await;
    assert!(done.contains("✅") && done.contains("7 members"), "{done}");
    town.titled("bot-log", "Invites set by hand").await;
    let counted = board(&town).await;
    assert!(counted.contains(&ranked("alice", 7)), "{counted}");
    town.guild.leaves(&town.member("alice"));
    let gone = board(&town).await;
    assert!(gone.contains(" · 7"), "{gone}");
    let reset = format!("/resetinvites member:{}", town.member("bob").mention());
    let done = town.says("sara", &reset).await;
    assert!(done.contains("as before"), "{done}");
    let off = town
        .says("sara", "/config invites toggle enabled:false")
        .await;
    assert!(off.contains("✅"), "{off}");
    for (who, command) in [("bob", "/inviteleaderboard"), ("sara", set.as_str())] {
        let reply = town.says(who, command).await;
        assert!(reply.contains("switched off"), "{reply}");
    }
    town.leave().await;
}

#[tokio::test]
async fn another_servers_newcomers_are_neither_seen_nor_counted_here() {
    let town = welcoming().await;
    let elsewhere: Guild = town.second_guild("Elsewhere");
    let manages = Permissions::DEFAULT_EVERYONE | Permissions::MANAGE_GUILD;
    elsewhere.set_bot_permissions(manages);
    looked(&town, 2).await;
    let general = elsewhere.channel("general");
    let invite = elsewhere.invite(&town.member("bob"), &general).create();
    elsewhere.joins_by("carol", &invite);
    looked(&town, 3).await;
    let counted = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::milliseconds(500));
        let place = town.member("bob").in_channel(&general);
        let reply = place.runs("/inviteleaderboard").await.unwrap().to_string();
        reply.contains(&ranked("bob", 1))
    });
    assert!(counted.await);
    let here = board(&town).await;
    assert!(here.contains("no invite data yet"), "{here}");
    assert!(welcomed(&town).is_empty());
    town.leave().await;
}
