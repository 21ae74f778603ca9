//! Bringing a file of settings in: first shown, then done.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::UseCaseError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings_core::{
    BulkRefusal, Definition, FileRefusal, ImportPlan, ImportSettings, Imported, Look, Objection,
    Outcome, Registry, SettingValue, SettingsFile,
};
use utoipa::{IntoParams, ToSchema};

use super::agreement::{Agreement, NoAgreement};
use super::export::SettingsFileBody;
use super::write::counted;
use super::{json_of, moment, refusal};
use crate::auth::GuildAdmin;
use crate::error::{ApiError, ErrorBody, FieldError};
use crate::extract::{JsonText, Query, RequestName};
use crate::refusals::{AdminRefusals, BodyRefusals};
use crate::state::ApiState;

/// Whether it is only shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// `confirm` of the answer that showed the changes; without it nothing is changed.
    confirm: Option<String>,
}

/// What importing does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum ImportAnswer {
    /// It would do this.
    Shown(DryRun),
    /// It has done this.
    Done(ImportDone),
}

/// What importing would do.
#[expect(
    clippy::struct_field_names,
    reason = "`dry_run` is what a client looks for"
)]
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DryRun {
    /// Always true: nothing has been changed.
    dry_run: bool,
    /// Whether the file comes from another server.
    from_elsewhere: bool,
    /// What would change.
    changes: Vec<PlannedChange>,
    /// How many settings are like this already.
    unchanged: usize,
    /// What would be left out, and why.
    rejected: Vec<Rejected>,
    /// What the changes would break together; then nothing can be imported.
    conflict: Option<&'static str>,
    /// Send the same file again with `?confirm=` and this; null when there is nothing that could be done.
    confirm: Option<String>,
    /// Until when.
    expires_at: Option<String>,
}

/// A setting that would change.
#[derive(Debug, Serialize, ToSchema)]
struct PlannedChange {
    /// The category.
    scope: &'static str,
    /// The key.
    key: &'static str,
    /// What the server has set; null for the default.
    from: Value,
    /// What it would have set; null for the default.
    to: Value,
}

/// A setting that would be left out.
#[derive(Debug, Serialize, ToSchema)]
struct Rejected {
    /// The category that the file names.
    scope: String,
    /// The key that it names.
    key: String,
    /// Why, for programs.
    code: &'static str,
    /// Why, for people.
    message: String,
}

/// What importing has done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportDone {
    /// Always true.
    success: bool,
    /// What was done, for people.
    message: String,
    /// What has changed.
    changed: Vec<ImportedSetting>,
}

/// A setting that has changed.
#[derive(Debug, Serialize, ToSchema)]
struct ImportedSetting {
    /// The category.
    scope: &'static str,
    /// The key.
    key: &'static str,
    /// What holds now.
    value: Value,
}

/// Brings a file of settings in, in two steps.
///
/// Without `confirm` nothing is changed, and the answer shows what would be. The same file again with the `confirm` of
/// that answer, within five minutes, changes exactly that, all together.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/settings/import",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id"), Asked),
    request_body(
        content = SettingsFileBody,
        example = json!({"format": "alphapy-settings", "version": 1, "settings": {"reminders": {"enabled": false}}})
    ),
    responses(
        (
            status = OK,
            description = "What would change, or what has changed",
            body = ImportAnswer,
            examples(
                ("shown" = (value = json!({
                    "dry_run": true, "from_elsewhere": false, "unchanged": 0, "rejected": [], "conflict": null,
                    "changes": [{"scope": "reminders", "key": "enabled", "from": null, "to": false}],
                    "confirm": "5a0c3-80351110224678912-1795266300000", "expires_at": "2026-11-21T13:05:00Z"
                }))),
                ("done" = (value = json!({
                    "success": true, "message": "1 setting changed.",
                    "changed": [{"scope": "reminders", "key": "enabled", "value": false}]
                })))
            )
        ),
        (status = CONFLICT, description = "Too late, or something has changed meanwhile: show it again", body = ErrorBody),
        AdminRefusals,
        BodyRefusals
    )
)]
pub(super) async fn post(
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
    State(state): State<ApiState>,
    RequestName(request_id): RequestName,
    JsonText(body): JsonText,
) -> Result<Json<ImportAnswer>, ApiError> {
    let file = settings_json::read_file(body.as_bytes()).map_err(unread)?;
    let look = state.features.surroundings.look(admin.guild)?;
    let Some(word) = asked.confirm else {
        return show(admin, &file, &*look, &state).await;
    };
    let agreement = Agreement::read(&word, admin.user, state.clock.now()).map_err(not_agreed)?;
    let request = ImportSettings {
        guild: admin.guild,
        member: admin.member(),
        file: &file,
        agreed: agreement.agreed,
        request_id,
    };
    let settings = &state.features.settings;
    match settings.import(request, objections(&*look)).await {
        Ok(Imported::Made(outcomes)) => Ok(Json(ImportAnswer::Done(ImportDone::of(&outcomes)))),
        Ok(Imported::Different(_)) => Err(conflict(
            "import_changed",
            "It would do something else by now. Look at the changes again.",
        )),
        Err(UseCaseError::Refused(why)) => Err(refused(&why)),
        Err(UseCaseError::Failed(failure)) => Err(failure.into()),
    }
}

async fn show(
    admin: GuildAdmin,
    file: &SettingsFile,
    look: &dyn Look,
    state: &ApiState,
) -> Result<Json<ImportAnswer>, ApiError> {
    let settings = &state.features.settings;
    let plan = settings.plan_import(admin.guild, admin.member(), file, objections(look));
    let plan = plan.await.map_err(|why| match why {
        UseCaseError::Refused(why) => refusal::forbidden(why),
        UseCaseError::Failed(failure) => failure.into(),
    })?;
    let offer = || Agreement::offered(plan.fingerprint(), admin.user, state.clock.now());
    let offered = plan.can_be_made().then(offer);
    let shown = DryRun::of(&plan, offered, settings.registry());
    Ok(Json(ImportAnswer::Shown(shown)))
}

fn objections(look: &dyn Look) -> impl Fn(&'static Definition, &SettingValue) -> Option<Objection> {
    move |definition, value| look.objection(definition, value)
}

fn unread(why: FileRefusal) -> ApiError {
    let invalid = |field: &str, code: &'static str, message: String| {
        ApiError::invalid(vec![FieldError {
            field: field.to_owned(),
            code: code.into(),
            message,
        }])
    };
    match why {
        FileRefusal::TooLarge => ApiError::of_status(StatusCode::PAYLOAD_TOO_LARGE),
        FileRefusal::Unreadable { line } => {
            let detail = format!("The file is not valid JSON from line {line} on.");
            ApiError::new(StatusCode::BAD_REQUEST, "invalid_json", detail)
        }
        FileRefusal::SomethingElse => invalid(
            "body",
            "wrong_type",
            "This is no export of settings.".to_owned(),
        ),
        FileRefusal::OtherVersion(version) => {
            let message = format!("Only version 1 can be imported, not {version}.");
            invalid("version", "not_a_choice", message)
        }
    }
}

fn not_agreed(why: NoAgreement) -> ApiError {
    match why {
        NoAgreement::Unreadable => ApiError::invalid(vec![FieldError {
            field: "confirm".to_owned(),
            code: "wrong_type".into(),
            message: "Send what the answer that showed the changes has as confirm.".to_owned(),
        }]),
        NoAgreement::NotTheirs => ApiError::new(
            StatusCode::FORBIDDEN,
            "not_yours",
            "These changes were shown to somebody else. Look at them yourself first.",
        ),
        NoAgreement::Expired => conflict(
            "import_expired",
            "More than five minutes have passed. Look at the changes again.",
        ),
    }
}

fn refused(why: &BulkRefusal) -> ApiError {
    match why {
        BulkRefusal::Violates(constraint) => refusal::violated(constraint, "settings"),
        // What else could be refused was left out of the plan, so that it changed meanwhile.
        _ => conflict(
            "import_changed",
            "It would do something else by now. Look at the changes again.",
        ),
    }
}

fn conflict(code: &'static str, detail: &'static str) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, code, detail)
}

impl DryRun {
    fn of(plan: &ImportPlan<Objection>, offered: Option<Agreement>, registry: &Registry) -> Self {
        let changes = plan.changes.iter().map(|it| PlannedChange {
            scope: it.definition.scope,
            key: it.definition.key,
            from: json_of(it.now.as_ref()),
            to: json_of(it.then.as_ref()),
        });
        let rejected = plan.rejected.iter().map(|it| {
            let (code, message) = refusal::words(it, registry);
            Rejected {
                scope: it.scope.clone(),
                key: it.key.clone(),
                code,
                message,
            }
        });
        Self {
            dry_run: true,
            from_elsewhere: plan.from_elsewhere,
            changes: changes.collect(),
            unchanged: plan.unchanged,
            rejected: rejected.collect(),
            conflict: plan.violated.map(|it| it.demand),
            confirm: offered.map(|it| it.to_string()),
            expires_at: offered.map(|it| moment(it.until)),
        }
    }
}

impl ImportDone {
    fn of(outcomes: &[Outcome]) -> Self {
        let changed = outcomes
            .iter()
            .filter(|it| it.changed)
            .map(|it| ImportedSetting {
                scope: it.definition.scope,
                key: it.definition.key,
                value: json_of(it.after.as_ref()),
            });
        let changed: Vec<_> = changed.collect();
        Self {
            success: true,
            message: counted(changed.len()),
            changed,
        }
    }
}
