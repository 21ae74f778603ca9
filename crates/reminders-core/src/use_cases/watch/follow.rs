//! What becomes of the reminders of a message, by what could be read of it.

use kernel::PortFailure;
use parsers::{Reason, Unreadable};

use super::compose::compose;
use super::gates::{Look, Watched};
use super::plan::{Plan, plan};
use super::understood::{Understanding, Understood};
use crate::use_cases::Reminders;
use crate::{Fallback, Reminder, SourceText, WatchOutcome};

impl Reminders {
    /// Lets the reminders of a message follow what was understood of it.
    pub(super) async fn follow_events(
        &self,
        look: &Look<'_>,
        understood: &Understood<'_>,
    ) -> Result<Option<Watched>, PortFailure> {
        let image = self.image(look.announcement, understood.source).await;
        let wanted = compose(look.announcement, understood, &look.watcher, image);
        if wanted.is_empty() {
            return self
                .refuse(look, &beyond(Reason::UnsupportedRecurrence))
                .await;
        }
        let plan = plan(&wanted, &look.recalled, look.version, look.zone, look.now);
        let nothing_comes = !plan.changes_anything() && look.recalled.reminders.is_empty();
        if nothing_comes
            && look
                .recalled
                .seen
                .as_ref()
                .is_none_or(|it| it.sight.moments.is_empty())
        {
            return self.refuse(look, &beyond(Reason::Past)).await;
        }
        let Some(added) = self.carry_out(look, &plan).await? else {
            return Ok(None);
        };
        if !plan.changes_anything() {
            return Ok(Some(Watched::Ignored));
        }
        Ok(Some(
            self.tell_followed(look, plan, added, understood.how.clone())
                .await,
        ))
    }

    async fn tell_followed(
        &self,
        look: &Look<'_>,
        plan: Plan,
        added: Vec<Reminder>,
        understanding: Understanding,
    ) -> Watched {
        let (outcome, watched) = if look.recalled.reminders.is_empty() {
            let reminders = added.clone();
            let outcome = WatchOutcome::Created {
                reminders,
                understanding,
            };
            (outcome, Watched::Created(added))
        } else {
            let outcome = WatchOutcome::Updated {
                changed: plan.changed,
                added,
                removed: plan.removed,
                understanding,
            };
            (outcome, Watched::Updated)
        };
        self.tell(look.announcement, outcome).await;
        watched
    }

    /// What to do about a message that the rules cannot read.
    pub(super) async fn unread(
        &self,
        look: &Look<'_>,
        texts: &[&SourceText],
        unreadable: &Unreadable,
    ) -> Result<Option<Watched>, PortFailure> {
        let mut fallback = Fallback::NotAsked;
        if look.watcher.gpt_fallback_enabled {
            match self.ask_model(look, texts, unreadable).await {
                Some(Ok(understood)) => return self.follow_events(look, &understood).await,
                Some(Err(failed)) => fallback = failed,
                None => {}
            }
        }
        self.give_up(look, unreadable, fallback).await
    }

    /// Gives up on what cannot be made into a reminder.
    async fn refuse(
        &self,
        look: &Look<'_>,
        unreadable: &Unreadable,
    ) -> Result<Option<Watched>, PortFailure> {
        self.give_up(look, unreadable, Fallback::NotAsked).await
    }

    async fn give_up(
        &self,
        look: &Look<'_>,
        unreadable: &Unreadable,
        fallback: Fallback,
    ) -> Result<Option<Watched>, PortFailure> {
        let reason = unreadable.reason;
        if look.recalled.reminders.is_empty() {
            return self.not_understood(look, unreadable, fallback).await;
        }
        match reason {
            _ if !look.has_live() => {
                let plan = Plan::only_seen(&look.recalled, look.version);
                Ok(self.carry_out(look, &plan).await?.map(|_| Watched::Ignored))
            }
            Reason::Cancelled => self.call_off(look).await,
            _ => self.keep(look, reason).await,
        }
    }

    /// Removes the reminders of an announcement that says that its event is called off.
    async fn call_off(&self, look: &Look<'_>) -> Result<Option<Watched>, PortFailure> {
        let plan = Plan::cancelled(&look.recalled, look.version, look.now);
        if self.carry_out(look, &plan).await?.is_none() {
            return Ok(None);
        }
        let removed = plan.removed;
        self.tell(look.announcement, WatchOutcome::Cancelled { removed })
            .await;
        Ok(Some(Watched::Cancelled))
    }

    /// Keeps the reminders of an announcement that cannot be read any more, and warns.
    pub(super) async fn keep(
        &self,
        look: &Look<'_>,
        reason: Reason,
    ) -> Result<Option<Watched>, PortFailure> {
        let plan = Plan::only_seen(&look.recalled, look.version);
        if self.carry_out(look, &plan).await?.is_none() {
            return Ok(None);
        }
        let reminders = look.recalled.live(look.now).cloned().collect();
        self.tell(look.announcement, WatchOutcome::Kept { reminders, reason })
            .await;
        Ok(Some(Watched::Kept(reason)))
    }
}

/// What was read, and cannot be kept.
fn beyond(reason: Reason) -> Unreadable {
    Unreadable {
        reason,
        looks_scheduled: true,
        evidence: Vec::new(),
    }
}
