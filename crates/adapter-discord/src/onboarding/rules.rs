//! Writing and deleting rules.

use kernel::UseCaseError;
use onboarding_core::Position;
use onboarding_core::set_up::{self, Pick};

use super::command::AddRule;
use super::{refusal_view, view};
use crate::context::{Asker, DiscordContext};
use crate::routes::Handled;

/// The button that deletes all rules.
pub(crate) const RESET_RULES: &str = "onboarding_reset_rules";

pub(super) async fn add(wanted: AddRule, asker: &Asker, context: &DiscordContext) -> Handled {
    let wish = set_up::AddRule {
        guild: asker.guild,
        member: asker.member,
        position: wanted.rule_order,
        enabled: true,
        title: wanted.title,
        description: wanted.description,
        thumbnail: wanted.thumbnail_url,
        image: wanted.image_url,
    };
    match context.features.set_up.add_rule(wish).await {
        Ok(stored) => Ok(view::rule_added(&stored)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::rule_not_added(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(super) async fn delete(place: i64, asker: &Asker, context: &DiscordContext) -> Handled {
    let Ok(position) = Position::new(place) else {
        return Ok(refusal_view::no_such_place());
    };
    let set_up = &context.features.set_up;
    let (guild, member) = (asker.guild, asker.member);
    match set_up.delete_rule(guild, member, Pick::At(position)).await {
        Ok(rule) => Ok(view::rule_deleted(&rule)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::rule_not_deleted(why, position)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}

pub(crate) async fn reset(asker: &Asker, context: &DiscordContext) -> Handled {
    let set_up = &context.features.set_up;
    match set_up.reset_rules(asker.guild, asker.member).await {
        Ok(count) => Ok(view::rules_reset(count)),
        Err(UseCaseError::Refused(why)) => Ok(refusal_view::refused(why)),
        Err(UseCaseError::Failed(failure)) => Err(failure),
    }
}
