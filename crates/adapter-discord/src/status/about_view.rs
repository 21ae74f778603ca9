//! What people see of `/version`, `/release` and `/innersync`.

use chrono::TimeDelta;
use operations_core::{CODENAME, NAME, NotesOf, ReleaseNotes, VERSION};

use super::WebApps;
use crate::reply::{Body, Reply, link};
use crate::text::{Card, Colour, Rich};

/// The longest notes, in characters: Discord takes 4096 in a description, and the lines around them need some.
pub(super) const NOTES_MAX: usize = 3800;

pub(super) fn version() -> Reply {
    let version = Rich::own("I am **").and(NAME).and(" ").and(VERSION);
    Reply::text(
        version
            .and("** “")
            .and(CODENAME)
            .and("”. `/release` shows what is new."),
    )
}

pub(super) fn release(notes: Option<&ReleaseNotes<'static>>) -> Reply {
    let title = Rich::own("📰 ").and(NAME).and(" ").and(VERSION);
    let card = Card::new(Colour::Blue, title.and(" “").and(CODENAME).and("”"));
    let Some(notes) = notes else {
        return Reply::card(card.description("Nothing is written about this version."));
    };
    let mut text = Rich::own(match notes.of {
        NotesOf::Version => "",
        NotesOf::Unreleased => {
            "Nothing is written about this version yet. This is what has been done since the last one.\n"
        }
    });
    for section in &notes.sections {
        text = text.and("\n**").and(section.heading).and("**\n");
        for entry in &section.entries {
            text = text.and("- ");
            for line in entry {
                text = text.and(line).and(" ");
            }
            text = text.and("\n");
        }
    }
    if notes.left_out > 0 {
        let left = u64::try_from(notes.left_out).unwrap_or(u64::MAX);
        text = text.and("\n… and ").number(left).and(" more.");
    }
    Reply::card(card.description(text))
}

pub(super) fn wait(left: TimeDelta) -> Reply {
    // Rounded up, so that whoever waits as long as they are told is let in.
    let seconds = u64::try_from(left.num_milliseconds()).unwrap_or_default();
    let seconds = seconds.div_ceil(1000).max(1);
    Reply::text(
        Rich::own("⏳ You have just asked for this. Please try again in ")
            .number(seconds)
            .and(if seconds == 1 {
                " second."
            } else {
                " seconds."
            }),
    )
}

pub(super) fn innersync(apps: &WebApps) -> Reply {
    let card = Card::new(Colour::Blue, "🌐 Innersync").description(
        "I belong to the Innersync apps. Your account there lets you see your reminders on the web; admins set this \
         server up on the dashboard.\n\n**Link your account:** sign in on the app *with Discord*, as the person that \
         you are here, and I know you the next time you open the dashboard. If you signed up in another way, ask \
         whoever runs me to link you.",
    );
    let buttons = vec![
        link("App", &apps.app),
        link("Mind", &apps.mind),
        link("Dashboard", &apps.alphapy),
    ];
    Reply::Message(Body::card(card).buttons(buttons))
}

#[cfg(test)]
mod tests {
    use operations_core::{NotesSection, release_notes};

    use super::*;

    fn shown(reply: Reply) -> String {
        match reply {
            Reply::Message(body) => {
                let data = body.into_data();
                let embeds = data.embeds.unwrap_or_default();
                let texts = embeds.into_iter().filter_map(|it| it.description);
                texts.chain(data.content).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_notes_of_this_version_fit() {
        let text = shown(release(release_notes(NOTES_MAX).as_ref()));
        assert!(text.chars().count() <= 4096, "{}", text.chars().count());
        assert!(text.contains("**Added**\n- Reminders"), "{text}");
    }

    #[test]
    fn lines_of_an_entry_are_joined_and_what_is_left_out_is_counted() {
        let notes = ReleaseNotes {
            of: NotesOf::Version,
            sections: vec![NotesSection {
                heading: "Fixed",
                entries: vec![vec!["One thing,", "over two lines."]],
            }],
            left_out: 2,
        };
        let text = shown(release(Some(&notes)));
        assert_eq!(
            text,
            "\n**Fixed**\n- One thing, over two lines. \n\n… and 2 more."
        );
    }

    #[test]
    fn the_wait_is_rounded_up() {
        let said = |milliseconds| shown(wait(TimeDelta::milliseconds(milliseconds)));
        assert!(said(1).ends_with("in 1 second."));
        assert!(said(5001).ends_with("in 6 seconds."));
    }
}
