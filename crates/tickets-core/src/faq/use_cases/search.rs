//! Asking the FAQ.

use chrono::TimeDelta;
use kernel::{GuildId, PortFailure, UseCaseError, UserId};
use language_model::redacted;

use super::suggest::read_choice;
use super::{Faq, FaqRefusal};
use crate::faq::{FaqEntry, FaqEvent, Findings, Hit, SearchRow};
use crate::words::runs;

/// A question, as it was typed or picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFaq {
    /// The guild where it is asked.
    pub guild: GuildId,
    /// Who asks: only so that nobody asks too often.
    pub asker: UserId,
    /// What was typed, or the value of a [choice](super::faq_choice).
    pub query: String,
}

/// What the FAQ says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answered {
    /// This entry was picked.
    Picked(Box<FaqEntry>),
    /// This was found.
    Found(Findings),
}

/// The answer to a question.
#[derive(Debug)]
pub struct Searched {
    /// What the FAQ says.
    pub answered: Answered,
    /// Why the search could not be kept, for operators; whoever asked does not mind.
    pub unkept: Option<PortFailure>,
}

/// Why nothing was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchFaqRefusal {
    /// The FAQ is off, or what was picked is gone.
    Faq(FaqRefusal),
    /// They have asked too often; so long they wait.
    CoolingDown(TimeDelta),
    /// There is no word in it.
    NoWords,
}

impl Faq {
    /// Looks for the answers to a question, and keeps what was asked: without secrets and personal data, and without
    /// saying who asked. What was picked from the choices is no question.
    pub async fn search(
        &self,
        wish: SearchFaq,
    ) -> Result<Searched, UseCaseError<SearchFaqRefusal>> {
        let SearchFaq { guild, asker, .. } = wish;
        let faq = |it: UseCaseError<FaqRefusal>| it.map_refusal(SearchFaqRefusal::Faq);
        self.must_be_on(guild).await.map_err(faq)?;
        let (who, now) = ((guild, asker), self.ports.clock.now());
        let admitted = self.askings.admit(who, now);
        admitted.map_err(|it| UseCaseError::Refused(SearchFaqRefusal::CoolingDown(it)))?;
        let searched = self.look_up(guild, &wish.query).await;
        if matches!(searched, Err(UseCaseError::Failed(_))) {
            self.askings.give_back(who, now);
        }
        searched
    }

    /// The same for an admin's dashboard, which has limits of its own: it takes nothing from how often they may type.
    pub async fn search_from_dashboard(
        &self,
        guild: GuildId,
        query: &str,
    ) -> Result<Searched, UseCaseError<SearchFaqRefusal>> {
        let on = self.must_be_on(guild).await;
        on.map_err(|it| it.map_refusal(SearchFaqRefusal::Faq))?;
        self.look_up(guild, query).await
    }

    async fn look_up(
        &self,
        guild: GuildId,
        query: &str,
    ) -> Result<Searched, UseCaseError<SearchFaqRefusal>> {
        let faq = |it: UseCaseError<FaqRefusal>| it.map_refusal(SearchFaqRefusal::Faq);
        if let Some(id) = read_choice(query) {
            let entry = self.view(guild, id).await.map_err(faq)?;
            return Ok(Searched {
                answered: Answered::Picked(Box::new(entry)),
                unkept: None,
            });
        }
        if runs(query).is_empty() {
            return Err(UseCaseError::Refused(SearchFaqRefusal::NoWords));
        }
        let now = self.ports.clock.now();
        let index = self.shelf.index(&*self.ports.store, guild, now).await?;
        let findings = index.read().search(query);
        let row = row_of(query, &findings);
        let kept = self.ports.searches.record(guild, &row, now).await;
        let event = FaqEvent::Searched {
            hits: row.matched.len(),
            query: row.query,
        };
        self.ports.log.record(guild, &event).await;
        Ok(Searched {
            answered: Answered::Found(findings),
            unkept: kept.err(),
        })
    }

    /// The answers, at most two, that may help whoever has just opened a ticket with this description; none where the
    /// FAQ is off. It is no search of theirs, and is not kept.
    pub async fn help_for(
        &self,
        guild: GuildId,
        description: &str,
    ) -> Result<Vec<Hit>, PortFailure> {
        if !self.is_on(guild).await? {
            return Ok(Vec::new());
        }
        let now = self.ports.clock.now();
        let index = self.shelf.index(&*self.ports.store, guild, now).await?;
        let help = index.read().help_for(description);
        Ok(help)
    }

    /// The entries that a reply may be made out of; none where the FAQ is off. It is no search of a member, and is not
    /// kept.
    pub(crate) async fn hits_for(
        &self,
        guild: GuildId,
        question: &str,
    ) -> Result<Vec<Hit>, PortFailure> {
        if !self.is_on(guild).await? {
            return Ok(Vec::new());
        }
        let now = self.ports.clock.now();
        let index = self.shelf.index(&*self.ports.store, guild, now).await?;
        let findings = index.read().search(question);
        Ok(findings.hits)
    }
}

fn row_of(query: &str, findings: &Findings) -> SearchRow {
    let redacted = redacted(&query.replace('\0', ""), |_| "[member]");
    SearchRow {
        query: redacted.chars().take(SearchRow::LONGEST).collect(),
        matched: findings.hits.iter().map(|it| it.entry.id).collect(),
        top_score: findings.hits.first().map(|it| it.score),
    }
}
