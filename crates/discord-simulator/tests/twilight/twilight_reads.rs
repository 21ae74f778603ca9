//! Every answer parses as twilight's strict models want it.

use discord_simulator::Permissions;
use twilight_model::{channel::ChannelType, id::Id};

use crate::bot::{http, quick, world};

macro_rules! parsed {
    ($request:expr, $parse:ident) => {
        $request.await.unwrap().$parse().await.unwrap()
    };
}

#[tokio::test]
async fn the_application_and_its_user_parse() {
    let (sim, guild) = world(quick()).await;
    let client = http(&sim);
    assert_eq!(parsed!(client.current_user(), model).name, "TestBot");
    let application = parsed!(client.current_user_application(), model);
    assert_eq!(application.id.get(), sim.application_id());
    assert_eq!(
        application.owner.unwrap().id.get(),
        sim.application_owner().id()
    );
    let guilds = parsed!(client.current_user_guilds(), model);
    assert_eq!(guilds[0].id.get(), guild.id());
    let gateway = parsed!(client.gateway().authed(), model);
    assert_eq!((gateway.url, gateway.shards), (sim.gateway_url(), 1));
}

#[tokio::test]
async fn a_server_and_what_is_in_it_parse() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::ALL);
    let client = http(&sim);
    let id = Id::new(guild.id());
    assert_eq!(parsed!(client.guild(id), model).name, "Raiders");
    assert_eq!(parsed!(client.guild_channels(id), models).len(), 3);
    assert_eq!(parsed!(client.roles(id), models).len(), 3);
    let alice = Id::new(guild.member("alice").id());
    assert_eq!(
        parsed!(client.guild_member(id, alice), model).user.name,
        "alice"
    );
    assert_eq!(parsed!(client.guild_members(id).limit(10), models).len(), 4);
    let found = parsed!(client.search_guild_members(id, "ali"), models);
    assert_eq!(found[0].user.id, alice);
    let channel = parsed!(client.create_guild_channel(id, "plans"), model);
    let edited = parsed!(
        client.update_channel(channel.id).topic("all of them"),
        model
    );
    assert_eq!(edited.topic.as_deref(), Some("all of them"));
    client
        .update_current_member(id)
        .nick(Some("Botty"))
        .await
        .unwrap();
    let own = parsed!(
        client.guild_member(id, Id::new(sim.application_id())),
        model
    );
    assert_eq!(own.nick.as_deref(), Some("Botty"));
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn messages_threads_and_pins_parse() {
    let (sim, guild) = world(quick()).await;
    guild.set_bot_permissions(Permissions::ALL);
    let client = http(&sim);
    let (general, news) = (
        Id::new(guild.channel("general").id()),
        Id::new(guild.channel("news").id()),
    );
    guild
        .member("alice")
        .says(&guild.channel("general"), "hello")
        .unwrap();
    let sent = parsed!(client.create_message(general).content("hi"), model);
    let answer = parsed!(
        client.create_message(general).content("re").reply(sent.id),
        model
    );
    assert_eq!(answer.reference.unwrap().message_id, Some(sent.id));
    let edited = parsed!(
        client.update_message(general, sent.id).content(Some("ho")),
        model
    );
    assert!(edited.edited_timestamp.is_some());
    assert_eq!(parsed!(client.channel_messages(general), models).len(), 3);
    client.create_pin(general, sent.id).await.unwrap();
    assert_eq!(parsed!(client.pins(general), model).items.len(), 1);
    let published = parsed!(client.create_message(news).content("x"), model);
    parsed!(client.crosspost_message(news, published.id), model);
    let thread = parsed!(
        client.create_thread_from_message(general, sent.id, "more"),
        model
    );
    assert_eq!(thread.kind, ChannelType::PublicThread);
    let direct = parsed!(
        client.create_private_channel(Id::new(guild.member("bob").id())),
        model
    );
    parsed!(client.create_message(direct.id).content("psst"), model);
    client
        .delete_messages(general, &[sent.id, answer.id])
        .await
        .unwrap();
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn commands_parse() {
    let (sim, guild) = world(quick()).await;
    let client = http(&sim);
    let interaction = client.interaction(Id::new(sim.application_id()));
    let one = parsed!(
        interaction.create_global_command().chat_input("one", "d"),
        model
    );
    assert_eq!(parsed!(interaction.global_commands(), models), [one]);
    let id = Id::new(guild.id());
    parsed!(
        interaction.create_guild_command(id).message("Read it"),
        model
    );
    assert_eq!(parsed!(interaction.guild_commands(id), models).len(), 1);
    assert_eq!(sim.violations(), []);
}
