//! What a changed template looks like, shown to whoever changed it.

use invites_core::settings::{NO_INVITER, WITH_INVITER};
use invites_core::{Concern, Person, Preview, Variant};
use settings_core::{Definition, SettingValue};

use crate::context::Asker;
use crate::text::{Card, Colour, Rich};

/// The longest name of a placeholder that is shown.
const NAME_MAX: usize = 50;

/// The card below the answer to a changed template, and what is worth knowing of it; none for other settings.
pub(crate) fn of(
    definition: &Definition,
    now: Option<&SettingValue>,
    asker: &Asker,
) -> Option<(Card, Rich)> {
    let variant = match () {
        () if definition.is(&WITH_INVITER) => Variant::WithInviter,
        () if definition.is(&NO_INVITER) => Variant::Plain,
        () => return None,
    };
    let template = match now {
        Some(SettingValue::Text(it)) => Some(it.as_str()),
        _ => None,
    };
    let sample = Person {
        id: asker.member.user,
        name: Some(asker.name.clone()),
    };
    let preview = Preview::of(variant, template, &sample);
    // It is what whoever reads it has just written, and an embed pings nobody.
    let card = Card::new(Colour::Blue, "👀 As if you had joined").verbatim(preview.welcome.text());
    Some((card, concerns(&preview)))
}

fn concerns(preview: &Preview) -> Rich {
    let mut text = Rich::default();
    for concern in &preview.concerns {
        text = text.and("\n⚠️ ");
        text = match concern {
            Concern::Unknown(name) => text
                .and("I know no placeholder ")
                .code(&format!("{{{name}}}"), NAME_MAX)
                .and(", so it stays as it is."),
            Concern::NeedsInviter(written) => text
                .code(written, NAME_MAX)
                .and(" needs an inviter, and this text is for newcomers without one, so it stays as it is."),
        };
    }
    if preview.welcome.is_blank() {
        text = text.and("\n⚠️ Nothing of it can be shown, so the default is used instead.");
    }
    text
}
