//! Writing a rule.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, must_be_admin};
use crate::set_up::{NewRule, RuleStored, SetUpChange};
use crate::{InvalidPosition, InvalidRule, Position, Rule};

/// A wish to put a rule in a place, as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddRule {
    /// The guild where it is asked for.
    pub guild: GuildId,
    /// Who asks for it.
    pub member: Member,
    /// Where it is to stand.
    pub position: i64,
    /// Whether newcomers are shown it.
    pub enabled: bool,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub description: String,
    /// The address of a small picture.
    pub thumbnail: Option<String>,
    /// The address of a large picture.
    pub image: Option<String>,
}

/// Why a rule was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddRuleRefusal {
    /// Only admins do this.
    NotAdmin,
    /// There is no such place.
    Position,
    /// Nobody could be shown it.
    Invalid(InvalidRule),
}

impl SetUp {
    /// Puts a rule in a place, over what stands there.
    pub async fn add_rule(
        &self,
        wish: AddRule,
    ) -> Result<RuleStored, UseCaseError<AddRuleRefusal>> {
        let AddRule { guild, member, .. } = wish;
        must_be_admin(member, AddRuleRefusal::NotAdmin)?;
        let position = Position::new(wish.position)
            .map_err(|InvalidPosition| UseCaseError::Refused(AddRuleRefusal::Position))?;
        let (thumbnail, image) = (wish.thumbnail.as_deref(), wish.image.as_deref());
        let rule = Rule::new(&wish.title, &wish.description, thumbnail, image)
            .map_err(|why| UseCaseError::Refused(AddRuleRefusal::Invalid(why)))?;
        let new = NewRule {
            position,
            enabled: wish.enabled,
            rule,
        };
        let now = self.ports.clock.now();
        let stored = self.ports.store.store_rule(guild, &new, now).await?;
        let change = match stored.replaced {
            Some(_) => SetUpChange::RuleReplaced(stored.rule.clone()),
            None => SetUpChange::RuleAdded(stored.rule.clone()),
        };
        self.tell(guild, member, change).await;
        Ok(stored)
    }
}
