//! The scope `gpt`: the language model that members can ask.

use settings_core::{DefaultValue, Definition, Kind, Snapshot, Who};

/// The scope's name.
pub const SCOPE: &str = "gpt";

/// Whether commands that ask the model answer.
pub const ENABLED: Definition =
    Definition::switch(SCOPE, "enabled", true, "Commands that ask a model");
/// Which model is asked; the operator's own choice when unset. It costs the operator money.
pub const MODEL: Definition =
    Definition::new(SCOPE, "model", Kind::Model, "The model that is asked").by(Who::Owner);
/// How freely it answers.
pub const TEMPERATURE: Definition = Definition::new(
    SCOPE,
    "temperature",
    Kind::Float { min: 0.0, max: 2.0 },
    "How freely the model answers",
)
.or(DefaultValue::Float(0.7));

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[ENABLED, MODEL, TEMPERATURE];

/// The scope, decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct GptSettings {
    /// Whether commands that ask the model answer.
    pub enabled: bool,
    /// Which model is asked; the operator's own choice when unset.
    pub model: Option<String>,
    /// How freely it answers: 0 the same each time, 2 almost anything.
    pub temperature: f64,
}

impl GptSettings {
    /// The scope as it stands in `snapshot`.
    pub fn read(snapshot: &Snapshot) -> Self {
        Self {
            enabled: snapshot.bool(&ENABLED),
            model: snapshot.text(&MODEL).map(str::to_owned),
            temperature: snapshot.float(&TEMPERATURE),
        }
    }
}
