//! Invites: who sees them, and what becomes of them when somebody joins.

use discord_simulator::{Permissions, Simulator};
use reqwest::Method;
use serde_json::Value;
use twilight_gateway::{Event, EventTypeFlags as Flags, Intents, Shard};
use twilight_model::guild::invite::Invite;

use crate::{
    bot::{http, quick, shard, world},
    gateway::next,
    raw::Raw,
};

async fn listening(sim: &Simulator) -> Shard {
    let intents = Intents::GUILDS | Intents::GUILD_MEMBERS | Intents::GUILD_INVITES;
    let mut shard = shard(sim, sim.token(), intents);
    next(&mut shard, Flags::GUILD_CREATE).await;
    shard
}

async fn listed(raw: &Raw, guild: u64) -> Vec<(String, u64)> {
    let path = format!("/guilds/{guild}/invites");
    let answer = raw.try_call(Method::GET, &path, Value::Null).await.unwrap();
    let list = answer.json.as_array().unwrap().iter();
    let uses = list.map(|it| {
        let code = it["code"].as_str().unwrap().to_owned();
        (code, it["uses"].as_u64().unwrap())
    });
    uses.collect()
}

#[tokio::test]
async fn only_a_bot_that_manages_the_server_sees_its_invites() {
    let (sim, guild) = world(quick()).await;
    let raw = Raw::new(&sim);
    guild
        .invite(&guild.member("alice"), &guild.channel("general"))
        .create();
    for path in ["invites", "vanity-url"] {
        let path = format!("/guilds/{}/{path}", guild.id());
        let refused = raw.try_call(Method::GET, &path, Value::Null).await.unwrap();
        assert_eq!(refused.error(), (403, 50_013), "{path}");
    }
    guild.set_bot_permissions(Permissions::MANAGE_GUILD);
    let client = http(&sim);
    let read = client.guild_invites(twilight_model::id::Id::new(guild.id()));
    let invites: Vec<Invite> = read.await.unwrap().model().await.unwrap();
    assert_eq!((invites.len(), invites[0].uses), (1, Some(0)));
    let maker = invites[0].inviter.as_ref().unwrap();
    assert_eq!(maker.id.get(), guild.member("alice").id());
}

#[tokio::test]
async fn whoever_joins_by_an_invite_is_counted_and_a_used_up_one_is_gone() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::MANAGE_GUILD);
    let raw = Raw::new(&sim);
    let mut shard = listening(&sim).await;
    let (alice, general) = (guild.member("alice"), guild.channel("general"));
    let twice = guild.invite(&alice, &general).max_uses(2).create();
    let Event::InviteCreate(made) = next(&mut shard, Flags::INVITE_CREATE).await else {
        panic!()
    };
    assert_eq!((&made.code, made.max_uses), (&twice.code, 2));
    guild.joins_by("carol", &twice);
    next(&mut shard, Flags::MEMBER_ADD).await;
    assert_eq!(listed(&raw, guild.id()).await, [(twice.code.clone(), 1)]);
    guild.holds_uses();
    guild.joins_by("dave", &twice);
    assert_eq!(listed(&raw, guild.id()).await, [(twice.code.clone(), 1)]);
    guild.counts_uses();
    let Event::InviteDelete(gone) = next(&mut shard, Flags::INVITE_DELETE).await else {
        panic!()
    };
    assert_eq!(gone.code, twice.code);
    assert_eq!(listed(&raw, guild.id()).await, []);
}

#[tokio::test]
async fn an_invite_is_deleted_or_its_time_is_over() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::MANAGE_GUILD);
    let raw = Raw::new(&sim);
    let (alice, general) = (guild.member("alice"), guild.channel("general"));
    let over = guild.invite(&alice, &general);
    over.lasting(chrono::TimeDelta::zero()).create();
    let deleted = guild.invite(&alice, &general).create();
    assert_eq!(listed(&raw, guild.id()).await.len(), 1);
    guild.deletes_invite(&deleted);
    assert_eq!(listed(&raw, guild.id()).await, []);
}

#[tokio::test]
async fn a_server_with_an_address_of_its_own_shows_how_often_it_was_used() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::MANAGE_GUILD);
    let raw = Raw::new(&sim);
    let path = format!("/guilds/{}/vanity-url", guild.id());
    let without = raw.try_call(Method::GET, &path, Value::Null).await.unwrap();
    assert_eq!(without.error(), (403, 50_001));
    guild.chooses_vanity("club");
    guild.joins_by_vanity("carol");
    let shown = raw.try_call(Method::GET, &path, Value::Null).await.unwrap();
    assert_eq!(
        (&shown.json["code"], &shown.json["uses"]),
        (&"club".into(), &1.into())
    );
}

#[tokio::test]
async fn a_bot_that_manages_nothing_hears_of_no_invites() {
    let (sim, guild) = world(quick()).await;
    let mut shard = listening(&sim).await;
    let (alice, general) = (guild.member("alice"), guild.channel("general"));
    let invite = guild.invite(&alice, &general).create();
    guild.joins_by("carol", &invite);
    let wanted = Flags::INVITE_CREATE | Flags::MEMBER_ADD;
    let heard = next(&mut shard, wanted).await;
    assert!(matches!(heard, Event::MemberAdd(_)), "{heard:?}");
}
