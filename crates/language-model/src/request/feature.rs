//! What a model is asked for.

/// What a model is asked for: a name for figures and logs, and whether it counts against the quota of whoever asked.
///
/// Each feature declares its own as a constant.
///
/// ```
/// use language_model::Feature;
///
/// const LEARN_TOPIC: Feature = Feature::command("learn_topic");
/// const TICKET_SUMMARY: Feature = Feature::background("ticket_summary");
/// assert!(LEARN_TOPIC.is_charged() && !TICKET_SUMMARY.is_charged());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Feature {
    name: &'static str,
    is_charged: bool,
}

impl Feature {
    /// A command that a member runs: each answer counts as one of their day.
    pub const fn command(name: &'static str) -> Self {
        Self {
            name,
            is_charged: true,
        }
    }

    /// What the bot does by itself or for staff, such as summaries and drafts: it counts against nobody's quota.
    pub const fn background(name: &'static str) -> Self {
        Self {
            name,
            is_charged: false,
        }
    }

    /// Its name, such as `learn_topic`.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether an answer counts against the quota of whoever asked.
    pub const fn is_charged(self) -> bool {
        self.is_charged
    }
}
