//! A small bot on twilight, with a command for each kind of answer.

use std::time::Duration;

use discord_simulator::{Guild, Options, Permissions, RateLimits, Simulator};
use serde_json::json;
use twilight_gateway::{
    ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt, queue::InMemoryQueue,
};
use twilight_http::Client;
use twilight_model::{
    application::{
        command::Command,
        interaction::{
            Interaction, InteractionData, InteractionType, application_command::CommandOptionValue,
        },
    },
    channel::message::{Component, Embed, MessageFlags},
    http::interaction::{InteractionResponse, InteractionResponseData, InteractionResponseType},
    id::{Id, marker::ApplicationMarker},
};

pub(crate) const INTENTS: Intents = Intents::GUILDS
    .union(Intents::GUILD_MESSAGES)
    .union(Intents::MESSAGE_CONTENT);

/// A simulator with one server in which the bot is.
pub(crate) async fn world(options: Options) -> (Simulator, Guild) {
    let sim = Simulator::start(options).await.unwrap();
    let guild = sim
        .guild("Raiders")
        .owner("olivia")
        .role("Staff", Permissions::MANAGE_GUILD)
        .channel("general")
        .announcement_channel("news")
        .category("Lobby")
        .member("alice", &["Staff"])
        .member("bob", &[])
        .create();
    sim.install_bot(&guild);
    (sim, guild)
}

pub(crate) fn quick() -> Options {
    Options {
        rate_limits: RateLimits::none(),
        patience: Duration::from_secs(20),
        ..Options::default()
    }
}

pub(crate) fn http(sim: &Simulator) -> Client {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    Client::builder()
        .token(sim.token())
        .proxy(sim.http_addr(), true)
        .remember_invalid_token(false)
        .timeout(Duration::from_secs(5))
        .build()
}

pub(crate) fn shard(sim: &Simulator, token: String, intents: Intents) -> Shard {
    shard_of(sim, ShardId::ONE, token, intents)
}

pub(crate) fn shard_of(sim: &Simulator, id: ShardId, token: String, intents: Intents) -> Shard {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let config = ConfigBuilder::new(token, intents)
        .proxy_url(sim.gateway_url())
        .queue(InMemoryQueue::new(0, 0, Duration::ZERO, 0))
        .build();
    Shard::with_config(id, config)
}

/// Starts the bot: registers its commands and answers until the test ends.
pub(crate) async fn start(sim: &Simulator) {
    let (http, mut shard) = (http(sim), shard(sim, sim.token(), INTENTS));
    let application = Id::new(sim.application_id());
    http.interaction(application)
        .set_global_commands(&commands())
        .await
        .unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "the test's runtime ends the bot with the test"
    )]
    tokio::spawn(async move {
        while let Some(event) = shard.next_event(EventTypeFlags::all()).await {
            match event {
                Ok(Event::InteractionCreate(interaction)) => {
                    answer(&http, application, &interaction.0).await;
                }
                Ok(Event::MessageCreate(message)) if message.content == "!ping" => {
                    http.create_message(message.channel_id)
                        .content("pong")
                        .await
                        .unwrap();
                }
                Ok(_) => {}
                Err(error) => eprintln!("the bot received an error: {error:?}"),
            }
        }
    });
    assert!(sim.wait_for_sessions(1).await);
}

fn commands() -> Vec<Command> {
    let option = |json: serde_json::Value| json;
    let command = |name: &str, kind: u8, options: Vec<serde_json::Value>| {
        let description = if kind == 1 { name } else { "" };
        serde_json::from_value(
            json!({"name": name, "type": kind, "description": description, "options": options,
            "version": "1"}),
        )
        .unwrap()
    };
    vec![
        command("hello", 1, vec![]),
        command("slow", 1, vec![]),
        command("silent", 1, vec![]),
        command("form", 1, vec![]),
        command(
            "echo",
            1,
            vec![
                option(
                    json!({"type": 3, "name": "text", "description": "d", "required": true, "max_length": 20}),
                ),
                option(
                    json!({"type": 4, "name": "count", "description": "d", "min_value": 1, "max_value": 9}),
                ),
                option(
                    json!({"type": 7, "name": "place", "description": "d", "channel_types": [0]}),
                ),
                option(json!({"type": 6, "name": "who", "description": "d"})),
                option(json!({"type": 8, "name": "role", "description": "d"})),
                option(json!({"type": 10, "name": "ratio", "description": "d"})),
                option(json!({"type": 5, "name": "sure", "description": "d"})),
                option(json!({"type": 11, "name": "file", "description": "d"})),
            ],
        ),
        command(
            "pick",
            1,
            vec![option(
                json!({"type": 3, "name": "item", "description": "d", "autocomplete": true}),
            )],
        ),
        command("Count letters", 3, vec![]),
    ]
}

async fn answer(http: &Client, application: Id<ApplicationMarker>, interaction: &Interaction) {
    let client = http.interaction(application);
    let respond = |kind, data| {
        let response = InteractionResponse { kind, data };
        let client = http.interaction(application);
        async move {
            client
                .create_response(interaction.id, &interaction.token, &response)
                .await
                .map(drop)
        }
    };
    let message = InteractionResponseType::ChannelMessageWithSource;
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(data)) => match data.name.as_str() {
            "pick" if interaction.kind == InteractionType::ApplicationCommandAutocomplete => {
                let data = from(json!({"choices": [{"name": "Sword", "value": "sword"}]}));
                respond(
                    InteractionResponseType::ApplicationCommandAutocompleteResult,
                    data,
                )
                .await
                .unwrap();
            }
            "hello" => respond(message, greeting()).await.unwrap(),
            "slow" => {
                let flags = Some(InteractionResponseData {
                    flags: Some(MessageFlags::EPHEMERAL),
                    ..Default::default()
                });
                respond(
                    InteractionResponseType::DeferredChannelMessageWithSource,
                    flags,
                )
                .await
                .unwrap();
                client
                    .update_response(&interaction.token)
                    .content(Some("done"))
                    .await
                    .unwrap();
            }
            "form" => respond(InteractionResponseType::Modal, form())
                .await
                .unwrap(),
            "echo"
                if data
                    .options
                    .iter()
                    .any(|it| it.value == CommandOptionValue::String("file".to_owned())) =>
            {
                let resolved = data.resolved.as_ref().unwrap();
                let url = &resolved.attachments.values().next().unwrap().url;
                respond(message, from(json!({"content": format!("got {url}")})))
                    .await
                    .unwrap();
            }
            "echo" => respond(message, from(json!({"content": describe(data)})))
                .await
                .unwrap(),
            "Count letters" => {
                let target = data
                    .resolved
                    .as_ref()
                    .unwrap()
                    .messages
                    .values()
                    .next()
                    .unwrap();
                let text = format!("{} letters", target.content.chars().count());
                respond(message, from(json!({"content": text})))
                    .await
                    .unwrap();
            }
            _ => {}
        },
        Some(InteractionData::MessageComponent(data)) => {
            let update = from(json!({"content": pressed(data), "components": []}));
            respond(InteractionResponseType::UpdateMessage, update)
                .await
                .unwrap();
        }
        Some(InteractionData::ModalSubmit(data)) => {
            let text = format!(
                "{:?}",
                data.components.iter().map(text_of).collect::<Vec<_>>()
            );
            respond(message, from(json!({"content": text, "flags": 64})))
                .await
                .unwrap();
        }
        _ => {}
    }
}

fn pressed(
    data: &twilight_model::application::interaction::message_component::MessageComponentInteractionData,
) -> String {
    let resolved = data.resolved.as_ref().map(|it| {
        let (channels, roles) = (it.channels.len(), it.roles.len());
        format!(" ({channels} channels, {roles} roles)")
    });
    let resolved = resolved.unwrap_or_default();
    format!("pressed {} {:?}{resolved}", data.custom_id, data.values)
}

fn text_of(
    part: &twilight_model::application::interaction::modal::ModalInteractionComponent,
) -> String {
    use twilight_model::application::interaction::modal::ModalInteractionComponent as Part;
    match part {
        Part::Label(label) => text_of(&label.component),
        Part::TextInput(input) => input.value.clone(),
        Part::StringSelect(select) => select.values.join("+"),
        Part::ChannelSelect(select) => format!("{} channels", select.values.len()),
        other => format!("{other:?}"),
    }
}

fn describe(
    data: &twilight_model::application::interaction::application_command::CommandData,
) -> String {
    let values = data
        .options
        .iter()
        .map(|it| format!("{}={:?}", it.name, it.value.kind()));
    let resolved = data.resolved.as_ref().map(|it| {
        format!(
            "{} users {} channels {} roles {} files",
            it.users.len(),
            it.channels.len(),
            it.roles.len(),
            it.attachments.len()
        )
    });
    format!(
        "{} / {}",
        values.collect::<Vec<_>>().join(" "),
        resolved.unwrap_or_default()
    )
}

fn from(json: serde_json::Value) -> Option<InteractionResponseData> {
    Some(serde_json::from_value(json).unwrap())
}

fn greeting() -> Option<InteractionResponseData> {
    let embed: Embed = serde_json::from_value(json!({"type": "rich", "title": "Hi", "description": "How are you?",
        "fields": [{"name": "Mood", "value": "good", "inline": true}], "footer": {"text": "since today"}}))
    .unwrap();
    let components: Vec<Component> = serde_json::from_value(json!([
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "Fine", "custom_id": "fine"},
            {"type": 2, "style": 2, "label": "Later", "custom_id": "later", "disabled": true}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "menu", "placeholder": "Choose",
            "options": [{"label": "One", "value": "1", "default": false}, {"label": "Two", "value": "2", "default": false}]}]}]))
    .unwrap();
    Some(InteractionResponseData {
        content: Some("Hello!".to_owned()),
        embeds: Some(vec![embed]),
        components: Some(components),
        ..Default::default()
    })
}

fn form() -> Option<InteractionResponseData> {
    from(
        json!({"title": "About you", "custom_id": "about", "components": [
        {"type": 18, "id": 0, "label": "Name", "component": {"type": 4, "id": 0, "custom_id": "name", "style": 1, "required": true}},
        {"type": 18, "id": 0, "label": "Side", "component": {"type": 3, "id": 0, "custom_id": "side",
            "options": [{"label": "Left", "value": "l", "default": false}, {"label": "Right", "value": "r", "default": false}]}},
        {"type": 18, "id": 0, "label": "Where", "component": {"type": 8, "id": 0, "custom_id": "where", "channel_types": [0], "required": false}}]}),
    )
}
