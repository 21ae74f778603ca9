//! The roles of a completion: which is given, which is taken, and what can be in the way.

use kernel::RoleId;

/// Why a role can neither be given nor taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleObstacle {
    /// The guild has no such role any more.
    Deleted,
    /// It stands at or above the bot's highest role.
    AboveBot,
    /// It belongs to a bot or a subscription, or is the one that everybody has.
    NotGivable,
    /// The bot may not manage roles.
    MayNotManage,
    /// The member has left.
    MemberLeft,
    /// Discord did not do it, however often it was tried.
    GivenUp,
}

/// What became of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleOutcome {
    /// The guild has chosen none.
    None,
    /// The member had it, or had it not, as they should.
    AsItWas,
    /// It was given or taken just now.
    Changed(RoleId),
    /// It was left alone, because the role that comes before it could not be given.
    LeftAlone(RoleId),
    /// Discord was not to be reached: it is tried again.
    Later(RoleId),
    /// It cannot be done; staff is told.
    Impossible(RoleId, RoleObstacle),
}

/// What became of both roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleOutcomes {
    /// The role that is given.
    pub completion: RoleOutcome,
    /// The role that is taken.
    pub join: RoleOutcome,
}

/// What is done with the join role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleStep {
    /// It is taken.
    Take(RoleId),
    /// Nothing, with this outcome.
    Leave(RoleOutcome),
}

impl RoleOutcome {
    /// Whether the member has what they should have.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::None | Self::AsItWas | Self::Changed(_))
    }
}

impl RoleOutcomes {
    /// Nothing was to be done.
    pub const NONE: Self = Self {
        completion: RoleOutcome::None,
        join: RoleOutcome::None,
    };

    /// Whether something is to be tried again.
    pub fn are_unfinished(self) -> bool {
        [self.completion, self.join]
            .iter()
            .any(|it| matches!(it, RoleOutcome::Later(_)))
    }

    /// Whether staff has to do something.
    pub fn need_staff(self) -> bool {
        [self.completion, self.join]
            .iter()
            .any(|it| matches!(it, RoleOutcome::Impossible(..)))
    }

    /// The same with what was to be tried again given up.
    #[must_use]
    pub fn given_up(self) -> Self {
        let give_up = |outcome| match outcome {
            RoleOutcome::Later(role) => RoleOutcome::Impossible(role, RoleObstacle::GivenUp),
            other => other,
        };
        Self {
            completion: give_up(self.completion),
            join: give_up(self.join),
        }
    }
}

/// What is done with the join role after the completion role: it is taken only from members who have what comes after it,
/// so that nobody is left with nothing.
pub fn after_completion_role(
    completion: RoleOutcome,
    join_role: Option<RoleId>,
    held: &[RoleId],
) -> RoleStep {
    match join_role {
        None => RoleStep::Leave(RoleOutcome::None),
        Some(role) if !held.contains(&role) => RoleStep::Leave(RoleOutcome::AsItWas),
        Some(role) if completion.is_settled() => RoleStep::Take(role),
        Some(role) => RoleStep::Leave(RoleOutcome::LeftAlone(role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(id: u64) -> RoleId {
        RoleId::new(id).unwrap()
    }

    #[test]
    fn the_join_role_goes_only_from_members_who_have_what_comes_after_it() {
        let held = [role(1)];
        for settled in [
            RoleOutcome::None,
            RoleOutcome::AsItWas,
            RoleOutcome::Changed(role(2)),
        ] {
            let step = after_completion_role(settled, Some(role(1)), &held);
            assert_eq!(step, RoleStep::Take(role(1)), "{settled:?}");
        }
        for unsettled in [
            RoleOutcome::Later(role(2)),
            RoleOutcome::Impossible(role(2), RoleObstacle::AboveBot),
        ] {
            let step = after_completion_role(unsettled, Some(role(1)), &held);
            let left = RoleStep::Leave(RoleOutcome::LeftAlone(role(1)));
            assert_eq!(step, left, "{unsettled:?}");
        }
    }

    #[test]
    fn a_join_role_that_is_not_there_is_not_taken() {
        let given = RoleOutcome::Changed(role(2));
        assert_eq!(
            after_completion_role(given, None, &[role(1)]),
            RoleStep::Leave(RoleOutcome::None)
        );
        assert_eq!(
            after_completion_role(given, Some(role(1)), &[]),
            RoleStep::Leave(RoleOutcome::AsItWas)
        );
    }

    #[test]
    fn what_was_tried_in_vain_is_for_staff() {
        let outcomes = RoleOutcomes {
            completion: RoleOutcome::Later(role(2)),
            join: RoleOutcome::LeftAlone(role(1)),
        };
        assert!(outcomes.are_unfinished() && !outcomes.need_staff());
        let over = outcomes.given_up();
        assert!(!over.are_unfinished() && over.need_staff());
        assert_eq!(over.join, outcomes.join);
    }
}
