//! Who may have another answer today.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Days, NaiveTime, Utc};
use kernel::{GuildId, UserId};

use super::{Counted, ModelUsage, Plan, Plans, UsageKey};
use crate::{CompletionRequest, FailureClass, ModelDiary, ModelError, ModelNote, QuotaReached};

/// After so many failures to count in a row, those who pay nothing are no longer let through uncounted.
const FAILURES_OPEN: u32 = 3;

/// The quotas of all members.
pub(crate) struct Quotas {
    usage: Arc<dyn ModelUsage>,
    plans: Option<Arc<dyn Plans>>,
    free_limit: Option<u32>,
    diary: Arc<dyn ModelDiary>,
    failures: AtomicU32,
}

/// How much a member may have.
struct Allowance {
    limit: Option<u32>,
    is_free: bool,
}

impl Quotas {
    /// Without `plans`, everybody has `free_limit` answers a day, or as many as they like if there is none.
    pub(crate) fn new(
        usage: Arc<dyn ModelUsage>,
        plans: Option<Arc<dyn Plans>>,
        free_limit: Option<u32>,
        diary: Arc<dyn ModelDiary>,
    ) -> Self {
        Self {
            usage,
            plans,
            free_limit,
            diary,
            failures: AtomicU32::new(0),
        }
    }

    /// Counts an answer before it is asked for. None when there is nothing to give back if it does not come.
    pub(crate) async fn charge(
        &self,
        request: &CompletionRequest,
        now: DateTime<Utc>,
    ) -> Result<Option<UsageKey>, ModelError> {
        let Some(user) = request.user.filter(|_| request.feature.is_charged()) else {
            return Ok(None);
        };
        let key = key(request.guild, user, now);
        let allowance = self.allowance(request.guild, user).await;
        match (
            self.usage.count(&key, allowance.limit).await,
            allowance.limit,
        ) {
            (Ok(Counted::Now(_)), _) => {
                self.failures.store(0, Ordering::Relaxed);
                Ok(Some(key))
            }
            (Ok(Counted::Full), limit) => {
                self.failures.store(0, Ordering::Relaxed);
                let reached = QuotaReached {
                    limit: limit.unwrap_or_default(),
                    resets_at: next_day(now),
                };
                let class = FailureClass::UserQuota(reached);
                Err(ModelError::new(class, "all answers of the day were given"))
            }
            (Err(failure), limit) => {
                let failures = self.failures.fetch_add(1, Ordering::Relaxed);
                let is_let_through =
                    failures < FAILURES_OPEN || limit.is_none() || !allowance.is_free;
                self.diary.noted(&ModelNote::QuotaUncounted {
                    failure: &failure,
                    is_let_through,
                });
                if is_let_through {
                    return Ok(None);
                }
                let detail = "answers of the day cannot be counted";
                Err(ModelError::new(FailureClass::QuotaUncounted, detail))
            }
        }
    }

    /// Takes back what was counted for an answer that did not come.
    pub(crate) async fn give_back(&self, charge: &UsageKey) {
        let written = self.usage.give_back(charge).await;
        self.note(written.err());
    }

    /// Counts the tokens of an answer.
    pub(crate) async fn add_tokens(
        &self,
        request: &CompletionRequest,
        tokens: u64,
        now: DateTime<Utc>,
    ) {
        let Some(user) = request.user.filter(|_| tokens > 0) else {
            return;
        };
        let key = key(request.guild, user, now);
        let written = self.usage.add_tokens(&key, tokens).await;
        self.note(written.err());
    }

    /// How many answers a member has had today, and how many there are; none where nobody knows.
    pub(crate) async fn of(
        &self,
        guild: Option<GuildId>,
        user: UserId,
        now: DateTime<Utc>,
    ) -> (Option<u32>, Option<u32>) {
        let counted = self.usage.used(&key(guild, user, now)).await;
        let limit = self.allowance(guild, user).await.limit;
        (counted.ok().map(|it| it.answers), limit)
    }

    async fn allowance(&self, guild: Option<GuildId>, user: UserId) -> Allowance {
        let Some(plans) = &self.plans else {
            return Allowance {
                limit: self.free_limit,
                is_free: true,
            };
        };
        let plan = match plans.plan_of(guild, user).await {
            Ok(plan) => plan,
            Err(failure) => {
                self.diary.noted(&ModelNote::PlanUnknown(&failure));
                Plan::Free
            }
        };
        Allowance {
            limit: plan.daily_limit(),
            is_free: plan == Plan::Free,
        }
    }

    fn note(&self, failure: Option<kernel::PortFailure>) {
        if let Some(failure) = failure {
            self.diary.noted(&ModelNote::UsageUnwritten(&failure));
        }
    }
}

fn key(guild: Option<GuildId>, user: UserId, now: DateTime<Utc>) -> UsageKey {
    let day = now.date_naive();
    UsageKey { guild, user, day }
}

fn next_day(now: DateTime<Utc>) -> DateTime<Utc> {
    let next = now.date_naive().checked_add_days(Days::new(1));
    next.map_or(now, |it| it.and_time(NaiveTime::MIN).and_utc())
}
