//! What members ask that nobody has answered yet.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kernel::{GuildId, Member, RoleId, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::Unanswered;
use crate::words::{Run, runs};

/// Questions of so many days are told.
pub const UNANSWERED_DAYS: i64 = 30;
/// So many wordings are read, before those that are the same once folded are counted together.
const WORDINGS: u32 = 500;
/// So many questions are told at most.
const MOST: usize = 25;

impl Faq {
    /// The questions of the last 30 days to which nothing was found, the most frequent first, at most 25. For staff: admins,
    /// and those of its `roles` whom the guild has work on tickets.
    pub async fn unanswered(
        &self,
        guild: GuildId,
        member: Member,
        roles: &[RoleId],
    ) -> Result<Vec<Unanswered>, UseCaseError<FaqRefusal>> {
        self.must_be_staff(guild, member, roles).await?;
        let since = self.ports.clock.now() - TimeDelta::days(UNANSWERED_DAYS);
        let searches = &self.ports.searches;
        let asked = searches.without_answer(guild, since, WORDINGS).await?;
        let mut counts = BTreeMap::new();
        for Unanswered { query, count } in asked {
            *counts.entry(folded(&query)).or_insert(0_u32) += count;
        }
        let counted = counts.into_iter();
        let mut told: Vec<_> = counted
            .map(|(query, count)| Unanswered { query, count })
            .collect();
        told.sort_by_key(|it| std::cmp::Reverse(it.count));
        told.truncate(MOST);
        Ok(told)
    }
}

fn folded(query: &str) -> String {
    let words: Vec<_> = runs(query).into_iter().map(Run::written).collect();
    words.join(" ")
}
