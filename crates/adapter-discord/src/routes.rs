//! One table: command name or custom id → handler.

use std::future::Future;
use std::time::Duration;

use kernel::PortFailure;
use tracing::Instrument as _;
use twilight_model::application::interaction::application_command::CommandData;
use twilight_model::application::interaction::modal::ModalInteractionData;
use twilight_model::application::interaction::{Interaction, InteractionData, InteractionType};
use twilight_model::channel::Message;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use crate::answering::{complete, deferral, send};
use crate::changing::changes_something;
use crate::component_routes::COMPONENT_ROUTES;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::outcome::{guarded, outcome};
use crate::reminders::live_session;
use crate::reply::Reply;
use crate::rest::RestError;
use crate::text::Rich;
use crate::tracked::TrackedInteraction;
use crate::{
    export, faq, growth, invites, model, newcomers, onboarding, operations, privacy, reminders,
    settings, staff, status, tickets, tracked,
};

/// A handler's answer.
pub(crate) type Handled = Result<Reply, PortFailure>;

/// How long a handler that changes nothing may take before the member is told that it is being worked on. Discord waits
/// three seconds for the first answer, and the way there takes its share.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Whoever stands behind an interaction.
enum Whose {
    /// Somebody in a server, or who is asked about one.
    Members(Box<Asker>),
    /// Somebody in a direct message, who asks for themselves.
    Own(growth_core::Ask),
    /// Somebody there who asks for what is stored of them.
    Alone(privacy::person::Person),
}

impl Whose {
    /// None for what does not work outside of servers.
    fn of(interaction: &Interaction, context: &DiscordContext) -> Option<Self> {
        let asker = Asker::of(interaction, &context.owners.admins());
        let asker = asker.or_else(|| tickets::idle::asker(interaction));
        let own = || growth::direct::asker(interaction, context).map(Self::Own);
        let alone = || privacy::person::alone(interaction).map(Self::Alone);
        let asker = asker.map(|it| Self::Members(Box::new(it)));
        asker.or_else(own).or_else(alone)
    }
}

/// Hands an interaction to its handler.
async fn dispatch(interaction: &Interaction, whose: &Whose, context: &DiscordContext) -> Handled {
    let asker = match whose {
        Whose::Members(asker) => asker,
        Whose::Own(ask) => return growth::direct::dispatch(interaction, ask, context).await,
        Whose::Alone(person) => {
            return privacy::person::dispatch(interaction, person, context).await;
        }
    };
    match (&interaction.data, interaction.kind) {
        (
            Some(InteractionData::ApplicationCommand(data)),
            InteractionType::ApplicationCommandAutocomplete,
        ) => {
            record(&data.name);
            autocomplete(data, asker, context).await
        }
        (Some(InteractionData::ApplicationCommand(data)), _) => {
            record(&data.name);
            command(data, asker, context).await
        }
        (Some(InteractionData::MessageComponent(data)), _) => {
            let parts = Parts::of(&data.custom_id);
            record(parts.route);
            let message = interaction.message.as_ref();
            component(parts, &data.values, message, asker, context).await
        }
        (Some(InteractionData::ModalSubmit(data)), _) => {
            let parts = Parts::of(&data.custom_id);
            record(parts.route);
            form(data, parts, interaction.message.as_ref(), asker, context).await
        }
        _ => Ok(unknown()),
    }
}

async fn command(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    match data.name.as_str() {
        reminders::add::NAME => reminders::add::run(data, asker, context).await,
        reminders::edit::NAME => reminders::edit::run(data, asker, context).await,
        reminders::list::NAME => reminders::list::run(data, asker, context).await,
        reminders::delete::NAME => reminders::delete::run(data, asker, context).await,
        reminders::make::NAME => reminders::make::run(data, asker, context).await,
        reminders::debug::NAME => reminders::debug::run(data, asker, context).await,
        reminders::status::NAME => reminders::status::run(asker, context).await,
        live_session::add::NAME => live_session::add::run(data, asker, context).await,
        live_session::edit::NAME => live_session::edit::run(data, asker, context).await,
        live_session::delete::NAME => live_session::delete::run(data, asker, context).await,
        settings::NAME => settings::run(data, asker, context).await,
        export::NAME => export::run(data, asker, context).await,
        onboarding::NAME => onboarding::run(data, asker, context).await,
        privacy::export::NAME => privacy::export::run(&asker.into(), context).await,
        privacy::erase::NAME => Ok(privacy::erase::run(&asker.into(), context)),
        privacy::agreement::NAME => privacy::agreement::run(data, asker, context).await,
        newcomers::export::NAME => newcomers::export::run(data, asker, context).await,
        faq::NAME => faq::run(data, asker, context).await,
        model::status::NAME => Ok(model::status::run(asker, context).await),
        growth::ask::LEARN_NAME => {
            growth::ask::learn_topic(data, &growth::asking(asker, context), context).await
        }
        growth::ask::CAPTION_NAME => {
            growth::ask::create_caption(data, &growth::asking(asker, context), context).await
        }
        growth::leader::NAME => growth::leader::run(Some(asker.guild), context).await,
        growth::check_in::NAME => growth::check_in::run(Some(asker.guild), context).await,
        growth::history::NAME => growth::history::run(asker, context).await,
        invites::leaderboard::NAME => invites::leaderboard::run(data, asker, context).await,
        invites::set_count::SET_NAME => invites::set_count::set(data, asker, context).await,
        invites::set_count::RESET_NAME => invites::set_count::reset(data, asker, context).await,
        operations::migrate::NAME => operations::migrate::run(data, asker, context).await,
        operations::migrate::STATUS_NAME => operations::migrate::status(asker, context).await,
        operations::command_stats::NAME => {
            operations::command_stats::run(data, asker, context).await
        }
        status::help::NAME => Ok(status::help::run(asker, context).await),
        status::listing::NAME => Ok(status::listing::run(data, asker, context)),
        status::health::NAME => Ok(status::health::run(asker, context).await),
        status::about::VERSION => Ok(status::about::version()),
        status::about::RELEASE => Ok(status::about::release(asker, context)),
        status::about::INNERSYNC => Ok(status::about::innersync(context)),
        operations::sync::NAME => operations::sync::run(data, asker, context).await,
        staff::send_to::NAME => staff::send_to::run(data, asker, context).await,
        staff::embed::NAME => Ok(staff::embed::run(data, asker)),
        staff::clean::NAME => staff::clean::run(data, asker, context).await,
        tickets::open::NAME => tickets::open::run(data, asker, context).await,
        tickets::stats::NAME => tickets::stats::run(data, asker, context).await,
        tickets::panel::NAME => tickets::panel::run(data, asker, context).await,
        tickets::act::CLAIM_NAME => tickets::act::claim(data, asker, context).await,
        tickets::act::CLOSE_NAME => tickets::act::close(data, asker, context).await,
        tickets::list::NAME => tickets::list::run(data, asker, context).await,
        tickets::set_status::NAME => tickets::set_status::run(data, asker, context).await,
        _ => Ok(unknown()),
    }
}

async fn autocomplete(data: &CommandData, asker: &Asker, context: &DiscordContext) -> Handled {
    match data.name.as_str() {
        reminders::delete::NAME | reminders::edit::NAME => {
            Ok(reminders::delete::suggest(data, asker, context).await)
        }
        live_session::edit::NAME | live_session::delete::NAME => {
            Ok(live_session::suggest(data, asker, context).await)
        }
        faq::NAME => Ok(faq::suggest(data, asker, context).await),
        settings::NAME => Ok(settings::suggest(data, asker, context).await),
        tickets::act::CLAIM_NAME | tickets::act::CLOSE_NAME => {
            tickets::act::suggest(data, asker, context).await
        }
        tickets::set_status::NAME => tickets::set_status::suggest(data, asker, context).await,
        _ => Ok(Reply::Choices(Vec::new())),
    }
}

async fn component(
    parts: Parts<'_>,
    picked: &[String],
    message: Option<&Message>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    if !COMPONENT_ROUTES.contains(&parts.route) {
        return Ok(unknown());
    }
    match parts.route {
        faq::NEXT | faq::PREVIOUS => faq::turn_page(parts, asker, context).await,
        faq::REMOVE => faq::remove(parts, asker, context).await,
        faq::proposals::ADD => faq::proposals::open(parts, asker, context).await,
        faq::proposals::DISMISS => faq::proposals::dismiss(parts, asker, context).await,
        tickets::draft::SUGGEST => tickets::draft::suggest(asker, context).await,
        tickets::draft::DISCARD | tickets::draft::EDIT | tickets::draft::POST => {
            tickets::draft::press(parts, message, asker, context).await
        }
        privacy::agreement::AGREE => privacy::agreement::agree(asker, context).await,
        privacy::erase::CANCEL => privacy::erase::cancel(parts, &asker.into(), context).await,
        privacy::erase::CONFIRM => privacy::erase::confirm(parts, &asker.into(), context).await,
        reminders::after::DONE => reminders::after::done(parts, asker, context).await,
        reminders::after::SNOOZE => reminders::after::snooze(parts, asker, context).await,
        reminders::list::PAGE => reminders::list::turn_page(parts, asker, context).await,
        reminders::make::OPEN => reminders::make::open(parts, asker, context).await,
        reminders::edit::OPEN => reminders::edit::open(parts, asker, context).await,
        reminders::undo::UNDO => reminders::undo::run(parts, asker, context).await,
        settings::history::PICK => settings::history::pick(parts, picked, asker, context).await,
        settings::history::UNDO => settings::history::undo(parts, asker, context).await,
        settings::show::PAGE => settings::show::turn_page(parts, asker, context).await,
        settings::wizard::MOVE => settings::wizard::go(parts, asker, context).await,
        settings::wizard::PICK => settings::wizard::pick(parts, picked, asker, context).await,
        settings::transfer::CONFIRM => {
            let files = message.map(|it| &*it.attachments).unwrap_or_default();
            settings::transfer::confirm(parts, files, asker, context).await
        }
        growth::leader::PICK => {
            growth::leader::pick(picked, &growth::asking(asker, context), context).await
        }
        growth::leader::OPEN => Ok(growth::leader::form()),
        growth::history::PAGE | growth::history::BACK => {
            growth::history::turn(parts, asker, context).await
        }
        growth::history::OPEN => growth::history::open(picked, asker, context).await,
        growth::history::DELETE | growth::history::DELETE_YES | growth::history::DELETE_NO => {
            growth::history::delete(parts, asker, context).await
        }
        growth::share::ANONYMOUS | growth::share::NAMED | growth::share::KEEP => {
            growth::share::press(parts, asker, context).await
        }
        onboarding::RESET_QUESTIONS => onboarding::reset_questions(asker, context).await,
        onboarding::RESET_RULES => onboarding::reset_rules(asker, context).await,
        newcomers::press::START => newcomers::press::start(asker, context).await,
        newcomers::press::ACCEPT_ALL
        | newcomers::press::BUTTON
        | newcomers::press::CLOSE
        | newcomers::press::CONFIRM
        | newcomers::press::EDIT
        | newcomers::press::LANGUAGE
        | newcomers::press::OPT_IN
        | newcomers::press::RESTART
        | newcomers::press::RESUME
        | newcomers::press::RETRY
        | newcomers::press::RULE
        | newcomers::press::SELECT
        | newcomers::press::SEND
        | newcomers::press::SKIP
        | newcomers::press::TYPE => newcomers::press::press(parts, picked, asker, context).await,
        operations::migrate::UP => operations::migrate::upgrade(parts, asker, context).await,
        operations::migrate::DOWN => operations::migrate::open_form(parts, asker, context),
        status::listing::PAGE => Ok(status::listing::turn_page(parts, asker)),
        tickets::idle::CLOSE | tickets::idle::KEEP => {
            tickets::idle::press(parts, asker, context).await
        }
        tickets::list::NEXT | tickets::list::PREVIOUS => {
            tickets::list::turn_page(parts, asker, context).await
        }
        tickets::open::OPEN => tickets::open::form(asker, context).await,
        route @ (tickets::act::CLAIM
        | tickets::act::CLOSE
        | tickets::act::ESCALATE
        | tickets::act::WAIT) => tickets::act::press(route, asker, context).await,
        tickets::archive::ARCHIVE | tickets::archive::DELETE => {
            tickets::archive::press(asker, context).await
        }
        tickets::archive::FORCE => tickets::archive::force(parts, asker, context).await,
        tickets::stats::ALL
        | tickets::stats::MONTH
        | tickets::stats::REFRESH
        | tickets::stats::WEEK => tickets::stats::press(parts, asker, context).await,
        _ => Ok(unknown()),
    }
}

async fn form(
    data: &ModalInteractionData,
    parts: Parts<'_>,
    message: Option<&Message>,
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    if !COMPONENT_ROUTES.contains(&parts.route) {
        return Ok(unknown());
    }
    match parts.route {
        faq::ADD_FORM => faq::submit_add(data, asker, context).await,
        faq::PROPOSAL_FORM => faq::proposals::submit(data, parts, asker, context).await,
        tickets::draft::FORM => tickets::draft::submit(data, parts, message, asker, context).await,
        faq::EDIT_FORM => faq::submit_edit(data, parts, asker, context).await,
        onboarding::OPTIONS_FORM => onboarding::submit_options(data, parts, asker, context).await,
        onboarding::ORDER_FORM => onboarding::submit_order(data, asker, context).await,
        reminders::edit::FORM => reminders::edit::submit(data, parts, asker, context).await,
        reminders::make::FORM => reminders::make::submit(data, parts, asker, context).await,
        growth::check_in::FORM => {
            growth::check_in::submit(data, &growth::asking(asker, context), context).await
        }
        growth::leader::FORM => {
            growth::leader::submit(data, &growth::asking(asker, context), context).await
        }
        newcomers::press::FOLLOW_UP_FORM
        | newcomers::press::LANGUAGE_FORM
        | newcomers::press::TEXT_FORM => {
            newcomers::press::submit(data, parts, asker, context).await
        }
        operations::migrate::DOWN_FORM => {
            operations::migrate::downgrade(data, parts, asker, context).await
        }
        staff::embed::FORM => staff::embed::submit(data, parts, asker, context).await,
        tickets::open::FORM => tickets::open::submit(data, asker, context).await,
        _ => Ok(unknown()),
    }
}

fn record(route: &str) {
    tracing::Span::current().record("route", route);
}

pub(crate) fn unknown() -> Reply {
    Reply::text(
        "This button or command is from another version of me. Please run the command again.",
    )
}

/// Answers an interaction.
pub(crate) async fn answer(interaction: Interaction, context: DiscordContext) {
    let span = tracing::info_span!(
        "discord.interaction",
        interaction.id = interaction.id.get(),
        guild.id = interaction.guild_id.map(twilight_model::id::Id::get),
        user.id = named(&interaction).map(twilight_model::id::Id::get),
        route = tracing::field::Empty,
    );
    let mut tracked = tracked::begin(&interaction, &context.tracker);
    async move {
        if let Err(error) = Box::pin(respond(&interaction, &context, &mut tracked)).await {
            tracked.fails("could not answer", &error);
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not answer an interaction"
            );
        }
    }
    .instrument(span)
    .await;
}

/// Whom the log names: nobody who is to be erased.
fn named(interaction: &Interaction) -> Option<Id<UserMarker>> {
    let author = interaction.author_id();
    author.filter(|_| !privacy::erase::is_meant(interaction))
}

async fn respond(
    interaction: &Interaction,
    context: &DiscordContext,
    tracked: &mut TrackedInteraction,
) -> Result<(), RestError> {
    let Some(whose) = Whose::of(interaction, context) else {
        let reply = outcome(interaction, Ok(outside_a_guild()), context, tracked);
        return send(interaction, context, reply.into()).await;
    };
    if changes_something(interaction) {
        send(interaction, context, deferral(interaction)).await?;
        let handled = Box::pin(guarded(dispatch(interaction, &whose, context))).await;
        let reply = outcome(interaction, handled, context, tracked);
        return complete(interaction, context, reply).await;
    }
    let handler = guarded(dispatch(interaction, &whose, context));
    tokio::pin!(handler);
    let in_time = tokio::time::timeout(PATIENCE, &mut handler).await;
    if let Ok(handled) = in_time {
        let reply = outcome(interaction, handled, context, tracked);
        return send(interaction, context, reply.into()).await;
    }
    if interaction.kind == InteractionType::ApplicationCommandAutocomplete {
        // Suggestions cannot be deferred; the next keystroke asks again.
        tracked.took_too_long();
        return send(interaction, context, Reply::Choices(Vec::new()).into()).await;
    }
    // Side by side, so that the handler is not left standing with a connection in its hand.
    let deferring = send(interaction, context, deferral(interaction));
    let (deferred, late) = tokio::join!(deferring, handler);
    deferred?;
    let reply = outcome(interaction, late, context, tracked);
    complete(interaction, context, reply).await
}

fn outside_a_guild() -> Reply {
    Reply::text(Rich::denied("❌ Use this command in a server."))
}

/// Keeps the compiler honest about handlers being sendable between threads.
const _: fn() = || {
    fn sendable(_: impl Future + Send) {}
    fn check(interaction: Interaction, context: DiscordContext) {
        sendable(answer(interaction, context));
    }
    let _ = check;
};
