//! Looking at the schema and changing it, as owners do from Discord.
//!
//! The schema is shared by all servers: whoever is admin of one of them has no say in it.

use std::sync::Arc;

use kernel::{Authority, Clock, GuildId, Member, UseCaseError, UserId};

use crate::{
    AppliedStep, Consent, DoneStep, OperatorLog, SchemaRefusal, SchemaSteps, Step, StepRefusal,
    StepState,
};

type Outcome<T> = Result<T, UseCaseError<SchemaRefusal>>;

/// Who asks, and in which guild they have their authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The guild in which they ask.
    pub guild: GuildId,
    /// Who it is.
    pub member: Member,
}

/// What somebody did to the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaChange {
    /// Who.
    pub by: UserId,
    /// The steps that were applied; none when a step was taken back.
    pub applied: Vec<DoneStep>,
    /// The step that was taken back.
    pub taken_back: Option<DoneStep>,
}

/// The use cases around the schema. Cheap to clone.
#[derive(Clone)]
pub struct Schema {
    steps: Arc<dyn SchemaSteps>,
    log: Arc<dyn OperatorLog>,
    clock: Arc<dyn Clock>,
    home: Option<GuildId>,
}

impl Schema {
    /// The schema behind `steps`. Admins of `home` may look at it.
    pub fn new(
        steps: Arc<dyn SchemaSteps>,
        log: Arc<dyn OperatorLog>,
        clock: Arc<dyn Clock>,
        home: Option<GuildId>,
    ) -> Self {
        Self {
            steps,
            log,
            clock,
            home,
        }
    }

    /// Where every step stands.
    pub async fn status(&self, by: Caller) -> Outcome<Vec<Step>> {
        self.may_look(by)?;
        Ok(self.steps.status().await?)
    }

    /// What is applied, and when it was.
    pub async fn history(&self, by: Caller) -> Outcome<Vec<AppliedStep>> {
        self.may_look(by)?;
        Ok(self.steps.history().await?)
    }

    /// The steps that an upgrade would apply, and the question whether it shall.
    pub async fn plan_upgrade(&self, by: Caller) -> Outcome<(Vec<Step>, Consent)> {
        may_change(by)?;
        let mut steps = self.steps.status().await?;
        steps.retain(|it| it.state == StepState::Pending);
        if steps.is_empty() {
            return refuse(SchemaRefusal::NothingPending);
        }
        Ok((steps, self.ask(by)))
    }

    /// Applies what is pending, up to and including `target`: the last step that was shown, so that nothing is applied
    /// that nobody has seen. Twice does no harm: the second time there is nothing to apply.
    pub async fn upgrade(
        &self,
        by: Caller,
        consent: Consent,
        target: i64,
    ) -> Outcome<Vec<DoneStep>> {
        self.may_go_on(by, consent)?;
        let applied = self.steps.up(Some(target)).await.map_err(of_steps)?;
        if applied.is_empty() {
            return refuse(SchemaRefusal::NothingPending);
        }
        let change = SchemaChange {
            by: by.member.user,
            applied: applied.clone(),
            taken_back: None,
        };
        self.log.schema_changed(&change).await;
        Ok(applied)
    }

    /// The step that a downgrade would take back, and the question whether it shall.
    pub async fn plan_downgrade(&self, by: Caller) -> Outcome<(Step, Consent)> {
        may_change(by)?;
        let steps = self.steps.status().await?;
        let is_applied = |it: &Step| it.state != StepState::Pending;
        let Some(last) = steps.into_iter().rfind(is_applied) else {
            return refuse(SchemaRefusal::NothingApplied);
        };
        if !last.reversible {
            let version = last.version;
            return refuse(SchemaRefusal::Steps(StepRefusal::NotReversible { version }));
        }
        Ok((last, self.ask(by)))
    }

    /// The first half of the answer was given: whether the step's number may be typed now, and for how long.
    pub fn confirm_downgrade(&self, by: Caller, consent: Consent) -> Outcome<Consent> {
        self.may_go_on(by, consent)?;
        Ok(self.ask(by))
    }

    /// Takes the last step back, of which the number was typed. Twice does no harm: the second time it is not the last
    /// any more.
    pub async fn downgrade(
        &self,
        by: Caller,
        consent: Consent,
        version: i64,
        typed: &str,
    ) -> Outcome<DoneStep> {
        self.may_go_on(by, consent)?;
        if typed.trim().parse() != Ok(version) {
            return refuse(SchemaRefusal::OtherVersionTyped { version });
        }
        let done = self.steps.down(version).await.map_err(of_steps)?;
        let change = SchemaChange {
            by: by.member.user,
            applied: Vec::new(),
            taken_back: Some(done.clone()),
        };
        self.log.schema_changed(&change).await;
        Ok(done)
    }

    fn ask(&self, by: Caller) -> Consent {
        Consent::asked(by.member.user, self.clock.now())
    }

    fn may_look(&self, by: Caller) -> Outcome<()> {
        let at_home = by.member.is_admin() && self.home == Some(by.guild);
        if at_home || by.member.authority == Authority::Owner {
            Ok(())
        } else {
            refuse(SchemaRefusal::NotForYou)
        }
    }

    fn may_go_on(&self, by: Caller, consent: Consent) -> Outcome<()> {
        may_change(by)?;
        let given = consent.given_by(by.member.user, self.clock.now());
        given.map_err(|why| UseCaseError::Refused(why.into()))
    }
}

fn may_change(by: Caller) -> Outcome<()> {
    if by.member.authority == Authority::Owner {
        Ok(())
    } else {
        refuse(SchemaRefusal::OwnersOnly)
    }
}

fn refuse<T>(why: SchemaRefusal) -> Outcome<T> {
    Err(UseCaseError::Refused(why))
}

fn of_steps(why: UseCaseError<StepRefusal>) -> UseCaseError<SchemaRefusal> {
    why.map_refusal(SchemaRefusal::Steps)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use kernel::ManualClock;

    use super::*;
    use crate::NoConsent;
    use crate::testing::{InMemorySchema, RecordingLog};

    struct Stage {
        schema: Schema,
        log: Arc<RecordingLog>,
        clock: ManualClock,
    }

    const STEPS: [i64; 3] = [1, 2, 5];

    fn guild(id: u64) -> GuildId {
        GuildId::new(id).unwrap()
    }

    fn caller(user: u64, authority: Authority, at: u64) -> Caller {
        let user = UserId::new(user).unwrap();
        Caller {
            guild: guild(at),
            member: Member { user, authority },
        }
    }

    fn owner() -> Caller {
        caller(1, Authority::Owner, 30)
    }

    fn stage() -> Stage {
        let clock = ManualClock::at(DateTime::UNIX_EPOCH);
        let log = Arc::new(RecordingLog::default());
        let steps = Arc::new(InMemorySchema::with(&STEPS));
        let schema = Schema::new(steps, log.clone(), Arc::new(clock.clone()), Some(guild(10)));
        Stage { schema, log, clock }
    }

    fn refusal<T: std::fmt::Debug>(outcome: Outcome<T>) -> SchemaRefusal {
        match outcome.unwrap_err() {
            UseCaseError::Refused(why) => why,
            UseCaseError::Failed(failure) => panic!("{failure}"),
        }
    }

    #[tokio::test]
    async fn only_owners_and_admins_at_home_may_look() {
        let schema = stage().schema;
        let away = 20;
        for (who, may) in [
            (caller(2, Authority::Member, 10), false),
            (caller(2, Authority::Admin, away), false),
            (caller(2, Authority::Admin, 10), true),
            (caller(1, Authority::Owner, away), true),
        ] {
            assert_eq!(schema.status(who).await.is_ok(), may, "{who:?}");
            assert_eq!(schema.history(who).await.is_ok(), may, "{who:?}");
        }
    }

    #[tokio::test]
    async fn without_a_home_no_admin_may_look() {
        let Stage { schema, .. } = stage();
        let schema = Schema {
            home: None,
            ..schema
        };
        let why = refusal(schema.status(caller(2, Authority::Admin, 10)).await);
        assert_eq!(why, SchemaRefusal::NotForYou);
    }

    #[tokio::test]
    async fn nobody_but_an_owner_changes_anything_not_even_an_admin_at_home() {
        let stage = stage();
        let (schema, admin) = (&stage.schema, caller(2, Authority::Admin, 10));
        let consent = Consent::asked(admin.member.user, stage.clock.now());
        for why in [
            refusal(schema.plan_upgrade(admin).await),
            refusal(schema.upgrade(admin, consent, 5).await),
            refusal(schema.plan_downgrade(admin).await),
            refusal(schema.confirm_downgrade(admin, consent)),
            refusal(schema.downgrade(admin, consent, 5, "5").await),
        ] {
            assert_eq!(why, SchemaRefusal::OwnersOnly);
        }
        assert_eq!(schema.history(owner()).await.unwrap(), []);
        assert_eq!(stage.log.told(), []);
    }

    #[tokio::test]
    async fn an_upgrade_applies_what_was_shown_and_says_so_at_home() {
        let stage = stage();
        let (pending, consent) = stage.schema.plan_upgrade(owner()).await.unwrap();
        let versions: Vec<_> = pending.iter().map(|it| it.version).collect();
        assert_eq!(versions, STEPS);
        let applied = stage.schema.upgrade(owner(), consent, 2).await.unwrap();
        let versions: Vec<_> = applied.iter().map(|it| it.version).collect();
        assert_eq!(versions, [1, 2], "what came later was not shown");
        let told = SchemaChange {
            by: owner().member.user,
            applied,
            taken_back: None,
        };
        assert_eq!(stage.log.told(), [told]);
    }

    #[tokio::test]
    async fn a_second_press_finds_nothing_to_do() {
        let stage = stage();
        let (_, consent) = stage.schema.plan_upgrade(owner()).await.unwrap();
        stage.schema.upgrade(owner(), consent, 5).await.unwrap();
        let again = refusal(stage.schema.upgrade(owner(), consent, 5).await);
        assert_eq!(again, SchemaRefusal::NothingPending);
        let why = refusal(stage.schema.plan_upgrade(owner()).await);
        assert_eq!(why, SchemaRefusal::NothingPending);
        assert_eq!(stage.log.told().len(), 1);
    }

    #[tokio::test]
    async fn a_downgrade_takes_the_last_step_back_once_and_only_when_its_number_is_typed() {
        let stage = stage();
        let schema = &stage.schema;
        let why = refusal(schema.plan_downgrade(owner()).await);
        assert_eq!(why, SchemaRefusal::NothingApplied);
        let (_, consent) = schema.plan_upgrade(owner()).await.unwrap();
        schema.upgrade(owner(), consent, 5).await.unwrap();

        let (last, consent) = schema.plan_downgrade(owner()).await.unwrap();
        assert_eq!(last.version, 5);
        let consent = schema.confirm_downgrade(owner(), consent).unwrap();
        for typed in ["", "2", "five", "5 5"] {
            let why = refusal(schema.downgrade(owner(), consent, 5, typed).await);
            assert_eq!(
                why,
                SchemaRefusal::OtherVersionTyped { version: 5 },
                "{typed}"
            );
        }
        let done = schema
            .downgrade(owner(), consent, 5, " 0005 ")
            .await
            .unwrap();
        assert_eq!(done.version, 5);
        let again = refusal(schema.downgrade(owner(), consent, 5, "5").await);
        let not_the_last = StepRefusal::NotTheLast {
            version: 5,
            last: Some(2),
        };
        assert_eq!(again, SchemaRefusal::Steps(not_the_last));
        let told = stage.log.told();
        assert_eq!(told.len(), 2);
        assert_eq!(told[1].taken_back, Some(done));
    }

    #[tokio::test]
    async fn a_step_without_a_way_back_is_not_even_asked_about() {
        let stage = stage();
        let steps = Arc::new(InMemorySchema::with(&[1]).without_a_way_back(1));
        let schema = Schema {
            steps: steps.clone(),
            ..stage.schema
        };
        steps.up(None).await.unwrap();
        let why = refusal(schema.plan_downgrade(owner()).await);
        let no_way_back = StepRefusal::NotReversible { version: 1 };
        assert_eq!(why, SchemaRefusal::Steps(no_way_back));
    }

    #[tokio::test]
    async fn a_confirmation_counts_for_a_minute_and_from_whoever_was_asked() {
        let stage = stage();
        let schema = &stage.schema;
        let (_, consent) = schema.plan_upgrade(owner()).await.unwrap();
        let other = caller(3, Authority::Owner, 30);
        let why = refusal(schema.upgrade(other, consent, 5).await);
        assert_eq!(why, SchemaRefusal::NoConsent(NoConsent::NotAsked));
        stage.clock.advance(TimeDelta::seconds(60));
        let late = SchemaRefusal::NoConsent(NoConsent::TooLate);
        assert_eq!(refusal(schema.upgrade(owner(), consent, 5).await), late);
        assert_eq!(refusal(schema.confirm_downgrade(owner(), consent)), late);
        let why = refusal(schema.downgrade(owner(), consent, 5, "5").await);
        assert_eq!(why, late);
    }
}
