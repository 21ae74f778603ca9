//! Templates, filled in.

use proptest::prelude::*;

use super::*;

fn person(id: u64, name: &str) -> Person {
    Person {
        id: UserId::new(id).unwrap(),
        name: Some(name.to_owned()),
    }
}

/// What is posted of Alice (7), whom Bob (8) has brought as his fifth.
fn brought(template: &str) -> String {
    let (alice, bob) = (person(7, "Alice"), person(8, "Bob_*"));
    let welcome = Template::read(template).fill(&alice, Some((&bob, 5)));
    welcome.text().to_owned()
}

fn plain(template: &str) -> String {
    let welcome = Template::read(template).fill(&person(7, "Alice"), None);
    welcome.text().to_owned()
}

#[test]
fn every_placeholder_is_filled_in() {
    assert_eq!(
        brought("{member} ({member_name}), by {inviter} ({inviter_name}): {count}!"),
        "<@7> (Alice), by <@8> (Bob\\_\\*): 5!"
    );
    assert_eq!(
        plain("**Hi** {member}\n[rules](https://a.example) <#123>"),
        "**Hi** <@7>\n[rules](https://a.example) <#123>"
    );
}

#[test]
fn braces_are_what_they_are() {
    assert_eq!(brought("{{member}} {{{count}}}"), "{member} {5}");
    for text in [
        "{",
        "}",
        "a { b",
        "{}",
        "{ member }",
        "{member",
        "{nobody}",
        "{a.b}",
    ] {
        assert_eq!(brought(text), text);
    }
}

#[test]
fn what_needs_an_inviter_stays_as_it_is_without_one() {
    assert_eq!(
        plain("{member} {inviter} {count}"),
        "<@7> {inviter} {count}"
    );
    let concerns = Template::read("{count} {nope} {nope} {member}").concerns(Variant::Plain);
    assert_eq!(
        concerns,
        [
            Concern::NeedsInviter("{count}"),
            Concern::Unknown("nope".to_owned())
        ]
    );
    let concerns = Template::read("{count} {member}").concerns(Variant::WithInviter);
    assert_eq!(concerns, []);
}

#[test]
fn nobody_else_is_mentioned_however_it_is_put_together() {
    let sly = person(7, "99");
    let fill = |template: &str| {
        let welcome = Template::read(template).fill(&sly, None);
        welcome.text().to_owned()
    };
    for template in [
        "<@99>",
        "<@{member_name}>",
        "<@&{member_name}>",
        "@everyone",
        "@every{nobody}one",
        "<@!99> @here",
    ] {
        let text = fill(template);
        for mention in ["<@99>", "<@&99>", "<@!99>", "@everyone", "@here"] {
            assert!(!text.contains(mention), "{template}: {text}");
        }
    }
    let named = person(7, "@everyone <@99>");
    let welcome = Template::read("{member_name}!").fill(&named, None);
    assert!(!welcome.text().contains("<@99>") && !welcome.text().contains("@everyone"));
}

#[test]
fn nobody_has_no_name() {
    let unknown = Person {
        name: None,
        ..person(7, "")
    };
    let blank = person(7, "\u{200b}");
    for person in [unknown, blank] {
        let welcome = Template::read("{member_name}").fill(&person, None);
        assert_eq!(welcome.text(), "User 7");
    }
}

#[test]
fn a_long_one_ends_before_a_mention_and_never_within() {
    let text = brought(&"{member}".repeat(1_000));
    assert_eq!(text, "<@7>".repeat(WELCOME_MAX / 4));
    let text = brought(&format!("{}{{inviter}}", "x".repeat(WELCOME_MAX - 2)));
    assert_eq!(text, "x".repeat(WELCOME_MAX - 2));
}

/// The ids of users and roles that Discord would find in a text.
fn mentioned(text: &str) -> Vec<String> {
    let starts = text.match_indices("<@").map(|it| &text[it.0 + 2..]);
    let ids = starts.filter_map(|it| {
        let it = it.strip_prefix(['!', '&']).unwrap_or(it);
        let (id, _) = it.split_once('>')?;
        (!id.is_empty() && id.bytes().all(|it| it.is_ascii_digit())).then(|| id.to_owned())
    });
    ids.collect()
}

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("{member}".to_owned()),
        Just("{inviter}".to_owned()),
        Just("{inviter_name}".to_owned()),
        Just("{member_name}".to_owned()),
        Just("{count}".to_owned()),
        Just("⟦member⟧".to_owned()),
        "[{}<>@!&#⟦⟧0-9a-z]{0,6}",
        "\\PC{0,5}",
        Just("@everyone".to_owned()),
        Just("<@".to_owned()),
    ];
    prop::collection::vec(part, 0..12).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn no_text_panics_or_mentions_anybody_but_the_two(
        template in any_text(), name in any_text(), other in any_text(), has_inviter in any::<bool>(),
    ) {
        let (alice, bob) = (person(7_001, &name), person(8_002, &other));
        let inviter = has_inviter.then_some((&bob, 3));
        let welcome = Template::read(&template).fill(&alice, inviter);
        prop_assert!(welcome.text().chars().count() <= WELCOME_MAX);
        for id in mentioned(welcome.text()) {
            prop_assert!(id == "7001" || has_inviter && id == "8002", "{id} in {}", welcome.text());
        }
        prop_assert!(!welcome.text().contains("@everyone") && !welcome.text().contains("@here"));
    }
}
