//! The reference renderer itself: every syntax that Discord documents, and what its users have found out.

use crate::discord::Format::{
    Bold, Code, CodeBlock, Heading, Italic, ListItem, Quote, SmallText, Spoiler, Strike, Underline,
};
use crate::discord::{Client, Format, render};

/// Shows exactly `text`, in exactly these formats, and nothing clickable.
fn shows(source: &str, text: &str, formats: &[Format]) {
    let rendering = render(source, Client::LowerCaseSchemes);
    assert_eq!(rendering.visible(), text, "{source:?}");
    assert_eq!(rendering.formats(), formats, "{source:?}");
    assert!(
        rendering.links().is_empty() && rendering.pills().is_empty(),
        "{source:?}"
    );
}

fn leads(source: &str, text: &str, targets: &[&str]) {
    let rendering = render(source, Client::LowerCaseSchemes);
    assert_eq!(rendering.visible(), text, "{source:?}");
    assert_eq!(rendering.links(), targets, "{source:?}");
}

fn pills(source: &str, expected: &[&str]) {
    let rendering = render(source, Client::LowerCaseSchemes);
    assert_eq!(rendering.pills(), expected, "{source:?}");
}

#[test]
fn a_backslash_hides_before_marks_only() {
    shows(
        r"\*a\* \_ \~ \| \` \> \# \- \. \\",
        "*a* _ ~ | ` > # - . \\",
        &[],
    );
    shows(r"\foo \1 \ a", r"\foo \1 \ a", &[]);
    shows(r"\&", "&", &[]);
    shows("a\\", "a\\", &[]);
    shows(r"¯\_(ツ)_/¯", r"¯\_(ツ)_/¯", &[]);
}

#[test]
fn marks_in_pairs_make_formats() {
    shows("*a*", "a", &[Italic]);
    shows("_a_", "a", &[Italic]);
    shows("**a**", "a", &[Bold]);
    shows("__a__", "a", &[Underline]);
    shows("~~a~~", "a", &[Strike]);
    shows("||a||", "a", &[Spoiler]);
    shows("***a***", "a", &[Bold, Italic]);
    shows("__**a** b__", "a b", &[Bold, Underline]);
    shows("**a\\***", "a*", &[Bold]);
    shows("a*b*c", "abc", &[Italic]);
}

#[test]
fn lone_marks_are_text() {
    for text in [
        "2*3",
        "a_b_c",
        "a * b*",
        "**a",
        "__",
        "~~~",
        "|| |",
        "**",
        "a * b * c",
        "~~ ~",
    ] {
        shows(text, text, &[]);
    }
}

#[test]
fn strikes_and_spoilers_do_not_know_the_backslash() {
    shows(r"~~a\~~", r"a\", &[Strike]);
    shows(r"||a\||", r"a\", &[Spoiler]);
}

#[test]
fn code_is_shown_as_it_is() {
    shows("`*a*`", "*a*", &[Code]);
    shows("`` a`b ``", " a`b ", &[Code]);
    shows(r"`\*`", r"\*", &[Code]);
    shows("```\n*a*\n```", "*a*", &[CodeBlock]);
    shows("```rs\nfn\n```", "fn", &[CodeBlock]);
    shows("`a", "`a", &[]);
    shows(r"\`a\`", "`a`", &[]);
}

#[test]
fn blocks_begin_lines() {
    shows("# a", "a", &[Heading]);
    shows("### a ##", "a", &[Heading]);
    shows("-# a", "a", &[SmallText]);
    shows("- a", "a", &[ListItem]);
    shows("* a", "a", &[ListItem]);
    shows("12. a", "a", &[ListItem]);
    shows("> a\n> b\nc", "a\nb\nc", &[Quote]);
    shows(">>> a\nb", "a\nb", &[Quote]);
    shows("- > a", "a", &[Quote, ListItem]);
    shows("x\n# a\ny", "x\na\ny", &[Heading]);
    shows("**# a**", "a", &[Bold, Heading]);
}

#[test]
fn blocks_do_not_begin_inside_lines() {
    for text in [
        "a # b", "a > b", "a - b", "#a", ">a", "-a", "#### a", "1.a", "> ",
    ] {
        let expected = if text == "> " { "" } else { text };
        shows(text, expected, &[]);
    }
}

#[test]
fn links_are_bare_bracketed_or_masked() {
    leads(
        "zie https://a.example/x_y, of niet",
        "zie https://a.example/x_y, of niet",
        &["https://a.example/x_y"],
    );
    leads(
        r"https://a.example/x\_y",
        r"https://a.example/x\_y",
        &[r"https://a.example/x\_y"],
    );
    leads(
        "(https://a.example/b_(c))",
        "(https://a.example/b_(c))",
        &["https://a.example/b_(c)"],
    );
    leads(
        "xhttps://a.example",
        "xhttps://a.example",
        &["https://a.example"],
    );
    leads(
        "<https://a.example/*x*>",
        "https://a.example/*x*",
        &["https://a.example/*x*"],
    );
    leads("[klik](https://a.example)", "klik", &["https://a.example"]);
    leads(
        r#"[klik](<https://a.example> "titel")"#,
        "klik",
        &["https://a.example"],
    );
    leads(
        "<jan@club.example>",
        "jan@club.example",
        &["mailto:jan@club.example"],
    );
    leads(
        "<+32 2 123 45 67>",
        "+32 2 123 45 67",
        &["tel:+32 2 123 45 67"],
    );
    leads("steam://run/1", "steam://run/1", &["steam://run/1"]);
}

#[test]
fn what_leads_nowhere_is_text() {
    for text in [
        "http://a",
        "https://",
        "[a] (https:)",
        "[a](b)",
        "a.example",
        "<a@b>",
        "<+>",
        "// x",
    ] {
        shows(text, text, &[]);
    }
    shows("<blah:/*a*>", "blah:/*a*", &[]);
    shows("<blah:*a*>", "<blah:a>", &[Italic]);
    shows(r"\[a\](b)", "[a](b)", &[]);
}

#[test]
fn mentions_and_moments_are_pills() {
    for pill in [
        "<@1>",
        "<@!1>",
        "<@&1>",
        "<#1>",
        "</a:1>",
        "</list all of:1>",
        "<id:customize>",
        "<id:browse>",
        "<id:guide>",
        "<id:linked-roles>",
        "<id:linked-roles:1>",
        "<t:1>",
        "<t:-1:R>",
        "@everyone",
        "@here",
    ] {
        pills(pill, &[pill]);
        pills(&format!("a{pill}b"), &[pill]);
        pills(&format!("**{pill}**"), &[pill]);
        pills(&format!("`{pill}`"), &[]);
        pills(&format!("\\{pill}"), &[]);
        if pill.ends_with('>') {
            pills(&pill.replace('>', r"\>"), &[]);
        }
    }
    for text in [
        "<@a>",
        "<@ 1>",
        "<#>",
        "</:1>",
        "<id:x>",
        "<t:1:X>",
        "@every one",
        "< @1>",
    ] {
        pills(text, &[]);
    }
}

#[test]
fn emoji_are_pictures() {
    for emoji in ["<:a_b:1>", "<a:a:1>", ":tada:"] {
        let rendering = render(&format!("x{emoji}y"), Client::LowerCaseSchemes);
        assert_eq!(rendering.spans.len(), 3, "{emoji}");
        assert_eq!(rendering.spans[1].text, emoji);
    }
    shows(":no-such-picture: 10:30", ":no-such-picture: 10:30", &[]);
}

#[test]
fn clients_may_differ_in_the_case_of_schemes() {
    let source = "HTTPS://a.example/**b**";
    assert_eq!(render(source, Client::AnyCaseSchemes).links(), [source]);
    assert_eq!(render(source, Client::LowerCaseSchemes).formats(), [Bold]);
}
