//! Presses on the wizard: read, judged, written, and answered with the next card.

use std::num::NonZeroU64;

use chrono::{DateTime, Utc};
use kernel::PortFailure;
use settings_core::wizard::{Question, Session};
use settings_core::{ChangeSource, Outcome, RawValue, Settings};

use super::super::actions::Action;
use super::super::config::Wish;
use super::super::write::{Attempt, Concern, Refused, Written};
use super::{answers, ids, view};
use crate::GuildDirectory;
use crate::context::{Asker, DiscordContext};
use crate::custom_id::Parts;
use crate::reply::{Body, Reply};
use crate::routes::Handled;

/// What the next card says first: what became of the answer just picked.
pub(super) enum News {
    /// It is stored.
    Saved(Question, Outcome, Option<Concern>),
    /// It is not, and the question stays.
    NotSaved(&'static Action, Refused),
}

/// `/config start`.
pub(in super::super) async fn start(
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    match Session::start(asker.member, now) {
        Ok(session) => {
            let first = card(&session, None, asker, settings, directory).await?;
            Ok(Reply::Message(first))
        }
        Err(why) => Ok(view::refused(why)),
    }
}

/// Something was picked in a menu.
pub(crate) async fn pick(
    parts: Parts<'_>,
    picked: &[String],
    asker: &Asker,
    context: &DiscordContext,
) -> Handled {
    let settings = &context.features.settings;
    let now = context.clock.now();
    answered(parts, picked, asker, settings, &context.directory, now).await
}

/// A button was pressed.
pub(crate) async fn go(parts: Parts<'_>, asker: &Asker, context: &DiscordContext) -> Handled {
    let settings = &context.features.settings;
    moved(
        parts,
        asker,
        settings,
        &context.directory,
        context.clock.now(),
    )
    .await
}

pub(super) async fn answered(
    parts: Parts<'_>,
    picked: &[String],
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let (Some(session), Some(answer)) = (ids::read_pick(parts), one_id(picked)) else {
        return Ok(view::outdated());
    };
    if let Err(why) = session.admits(asker.member, now) {
        return Ok(view::refused(why));
    }
    let question = session.progress.question();
    let Some((_, action)) = answers::action(question, settings.registry()) else {
        return Ok(view::outdated());
    };
    let attempt = Attempt {
        action,
        wish: &Wish::Value(RawValue::Text(answer.to_string())),
        check: answers::check(question, settings.registry()),
        source: ChangeSource::Wizard,
    };
    let (progress, news) = match attempt.perform(asker, settings, directory).await? {
        Written::Done(outcome, concern) => (
            session.progress.chosen(),
            News::Saved(question, outcome, concern),
        ),
        Written::Refused(why) => (session.progress, News::NotSaved(action, why)),
    };
    let session = session.at(progress, now);
    let next = card(&session, Some(news), asker, settings, directory).await?;
    Ok(Reply::Update(next))
}

/// The one thing that a menu lets somebody pick. A client can send anything.
fn one_id(picked: &[String]) -> Option<NonZeroU64> {
    match picked {
        [id] => id.parse().ok(),
        _ => None,
    }
}

pub(super) async fn moved(
    parts: Parts<'_>,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let Some((made, session)) = ids::read_button(parts) else {
        return Ok(view::outdated());
    };
    if let Err(why) = session.admits(asker.member, now) {
        return Ok(view::refused(why));
    }
    let session = session.at(session.progress.after(made), now);
    let next = card(&session, None, asker, settings, directory).await?;
    Ok(Reply::Update(next))
}

/// The card of the step that a run has come to, or its summary.
async fn card(
    session: &Session,
    news: Option<News>,
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
) -> Result<Body, PortFailure> {
    let snapshot = settings.snapshot(asker.guild).await?;
    let scene = view::Scene {
        session,
        registry: settings.registry(),
        snapshot: &snapshot,
        guild: asker.guild,
        directory,
    };
    Ok(scene.card(news))
}
