//! Questions and rules without a database.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry};

use crate::set_up::{
    NewQuestion, NewRule, Pick, QuestionStored, ReorderOutcome, Reordered, Reordering, RuleStored,
    SetUpStore,
};
use crate::{BrokenQuestion, CustomQuestion, GuildRule, Position, Question, QuestionId, RuleId};

/// A [`SetUpStore`] that keeps everything in memory. Clones share what they keep.
#[derive(Debug, Clone, Default)]
pub struct InMemorySetUp {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    last_id: u64,
    questions: Vec<(GuildId, CustomQuestion)>,
    rules: Vec<(GuildId, GuildRule)>,
    calls_to_fail: usize,
}

impl InMemorySetUp {
    /// Makes the next `count` calls fail, as when the database cannot be reached.
    pub fn fail_next_calls(&self, count: usize) {
        self.lock().calls_to_fail = count;
    }

    /// Has the question in this place be one that cannot be asked, as only another program could store it.
    pub fn break_question(&self, guild: GuildId, position: Position, broken: BrokenQuestion) {
        let mut state = self.lock();
        let mut questions = state.questions.iter_mut();
        let found = questions.find(|(of, it)| *of == guild && it.position == position);
        found.unwrap().1.content = Err(broken);
    }

    fn reach(&self, attempted: &'static str) -> Result<MutexGuard<'_, State>, PortFailure> {
        let mut state = self.lock();
        if state.calls_to_fail > 0 {
            state.calls_to_fail -= 1;
            return Err(PortFailure::new(attempted, Retry::Later, "told to fail"));
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn questions(&self, guild: GuildId) -> Vec<CustomQuestion> {
        let theirs = self.questions.iter().filter(|(of, _)| *of == guild);
        let mut theirs: Vec<_> = theirs.map(|(_, it)| it.clone()).collect();
        theirs.sort_by_key(|it| it.position);
        theirs
    }

    fn rules(&self, guild: GuildId) -> Vec<GuildRule> {
        let theirs = self.rules.iter().filter(|(of, _)| *of == guild);
        let mut theirs: Vec<_> = theirs.map(|(_, it)| it.clone()).collect();
        theirs.sort_by_key(|it| it.position);
        theirs
    }

    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }
}

#[async_trait]
impl SetUpStore for InMemorySetUp {
    async fn questions(&self, guild: GuildId) -> Result<Vec<CustomQuestion>, PortFailure> {
        Ok(self.reach("read questions")?.questions(guild))
    }

    async fn store_question(
        &self,
        guild: GuildId,
        question: &NewQuestion,
        _now: DateTime<Utc>,
    ) -> Result<QuestionStored, PortFailure> {
        let mut state = self.reach("store a question")?;
        let before = state.questions(guild);
        let replaced = before.iter().find(|it| it.position == question.position);
        let replaced = replaced.cloned();
        let id = match &replaced {
            Some(it) => it.id,
            None => QuestionId::new(state.next_id()).unwrap(),
        };
        let stored = CustomQuestion {
            id,
            position: question.position,
            enabled: question.enabled,
            content: Ok(question.question.clone()),
        };
        state.questions.retain(|(_, it)| it.id != id);
        state.questions.push((guild, stored.clone()));
        Ok(QuestionStored {
            question: stored,
            replaced,
            replaces_defaults: question.enabled && !before.iter().any(|it| it.enabled),
        })
    }

    async fn change_question(
        &self,
        guild: GuildId,
        seen: &CustomQuestion,
        question: &Question,
        _now: DateTime<Utc>,
    ) -> Result<Option<CustomQuestion>, PortFailure> {
        let mut state = self.reach("change a question")?;
        let mut questions = state.questions.iter_mut();
        let found = questions.find(|(of, it)| *of == guild && it == seen);
        Ok(found.map(|(_, it)| {
            it.content = Ok(question.clone());
            it.clone()
        }))
    }

    async fn delete_question(
        &self,
        guild: GuildId,
        which: Pick<QuestionId>,
    ) -> Result<Option<CustomQuestion>, PortFailure> {
        let mut state = self.reach("delete a question")?;
        let found = state.questions(guild).into_iter().find(|it| match which {
            Pick::At(position) => it.position == position,
            Pick::Numbered(id) => it.id == id,
        });
        if let Some(found) = &found {
            state.questions.retain(|(_, it)| it.id != found.id);
        }
        Ok(found)
    }

    async fn reset_questions(&self, guild: GuildId) -> Result<usize, PortFailure> {
        let mut state = self.reach("delete questions")?;
        let count = state.questions(guild).len();
        state.questions.retain(|(of, _)| *of != guild);
        Ok(count)
    }

    async fn rules(&self, guild: GuildId) -> Result<Vec<GuildRule>, PortFailure> {
        Ok(self.reach("read rules")?.rules(guild))
    }

    async fn store_rule(
        &self,
        guild: GuildId,
        rule: &NewRule,
        _now: DateTime<Utc>,
    ) -> Result<RuleStored, PortFailure> {
        let mut state = self.reach("store a rule")?;
        let before = state.rules(guild).into_iter();
        let replaced = before.into_iter().find(|it| it.position == rule.position);
        let id = match &replaced {
            Some(it) => it.id,
            None => RuleId::new(state.next_id()).unwrap(),
        };
        let stored = GuildRule {
            id,
            position: rule.position,
            enabled: rule.enabled,
            rule: rule.rule.clone(),
        };
        state.rules.retain(|(_, it)| it.id != id);
        state.rules.push((guild, stored.clone()));
        Ok(RuleStored {
            rule: stored,
            replaced,
        })
    }

    async fn delete_rule(
        &self,
        guild: GuildId,
        which: Pick<RuleId>,
    ) -> Result<Option<GuildRule>, PortFailure> {
        let mut state = self.reach("delete a rule")?;
        let found = state.rules(guild).into_iter().find(|it| match which {
            Pick::At(position) => it.position == position,
            Pick::Numbered(id) => it.id == id,
        });
        if let Some(found) = &found {
            state.rules.retain(|(_, it)| it.id != found.id);
        }
        Ok(found)
    }

    async fn reset_rules(&self, guild: GuildId) -> Result<usize, PortFailure> {
        let mut state = self.reach("delete rules")?;
        let count = state.rules(guild).len();
        state.rules.retain(|(of, _)| *of != guild);
        Ok(count)
    }

    async fn reorder(
        &self,
        guild: GuildId,
        order: &Reordering,
        _now: DateTime<Utc>,
    ) -> Result<ReorderOutcome, PortFailure> {
        let mut state = self.reach("reorder")?;
        let questions = state.questions(guild);
        let rules = state.rules(guild);
        let questions_now = questions.iter().map(|it| it.id);
        if !is_order_of(order.questions.as_deref(), questions_now) {
            return Ok(ReorderOutcome::NotItsQuestions);
        }
        if !is_order_of(order.rules.as_deref(), rules.iter().map(|it| it.id)) {
            return Ok(ReorderOutcome::NotItsRules);
        }
        for (_, it) in &mut state.questions {
            it.position = place(order.questions.as_deref(), it.id).unwrap_or(it.position);
        }
        for (_, it) in &mut state.rules {
            it.position = place(order.rules.as_deref(), it.id).unwrap_or(it.position);
        }
        Ok(ReorderOutcome::Reordered(Reordered {
            questions: state.questions(guild),
            rules: state.rules(guild),
        }))
    }
}

fn is_order_of<Id: Copy + Ord>(order: Option<&[Id]>, now: impl Iterator<Item = Id>) -> bool {
    let Some(order) = order else {
        return true;
    };
    let mut order = order.to_vec();
    let mut now: Vec<_> = now.collect();
    order.sort_unstable();
    now.sort_unstable();
    order == now
}

fn place<Id: Copy + Eq>(order: Option<&[Id]>, id: Id) -> Option<Position> {
    let at = order?.iter().position(|it| *it == id)?;
    Position::new(i64::try_from(at).unwrap() + 1).ok()
}
