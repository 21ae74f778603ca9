//! How far newcomers of a server get.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use onboarding_core::{Figures, Phase, Reached};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Query, bounded};
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// What is counted. Read as text, so that a refusal can name the field.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Of so many days up to now, by UTC, today included.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 365, default = 30)]
    days: Option<String>,
}

/// How far newcomers get. Only counts are kept, and nothing of who was counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "period_days": 30,
    "shown": 12,
    "started": 10,
    "steps": [{ "phase": "rules", "step": 1, "members": 9 }, { "phase": "questions", "step": 1, "members": 8 }],
    "completed": 7,
    "completed_percent": 70,
    "average_seconds": 95
}))]
pub(super) struct FunnelView {
    /// Of so many days up to now.
    period_days: u16,
    /// How often the way in was offered.
    shown: u64,
    /// How often somebody began.
    started: u64,
    /// How many got past each step, in the order of the way. A step that nobody got past is absent.
    steps: Vec<StepView>,
    /// How often somebody completed it.
    completed: u64,
    /// Of a hundred who began, how many completed it; null while nobody began.
    #[schema(maximum = 100)]
    completed_percent: Option<u64>,
    /// How long a completion takes on average, in seconds; null while there is none.
    average_seconds: Option<i64>,
}

/// A step that members got past.
#[derive(Debug, Serialize, ToSchema)]
struct StepView {
    /// The part of the way: `rules`, `questions`, `personalization` or `confirming`.
    phase: &'static str,
    /// Its place there, from 1.
    #[schema(minimum = 1)]
    step: u32,
    /// How many got past it.
    members: u64,
}

/// How far newcomers get: the figures of `/onboarding stats`.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/onboarding/funnel",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The figures.", body = FunnelView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    let days = bounded("days", asked.days.as_deref(), 1..=365, 30);
    let days = days.map_err(|it| ApiError::invalid(vec![it]))?;
    let figures = state.features.newcomers.figures(admin.guild, days).await?;
    Ok((NO_STORE, Json(view(days, &figures))))
}

fn view(period_days: u16, figures: &Figures) -> FunnelView {
    FunnelView {
        period_days,
        shown: figures.shown,
        started: figures.started,
        steps: figures.reached.iter().map(step).collect(),
        completed: figures.completed,
        completed_percent: figures.completed_percent(),
        average_seconds: figures.average().map(|it| it.num_seconds()),
    }
}

fn step(reached: &Reached) -> StepView {
    StepView {
        phase: match reached.phase {
            Phase::Rules => "rules",
            Phase::Questions => "questions",
            Phase::Personalisation => "personalization",
            Phase::Confirming => "confirming",
        },
        step: u32::from(reached.step) + 1,
        members: reached.members,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::GuildId;
    use onboarding_core::{FunnelEvent, FunnelStore as _};
    use serde_json::json;

    use super::*;
    use crate::testing::Scene;

    const HERE: &str = "/api/dashboard/1/onboarding/funnel";

    #[tokio::test]
    async fn admins_see_how_far_newcomers_of_their_server_get() {
        let scene = Scene::default();
        let (here, elsewhere) = (GuildId::new(1).unwrap(), GuildId::new(2).unwrap());
        let now = scene.world.now();
        for (guild, event, ago) in [
            (here, FunnelEvent::Shown, 0),
            (here, FunnelEvent::Started, 0),
            (here, FunnelEvent::Started, 40),
            (here, FunnelEvent::Passed(Phase::Questions, 0), 0),
            (here, FunnelEvent::Completed(TimeDelta::seconds(90)), 0),
            (elsewhere, FunnelEvent::Started, 0),
        ] {
            let at = now - TimeDelta::days(ago);
            scene.onboarding.count(guild, event, at).await.unwrap();
        }
        let answer = scene.get(HERE).by_user(1).send().await;
        assert_eq!(
            answer.json(),
            json!({
                "period_days": 30, "shown": 1, "started": 1,
                "steps": [{ "phase": "questions", "step": 1, "members": 1 }],
                "completed": 1, "completed_percent": 100, "average_seconds": 90,
            })
        );
        let path = format!("{HERE}?days=60");
        let longer = scene.get(&path).by_user(1).send().await.json();
        assert_eq!(
            (&longer["started"], &longer["period_days"]),
            (&json!(2), &json!(60))
        );
    }

    #[tokio::test]
    async fn a_period_that_is_none_is_refused() {
        let scene = Scene::default();
        for days in ["0", "366", "x"] {
            let path = format!("{HERE}?days={days}");
            let answer = scene.get(&path).by_user(1).send().await;
            answer.assert_refused(422, "validation_failed");
        }
    }
}
