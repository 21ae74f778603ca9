//! The gateway as a real client meets it.

use std::{future::poll_fn, pin::Pin, sync::Arc, time::Duration};

use chrono::DateTime;
use discord_simulator::{DrivenTime, Options, PRIVILEGED_INTENTS};
use twilight_gateway::{Event, EventTypeFlags, Intents, Message, Shard, ShardId, StreamExt};
use twilight_model::gateway::CloseCode;

use crate::bot::{INTENTS, quick, shard, shard_of, world};

pub(crate) async fn next(shard: &mut Shard, wanted: EventTypeFlags) -> Event {
    loop {
        let event = shard
            .next_event(wanted)
            .await
            .expect("the shard runs")
            .expect("the event parses");
        // The end of a connection has no flag of its own, and no flag is within any set.
        let kind = EventTypeFlags::from(event.kind());
        if !kind.is_empty() && wanted.contains(kind) {
            return event;
        }
    }
}

async fn close_code(shard: &mut Shard) -> Option<u16> {
    loop {
        match poll_fn(|cx| futures_util::Stream::poll_next(Pin::new(&mut *shard), cx)).await? {
            Ok(Message::Close(frame)) => return frame.map(|it| it.code),
            Ok(Message::Text(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_session_begins_with_ready_and_its_servers() {
    let (sim, guild) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS | Intents::GUILD_MEMBERS);
    let Event::Ready(ready) = next(&mut shard, EventTypeFlags::READY).await else {
        panic!()
    };
    assert_eq!(ready.user.name, "TestBot");
    assert_eq!(ready.guilds.len(), 1);
    let Event::GuildCreate(created) = next(&mut shard, EventTypeFlags::GUILD_CREATE).await else {
        panic!()
    };
    let twilight_model::gateway::payload::incoming::GuildCreate::Available(created) = *created
    else {
        panic!()
    };
    assert_eq!(created.id.get(), guild.id());
    assert_eq!((created.channels.len(), created.members.len()), (3, 4));
}

#[tokio::test]
async fn a_wrong_token_is_refused() {
    let (sim, _) = world(quick()).await;
    let mut shard = shard(&sim, "wrong".to_owned(), INTENTS);
    assert_eq!(
        close_code(&mut shard).await,
        Some(CloseCode::AuthenticationFailed as u16)
    );
}

#[tokio::test]
async fn an_intent_that_was_not_given_is_refused() {
    let allowed = PRIVILEGED_INTENTS & !Intents::MESSAGE_CONTENT.bits();
    let (sim, _) = world(Options {
        allowed_intents: allowed,
        ..quick()
    })
    .await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    assert_eq!(
        close_code(&mut shard).await,
        Some(CloseCode::DisallowedIntents as u16)
    );
}

#[tokio::test]
async fn content_is_hidden_without_its_intent_but_not_in_mentions() {
    let (sim, guild) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), Intents::GUILDS | Intents::GUILD_MESSAGES);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    let (alice, general) = (guild.member("alice"), guild.channel("general"));
    alice.says(&general, "secret").unwrap();
    alice
        .says(&general, &format!("hi <@{}>", sim.application_id()))
        .unwrap();
    let mut contents = Vec::new();
    for _ in 0..2 {
        let Event::MessageCreate(message) = next(&mut shard, EventTypeFlags::MESSAGE_CREATE).await
        else {
            panic!()
        };
        contents.push(message.content.clone());
    }
    assert_eq!(
        contents,
        [String::new(), format!("hi <@{}>", sim.application_id())]
    );
}

#[tokio::test]
async fn a_broken_connection_is_resumed_and_nothing_is_missed() {
    let (sim, guild) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.disconnect_all();
    guild
        .member("alice")
        .says(&guild.channel("general"), "while you were away")
        .unwrap();
    let Event::MessageCreate(message) = next(&mut shard, EventTypeFlags::MESSAGE_CREATE).await
    else {
        panic!()
    };
    assert_eq!(message.content, "while you were away");
    next(&mut shard, EventTypeFlags::RESUMED).await;
    assert_eq!((sim.counters().identifies, sim.counters().resumes), (1, 1));
}

#[tokio::test]
async fn an_invalid_session_begins_anew() {
    let (sim, _) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.refuse_resumes(1);
    sim.refuse_identifies(1);
    sim.disconnect_all();
    next(&mut shard, EventTypeFlags::READY).await;
    assert_eq!((sim.counters().identifies, sim.counters().resumes), (2, 0));
}

#[tokio::test]
async fn a_request_to_reconnect_is_followed_by_a_resume() {
    let (sim, _) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.ask_to_reconnect();
    next(&mut shard, EventTypeFlags::RESUMED).await;
}

#[tokio::test]
async fn sessions_that_are_declared_invalid_begin_anew() {
    let (sim, _) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.invalidate_sessions(false);
    next(&mut shard, EventTypeFlags::READY).await;
    assert_eq!((sim.counters().identifies, sim.counters().resumes), (2, 0));
}

#[tokio::test]
async fn a_close_with_a_code_is_followed_by_a_resume() {
    let (sim, _) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.close_all(4000);
    next(&mut shard, EventTypeFlags::RESUMED).await;
}

#[tokio::test]
async fn a_client_whose_heartbeats_are_ignored_reconnects() {
    let options = Options {
        heartbeat_interval: Duration::from_millis(100),
        ..quick()
    };
    let (sim, _) = world(options).await;
    sim.withhold_heartbeat_acks(true);
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::RESUMED).await;
    assert_eq!(sim.counters().identifies, 1);
}

#[tokio::test]
async fn each_shard_has_its_own_servers() {
    let clock = Arc::new(DrivenTime::at(
        DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
    ));
    let (sim, guild) = world(Options {
        time: clock.clone(),
        ..quick()
    })
    .await;
    let mut all = vec![guild.id()];
    for name in ["Second", "Third", "Fourth"] {
        // Ids of one millisecond share a shard.
        clock.advance(Duration::from_millis(1));
        let guild = sim.guild(name).create();
        sim.install_bot(&guild);
        all.push(guild.id());
    }
    let mut seen = Vec::new();
    for number in 0..2 {
        let mut shard = shard_of(&sim, ShardId::new(number, 2), sim.token(), INTENTS);
        let Event::Ready(ready) = next(&mut shard, EventTypeFlags::READY).await else {
            panic!()
        };
        let ids: Vec<u64> = ready.guilds.iter().map(|it| it.id.get()).collect();
        assert!(
            ids.iter().all(|id| (id >> 22) % 2 == u64::from(number)),
            "{ids:?}"
        );
        seen.extend(ids);
    }
    seen.sort_unstable();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn an_event_can_come_twice() {
    let (sim, guild) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    sim.duplicate_events(1);
    guild
        .member("alice")
        .says(&guild.channel("general"), "once")
        .unwrap();
    let Event::MessageCreate(first) = next(&mut shard, EventTypeFlags::MESSAGE_CREATE).await else {
        panic!()
    };
    let Event::MessageCreate(second) = next(&mut shard, EventTypeFlags::MESSAGE_CREATE).await
    else {
        panic!()
    };
    assert_eq!(first.id, second.id);
}

#[tokio::test]
async fn changes_of_a_server_are_told() {
    let (sim, guild) = world(quick()).await;
    let mut shard = shard(&sim, sim.token(), INTENTS | Intents::GUILD_MEMBERS);
    next(&mut shard, EventTypeFlags::GUILD_CREATE).await;
    let channel = guild.add_channel("extra", discord_simulator::ChannelKind::Text);
    next(&mut shard, EventTypeFlags::CHANNEL_CREATE).await;
    guild.rename_channel(&channel, "other");
    next(&mut shard, EventTypeFlags::CHANNEL_UPDATE).await;
    guild.delete_channel(&channel);
    next(&mut shard, EventTypeFlags::CHANNEL_DELETE).await;
    guild.add_thread(&guild.channel("general"), "Plans", &guild.member("alice"));
    next(&mut shard, EventTypeFlags::THREAD_CREATE).await;
    guild.rename("Other");
    next(&mut shard, EventTypeFlags::GUILD_UPDATE).await;
    let role = guild.add_role("New", discord_simulator::Permissions::NONE);
    next(&mut shard, EventTypeFlags::ROLE_CREATE).await;
    let carol = guild.joins("carol", &[]);
    next(&mut shard, EventTypeFlags::MEMBER_ADD).await;
    guild.set_roles(&carol, &[role]);
    next(&mut shard, EventTypeFlags::MEMBER_UPDATE).await;
    guild.leaves(&carol);
    next(&mut shard, EventTypeFlags::MEMBER_REMOVE).await;
    guild.delete_role(role);
    next(&mut shard, EventTypeFlags::ROLE_DELETE).await;
    let alice = guild.member("alice");
    let message = alice.says(&guild.channel("general"), "a").unwrap();
    next(&mut shard, EventTypeFlags::MESSAGE_CREATE).await;
    alice.edits(&message, "b").unwrap();
    let Event::MessageUpdate(updated) = next(&mut shard, EventTypeFlags::MESSAGE_UPDATE).await
    else {
        panic!()
    };
    assert_eq!(updated.content, "b");
    alice.deletes(&message).unwrap();
    next(&mut shard, EventTypeFlags::MESSAGE_DELETE).await;
    sim.remove_bot(&guild);
    next(&mut shard, EventTypeFlags::GUILD_DELETE).await;
}

#[tokio::test]
async fn an_identify_that_comes_too_soon_is_refused() {
    let interval = Duration::from_mins(10);
    let (sim, _) = world(Options {
        identify_interval: interval,
        ..quick()
    })
    .await;
    let mut first = shard_of(&sim, ShardId::new(0, 2), sim.token(), INTENTS);
    next(&mut first, EventTypeFlags::READY).await;
    let mut second = shard_of(&sim, ShardId::new(1, 2), sim.token(), INTENTS);
    next(&mut second, EventTypeFlags::GATEWAY_INVALIDATE_SESSION).await;
    assert_eq!(sim.counters().identifies, 1);
}
