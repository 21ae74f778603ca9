//! What happens to servers, roles, messages and people while a bot listens.

use std::time::Instant;

use discord_simulator::{Permissions, Simulator};
use reqwest::Method;
use serde_json::json;
use twilight_gateway::{Event, EventTypeFlags as Flags, Intents, Shard, StreamExt as _};
use twilight_model::gateway::payload::incoming::GuildCreate;

use crate::{
    bot::{INTENTS, quick, shard, world},
    gateway::next,
    raw::Raw,
};

async fn listening(sim: &Simulator) -> Shard {
    let mut shard = shard(sim, sim.token(), INTENTS);
    next(&mut shard, Flags::GUILD_CREATE).await;
    shard
}

#[tokio::test]
async fn an_outage_takes_a_server_away_and_gives_it_back() {
    let (sim, guild) = world(quick()).await;
    let (raw, general) = (Raw::new(&sim), guild.channel("general").id());
    let mut shard = listening(&sim).await;
    sim.begin_outage(&guild);
    let Event::GuildDelete(gone) = next(&mut shard, Flags::GUILD_DELETE).await else {
        panic!()
    };
    assert_eq!((gone.id.get(), gone.unavailable), (guild.id(), Some(true)));
    assert_eq!(raw.send(general, "x").await.status, 503);
    // A bot that comes now hears only that there is such a server.
    let mut late = crate::bot::shard(&sim, sim.token(), INTENTS);
    let Event::Ready(ready) = next(&mut late, Flags::READY).await else {
        panic!()
    };
    assert!(ready.guilds.len() == 1 && ready.guilds[0].unavailable);
    sim.end_outage(&guild);
    for shard in [&mut shard, &mut late] {
        let Event::GuildCreate(back) = next(shard, Flags::GUILD_CREATE).await else {
            panic!()
        };
        assert!(matches!(*back, GuildCreate::Available(_)));
    }
    assert_eq!(raw.send(general, "x").await.status, 200);
}

#[tokio::test]
async fn being_thrown_out_is_no_outage_and_an_invitation_brings_the_server_back() {
    let (sim, guild) = world(quick()).await;
    let mut shard = listening(&sim).await;
    sim.remove_bot(&guild);
    let Event::GuildDelete(gone) = next(&mut shard, Flags::GUILD_DELETE).await else {
        panic!()
    };
    assert_ne!(gone.unavailable, Some(true));
    sim.install_bot(&guild);
    let Event::GuildCreate(back) = next(&mut shard, Flags::GUILD_CREATE).await else {
        panic!()
    };
    assert_eq!(back.id().get(), guild.id());
}

#[tokio::test]
async fn roles_and_what_the_bot_carries_change_under_its_eyes() {
    let (sim, guild) = world(quick()).await;
    let mut shard = listening(&sim).await;
    let crew = guild.add_role("Crew", Permissions::MENTION_EVERYONE);
    next(&mut shard, Flags::ROLE_CREATE).await;
    guild.rename_role(crew, "Team");
    let Event::RoleUpdate(renamed) = next(&mut shard, Flags::ROLE_UPDATE).await else {
        panic!()
    };
    assert_eq!(renamed.role.name, "Team");
    guild.set_bot_roles(&[crew]);
    let Event::MemberUpdate(bot) = next(&mut shard, Flags::MEMBER_UPDATE).await else {
        panic!()
    };
    assert_eq!(bot.user.id.get(), sim.application_id());
    assert_eq!(bot.roles.len(), 2, "its own role and the new one");
    guild.delete_role(crew);
    let Event::RoleDelete(gone) = next(&mut shard, Flags::ROLE_DELETE).await else {
        panic!()
    };
    assert_eq!(gone.role_id.get(), crew.id);
}

#[tokio::test]
async fn a_link_preview_comes_without_an_edit_and_an_edit_with_its_time() {
    let (sim, guild) = world(quick()).await;
    let general = guild.channel("general");
    let mut shard = listening(&sim).await;
    let message = sim.webhook_posts(&general, "Calendar", "https://e.example", vec![]);
    let preview = json!({"title": "Raid", "url": "https://e.example"});
    sim.adds_link_preview(&message, preview.clone()).unwrap();
    let Event::MessageUpdate(update) = next(&mut shard, Flags::MESSAGE_UPDATE).await else {
        panic!()
    };
    assert_eq!(
        (update.edited_timestamp, update.embeds[0].kind.as_str()),
        (None, "link")
    );
    // In the old form there is no author, which twilight's model wants: the event is lost, and nothing else.
    sim.adds_link_preview_in_part(&message, preview).unwrap();
    let lost = shard.next_event(Flags::MESSAGE_UPDATE).await.unwrap();
    assert!(lost.is_err(), "{lost:?}");
    sim.author_edits(&message, "Raid at nine", vec![]).unwrap();
    let Event::MessageUpdate(update) = next(&mut shard, Flags::MESSAGE_UPDATE).await else {
        panic!()
    };
    assert!(update.edited_timestamp.is_some() && update.embeds.is_empty());
    assert_eq!(update.content, "Raid at nine");
}

#[tokio::test]
async fn messages_are_deleted_one_by_one_or_at_once() {
    let (sim, guild) = world(quick()).await;
    let (alice, general) = (guild.member("alice"), guild.channel("general"));
    let mut shard = listening(&sim).await;
    let messages = ["a", "b", "c"].map(|text| alice.says(&general, text).unwrap());
    alice.deletes(&messages[0]).unwrap();
    let Event::MessageDelete(one) = next(&mut shard, Flags::MESSAGE_DELETE).await else {
        panic!()
    };
    assert_eq!(one.id.get(), messages[0].id);
    let rest: Vec<_> = messages[1..].iter().collect();
    assert!(alice.bulk_deletes(&general, &rest).is_err(), "she may not");
    guild.owner().bulk_deletes(&general, &rest).unwrap();
    let Event::MessageDeleteBulk(all) = next(&mut shard, Flags::MESSAGE_DELETE_BULK).await else {
        panic!()
    };
    assert_eq!(all.ids.len(), 2);
    assert_eq!(general.messages(), []);
    alice.says(&general, "d").unwrap();
    let history = general.history().into_iter();
    let history: Vec<_> = history.map(|it| (it.message.content, it.stands)).collect();
    let expected = [("a", false), ("b", false), ("c", false), ("d", true)];
    assert_eq!(
        history,
        expected.map(|(text, stands)| (text.to_owned(), stands))
    );
}

#[tokio::test]
async fn a_direct_message_reaches_whoever_takes_it() {
    let (sim, guild) = world(quick()).await;
    let (raw, alice) = (Raw::new(&sim), guild.member("alice"));
    let (direct, stranger) = (alice.direct().id(), sim.user("stranger").direct().id());
    assert_eq!(raw.send(direct, "hello").await.status, 200);
    alice.closes_dms();
    assert_eq!(
        raw.send(direct, "are you there?").await.error(),
        (403, 50_007)
    );
    alice.opens_dms();
    assert_eq!(raw.send(direct, "there you are").await.status, 200);
    let texts: Vec<_> = alice
        .direct_messages()
        .into_iter()
        .map(|it| it.content)
        .collect();
    assert_eq!(texts, ["hello", "there you are"]);
    assert_eq!(raw.send(stranger, "hello").await.error(), (403, 50_278));
}

#[tokio::test]
async fn many_servers_are_made_at_once_and_their_members_are_only_counted() {
    let (sim, _) = world(quick()).await;
    let mut shard = listening(&sim).await;
    let begin = Instant::now();
    for number in 0..500 {
        let mut builder = sim.guild(&format!("Guild {number}")).crowd(1_000);
        for channel in 0..5 {
            builder = builder.channel(&format!("room-{channel}"));
        }
        sim.install_bot(&builder.create());
    }
    let took = begin.elapsed();
    for _ in 0..500 {
        let Event::GuildCreate(created) = next(&mut shard, Flags::GUILD_CREATE).await else {
            panic!()
        };
        let GuildCreate::Available(created) = *created else {
            panic!()
        };
        assert_eq!(
            (created.members.len(), created.member_count),
            (1, Some(1_002))
        );
        assert!(created.large && created.channels.len() == 5);
    }
    assert!(took.as_secs() < 5, "{took:?}");
}

#[tokio::test]
async fn who_joins_answers_the_membership_screening_or_is_let_past_it_by_a_role() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::MANAGE_ROLES);
    let intents = INTENTS | Intents::GUILD_MEMBERS;
    let mut shard = shard(&sim, sim.token(), intents);
    next(&mut shard, Flags::GUILD_CREATE).await;
    let carol = guild.joins_pending("carol");
    let Event::MemberAdd(joined) = next(&mut shard, Flags::MEMBER_ADD).await else {
        panic!()
    };
    assert!(joined.pending && guild.is_pending(&carol));
    guild.passes_screening(&carol);
    let Event::MemberUpdate(passed) = next(&mut shard, Flags::MEMBER_UPDATE).await else {
        panic!()
    };
    assert_eq!((passed.user.id.get(), passed.pending), (carol.id(), false));
    let dave = guild.joins_pending("dave");
    let role = guild.add_role("Guest", Permissions::NONE);
    guild.set_bot_roles(&[guild.add_role("Bots", Permissions::MANAGE_ROLES)]);
    let (of, to, given) = (guild.id(), dave.id(), role.id);
    let path = format!("/guilds/{of}/members/{to}/roles/{given}");
    let answer = Raw::new(&sim).call(Method::PUT, &path, json!(null)).await;
    assert_eq!(answer.status, 204);
    assert!(!guild.is_pending(&dave), "a role lets them past it");
}
