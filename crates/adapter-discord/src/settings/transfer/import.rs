//! Bringing a file of settings in: first shown, then done by a button.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UseCaseError, UserId};
use settings_core::{
    BulkRefusal, Definition, ImportPlan, ImportSettings, Imported, PlannedChange, SettingValue,
    Settings, SettingsFile,
};

use super::super::channels::Obstacle;
use super::super::checks::{Fitness, Objection, suits};
use super::super::view::{not_admin, unreadable_command};
use super::{CONFIRM, view};
use crate::GuildDirectory;
use crate::context::Asker;
use crate::custom_id::{self, Parts};
use crate::reply::Reply;
use crate::routes::Handled;

/// For how long somebody may think about it.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// What the button of the question carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    /// Stands for the changes that were shown.
    pub(super) agreed: u64,
    pub(super) asker: UserId,
    pub(super) until: DateTime<Utc>,
}

/// Everything that is shown of a plan.
pub(super) struct Shown<'a> {
    pub(super) plan: &'a ImportPlan<Objection>,
    pub(super) settings: &'a Settings,
    /// What will not work yet, though it can be set.
    pub(super) concerns: Vec<Obstacle>,
    pub(super) question: Question,
    /// The planned changes and no others, as the button will find them.
    pub(super) file: SettingsFile,
}

impl Question {
    pub(super) fn button(&self) -> String {
        let Self {
            agreed,
            asker,
            until,
        } = self;
        custom_id::encode(CONFIRM, &[agreed, asker, &until.timestamp()])
    }

    pub(super) fn read(mut parts: Parts<'_>) -> Option<Self> {
        Some(Self {
            agreed: parts.next()?,
            asker: parts.next()?,
            until: DateTime::from_timestamp(parts.next()?, 0)?,
        })
    }
}

/// Shows what bringing the file in would do, and asks.
pub(super) async fn propose(
    bytes: &[u8],
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let file = match settings_json::read_file(bytes) {
        Ok(file) => file,
        Err(why) => return Ok(view::not_a_file(why)),
    };
    let objection = objections(asker.guild, directory);
    let plan = settings.plan_import(asker.guild, asker.member, &file, objection);
    match plan.await {
        Ok(plan) => {
            let shown = shown(&file, &plan, asker, settings, directory, now);
            Ok(view::proposal(&shown))
        }
        Err(UseCaseError::Refused(_)) => Ok(not_admin()),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// The question that a button belongs to, or what its presser is told instead.
pub(super) fn asked(
    parts: Parts<'_>,
    asker: &Asker,
    now: DateTime<Utc>,
) -> Result<Question, Box<Reply>> {
    let Some(question) = Question::read(parts) else {
        return Err(Box::new(unreadable_command()));
    };
    if question.asker != asker.member.user {
        return Err(Box::new(view::not_yours()));
    }
    if !asker.member.is_admin() {
        return Err(Box::new(not_admin()));
    }
    if now >= question.until {
        return Err(Box::new(view::expired()));
    }
    Ok(question)
}

pub(super) async fn perform(
    question: Question,
    bytes: &[u8],
    asker: &Asker,
    settings: &Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Handled {
    let file = match settings_json::read_file(bytes) {
        Ok(file) => file,
        Err(why) => return Ok(view::not_a_file(why)),
    };
    let request = ImportSettings {
        guild: asker.guild,
        member: asker.member,
        file: &file,
        agreed: question.agreed,
        request_id: None,
    };
    let done = settings.import(request, objections(asker.guild, directory));
    match done.await {
        Ok(Imported::Made(outcomes)) => Ok(view::imported(&outcomes)),
        Ok(Imported::Different(plan)) => {
            let shown = shown(&file, &plan, asker, settings, directory, now);
            Ok(view::proposal_again(&shown))
        }
        Err(UseCaseError::Refused(BulkRefusal::Violates(constraint))) => {
            Ok(view::not_together(constraint))
        }
        Err(UseCaseError::Refused(_)) => Ok(not_admin()),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

/// What Discord has against values in this guild.
fn objections(
    guild: GuildId,
    directory: &GuildDirectory,
) -> impl Fn(&'static Definition, &SettingValue) -> Option<Objection> {
    move |definition, value| match suits(definition, value, guild, directory) {
        Fitness::Unfit(objection) => Some(objection),
        Fitness::Fits | Fitness::FitsLater(_) => None,
    }
}

fn shown<'a>(
    file: &SettingsFile,
    plan: &'a ImportPlan<Objection>,
    asker: &Asker,
    settings: &'a Settings,
    directory: &GuildDirectory,
    now: DateTime<Utc>,
) -> Shown<'a> {
    let concern = |it: &PlannedChange| match suits(
        it.definition,
        it.then.as_ref()?,
        asker.guild,
        directory,
    ) {
        Fitness::FitsLater(obstacle) => Some(obstacle),
        Fitness::Fits | Fitness::Unfit(_) => None,
    };
    Shown {
        plan,
        settings,
        concerns: plan.changes.iter().filter_map(concern).collect(),
        question: Question {
            agreed: plan.fingerprint(),
            asker: asker.member.user,
            until: now + LIFETIME,
        },
        file: SettingsFile {
            settings: plan.wishes(),
            ..file.clone()
        },
    }
}
