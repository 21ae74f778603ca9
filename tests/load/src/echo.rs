//! The bare bot: twilight's gateway and REST client with nothing between them. It says `pong` to every command.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::task::TaskTracker;
use twilight_gateway::queue::InMemoryQueue;
use twilight_gateway::{
    ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt as _,
};
use twilight_http::Client;
use twilight_model::application::command::CommandType;
use twilight_model::gateway::payload::incoming::InteractionCreate;
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};
use twilight_util::builder::command::CommandBuilder;

/// Its one command.
pub(crate) const COMMAND: &str = "/ping";

/// Runs until the process is ended. The arguments are REST address, gateway address and token.
pub(crate) async fn run(arguments: Vec<String>) -> anyhow::Result<ExitCode> {
    let [rest, gateway, token] = <[String; 3]>::try_from(arguments)
        .ok()
        .context("echo takes a REST address, a gateway address and a token")?;
    let http = Client::builder()
        .token(token.clone())
        .proxy(rest, true)
        .build();
    register(&http).await?;
    let config = ConfigBuilder::new(token, Intents::GUILDS)
        .proxy_url(gateway)
        .queue(InMemoryQueue::new(0, 0, Duration::ZERO, 0))
        .build();
    let mut shard = Shard::with_config(ShardId::ONE, config);
    let (http, tasks) = (Arc::new(http), TaskTracker::new());
    while let Some(item) = shard.next_event(EventTypeFlags::INTERACTION_CREATE).await {
        if let Ok(Event::InteractionCreate(interaction)) = item {
            tasks.spawn(pong(*interaction, http.clone()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn register(http: &Client) -> anyhow::Result<()> {
    let application = http.current_user_application().await?.model().await?.id;
    let name = COMMAND.trim_start_matches('/');
    let ping = CommandBuilder::new(name, "Says pong", CommandType::ChatInput).build();
    http.interaction(application)
        .set_global_commands(&[ping])
        .await?;
    Ok(())
}

async fn pong(interaction: InteractionCreate, http: Arc<Client>) {
    let response = InteractionResponse {
        kind: InteractionResponseType::ChannelMessageWithSource,
        data: Some(InteractionResponseData {
            content: Some("pong".to_owned()),
            ..InteractionResponseData::default()
        }),
    };
    let client = http.interaction(interaction.application_id);
    let sent = client.create_response(interaction.id, &interaction.token, &response);
    // Whoever measures notices an answer that does not come.
    drop(sent.await);
}
