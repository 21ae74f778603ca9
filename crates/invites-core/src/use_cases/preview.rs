//! What a template looks like, before anybody joins.

use crate::settings::default_template;
use crate::{Concern, Person, Template, Variant, Welcome};

/// How many the sample inviter has brought.
const SAMPLE_COUNT: u32 = 5;

/// A template, filled in with sample data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What would be posted.
    pub welcome: Welcome,
    /// What an admin should know of it.
    pub concerns: Vec<Concern>,
}

impl Preview {
    /// What would be posted if `sample` joined, brought by themselves where an inviter is needed. Without a template it is
    /// the default.
    pub fn of(variant: Variant, template: Option<&str>, sample: &Person) -> Self {
        let template = Template::read(template.unwrap_or(default_template(variant)));
        let inviter = match variant {
            Variant::WithInviter => Some((sample, SAMPLE_COUNT)),
            Variant::Plain => None,
        };
        Self {
            welcome: template.fill(sample, inviter),
            concerns: template.concerns(variant),
        }
    }
}
