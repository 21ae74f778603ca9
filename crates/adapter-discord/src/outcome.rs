//! How a handler's work ended: the reply that the member gets, and what the log and the events get.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use kernel::{PortFailure, Retry};
use twilight_model::application::interaction::{Interaction, InteractionType};

use crate::cog_error;
use crate::context::DiscordContext;
use crate::countdown::Answered;
use crate::privacy::{erase, erase_view};
use crate::reply::Reply;
use crate::rest::RestError;
use crate::routes::Handled;
use crate::text::Rich;
use crate::tracked::TrackedInteraction;

/// A handler that panics has failed like any other: the member is answered, and whoever looks after the server can see it.
pub(crate) async fn guarded(handler: impl Future<Output = Handled>) -> Handled {
    let outcome = AssertUnwindSafe(handler).catch_unwind().await;
    outcome.unwrap_or_else(|_| {
        let why = "its handler panicked";
        Err(PortFailure::new("finish a command", Retry::Useless, why))
    })
}

/// The reply that the member gets; how it ended is noted, and the countdown of one that gives way begins.
pub(crate) fn outcome(
    interaction: &Interaction,
    handled: Handled,
    context: &DiscordContext,
    tracked: &mut TrackedInteraction,
) -> Reply {
    tracked.ends(&handled);
    if let Err(failure) = &handled {
        context
            .events
            .record(cog_error::event(interaction, failure, context.clock.now()));
    }
    let mut reply = worded(interaction, handled);
    if let Some(expiry) = reply.take_expiry() {
        let message = Answered {
            rest: context.rest.clone(),
            application: context.application,
            token: interaction.token.clone(),
        };
        let clock = context.clock.clone();
        context.countdowns.begin(message, expiry, clock);
    }
    reply
}

/// A handler's reply, or for a failure words with a reference that is also in the log.
fn worded(interaction: &Interaction, handled: Handled) -> Reply {
    handled.unwrap_or_else(|failure| {
        let reference = interaction.id.get();
        tracing::error!(
            error = &failure as &dyn std::error::Error,
            reference,
            "a handler failed"
        );
        if interaction.kind == InteractionType::ApplicationCommandAutocomplete {
            return Reply::Choices(Vec::new());
        }
        if erase::is_confirmed(interaction) {
            return erase_view::not_noted(reference);
        }
        let words = match failure.retry() {
            Retry::Later if is_of_discord(&failure) => {
                "⛔ Discord does not answer me as it should right now. Please retry in a minute."
            }
            Retry::Later => "⛔ I can't reach my database right now. Please retry in a minute.",
            Retry::Useless => "⛔ Something went wrong on my side. Please check whether it took effect before you retry.",
        };
        Reply::text(with_reference(Rich::own(words), interaction))
    })
}

/// That Discord refused the answer: what is in it can be mended by staff at best.
pub(crate) fn not_taken(interaction: &Interaction) -> Rich {
    let words = Rich::own(
        "⛔ Discord did not take what I would show you here. Please tell this server's staff.",
    );
    with_reference(words, interaction)
}

fn with_reference(words: Rich, interaction: &Interaction) -> Rich {
    let words = words.and("\n-# If it keeps happening, tell whoever runs me this number: ");
    words.number(interaction.id.get())
}

/// Whether it was Discord that something failed with.
fn is_of_discord(failure: &PortFailure) -> bool {
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        if error.is::<RestError>() {
            return true;
        }
        source = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(handled: Handled) -> String {
        let interaction: Interaction = serde_json::from_value(serde_json::json!({
            "id": "81384788765712384", "application_id": "2", "type": 2, "token": "t", "version": 1,
            "data": { "id": "3", "name": "help", "type": 1, "options": [] },
            "attachment_size_limit": 1, "entitlements": [], "authorizing_integration_owners": {},
        }))
        .unwrap();
        match worded(&interaction, handled) {
            Reply::Message(body) => format!("{:?}", body.into_data().content),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whoever_is_away_is_named() {
        let discord = RestError::BudgetExhausted.failure("give a role");
        let said_of_discord = said(Err(discord));
        assert!(
            said_of_discord.contains("Discord does not answer"),
            "{said_of_discord}"
        );
        let database = PortFailure::new("read settings", Retry::Later, "connection reset");
        let said_of_database = said(Err(database));
        assert!(
            said_of_database.contains("my database"),
            "{said_of_database}"
        );
    }

    #[tokio::test]
    async fn a_handler_that_panics_fails_like_any_other() {
        let panicking = guarded(async { panic!("told to") }).await;
        let failure = panicking.unwrap_err();
        assert_eq!(failure.to_string(), "could not finish a command");
        assert_eq!(failure.retry(), Retry::Useless);
        let other = guarded(async { Ok(Reply::text("Done.")) }).await;
        assert!(other.is_ok());
    }
}
