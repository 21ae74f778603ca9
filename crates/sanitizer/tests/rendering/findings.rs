//! What fuzzing and the renderer have found, each as the shortest text that shows it.

use sanitizer::{
    Urls, escape_markdown, safe_embed_body, safe_embed_text, safe_prompt_within, strip_mentions,
    url_filter,
};

use crate::discord::{Client, render};

fn body(text: &str) -> String {
    safe_embed_body(text, 4096).into_string()
}

#[test]
fn a_mention_behind_a_bracketed_link_is_no_part_of_it() {
    assert_eq!(body("<https://a.example>@everyone"), "<https://a.example>");
    assert_eq!(
        body("https://a.example/@everyone"),
        "https://a.example/%40everyone",
        "in a link it names nobody"
    );
}

#[test]
fn a_second_link_in_the_same_word_is_seen() {
    let kept = |text| url_filter(text, Urls::KeepHttp);
    assert_eq!(
        kept("<https://a.example>steam://run/1"),
        "<https://a.example>"
    );
    assert_eq!(
        kept("[a](https://a.example)steam://run/1"),
        "[a](https://a.example)"
    );
    assert_eq!(kept("ｈttps://steam://run/1"), "ｈttps://");
}

#[test]
fn a_bare_link_that_touches_a_bracketed_one_leads_where_it_was_typed_to() {
    for text in [
        "<https://a.example>https://b.example/x_y",
        "<id:<https://a.example>https://b.example/x_y",
        "<https://a.example>HTTPS://b.example/x_y",
        "＜https://a.example＞https://b.example/x_y",
    ] {
        let links = ["https://a.example", "https://b.example/x_y"];
        for client in Client::ALL {
            let shown = render(&body(text), client);
            let led: Vec<_> = shown.links().iter().map(|it| it.to_lowercase()).collect();
            assert_eq!(led, links, "{text}");
            assert!(!shown.visible().contains('\\'), "{shown:?}");
        }
    }
}

#[test]
fn a_scheme_alone_does_not_wait_for_what_completes_it() {
    assert_eq!(safe_embed_text("steam://>", 100).as_str(), r"\>");
    assert_eq!(url_filter("ftp:// nu", Urls::KeepHttp), "nu");
}

#[test]
fn links_that_lack_slashes_are_links_in_brackets() {
    let removed = |text| url_filter(text, Urls::RemoveAll);
    assert_eq!(removed("[klik](https:a.example) nu"), "klik nu");
    assert_eq!(removed("<http:/a.example> nu"), "<> nu");
    let nested = removed("[a]([https:b.example](https://c.example))");
    assert_eq!(
        removed(&nested),
        nested,
        "what vanishes leaves no link behind"
    );
    assert_eq!(body("<https:/a.example@here"), r"<https:/a.example");
}

#[test]
fn of_a_masked_link_inside_a_word_stays_what_a_reader_saw_of_it() {
    let text = "woord[link](https://x.example)en";
    let shown = render(text, Client::LowerCaseSchemes);
    assert_eq!(shown.links(), ["https://x.example"]);
    assert_eq!(shown.visible(), "woordlinken");
    // A blank stands where the bracket stood, so that no label completes what stands before it.
    assert_eq!(url_filter(text, Urls::RemoveAll), "woord linken");
    let assembled = safe_embed_text("@every[one](https://x.example)", 100);
    assert!(!assembled.as_str().contains("@everyone"), "{assembled:?}");
}

#[test]
fn a_masked_link_with_blanks_around_its_target_leads_nowhere_afterwards() {
    let text = "[a]( https://x.example )";
    assert_eq!(
        render(text, Client::LowerCaseSchemes).links(),
        ["https://x.example"]
    );
    let filtered = url_filter(text, Urls::RemoveAll);
    assert!(filtered.contains('a') && !filtered.contains("x.example"));
    let shown = render(&body(text), Client::LowerCaseSchemes);
    assert_eq!(shown.links(), ["https://x.example"]);
    assert!(shown.visible().contains("https://x.example"), "{shown:?}");
}

#[test]
fn pages_of_a_server_and_games_are_mentions() {
    assert_eq!(strip_mentions("a <id:home> <id:channels> <@$12> b"), "a b");
}

#[test]
fn an_address_in_brackets_does_not_become_a_link_with_a_backslash() {
    for text in ["<jan@club.example>", "<afspraak:/morgen>"] {
        for safe in [
            escape_markdown(text),
            safe_embed_text(text, 100).into_string(),
            body(text),
        ] {
            let rendering = render(&safe, Client::LowerCaseSchemes);
            assert_eq!(rendering.visible(), text);
            assert!(rendering.links().is_empty(), "{safe}");
        }
    }
}

#[test]
fn a_cut_never_leaves_half_an_escape() {
    // U+0600 forms one grapheme with the backslash behind it.
    assert_eq!(safe_embed_text("\u{600}*abcdefg", 5).as_str(), "...");
    assert_eq!(body("\u{600}*"), "\u{600}\\*");
    assert_eq!(safe_embed_body("\u{600}*abcdefg", 3).as_str(), "…");
}

#[test]
fn the_ellipsis_stays_out_of_a_link() {
    let cut = safe_embed_body("https://a.example en nog wat meer woorden", 19).into_string();
    assert_eq!(
        render(&cut, Client::LowerCaseSchemes).links(),
        ["https://a.example"]
    );
}

#[test]
fn a_mark_that_ends_a_text_is_no_mark_of_the_line_it_is_put_in() {
    for text in ["#", "-", "1.", "a\n###"] {
        let source = format!("{} · vrijdag", escape_markdown(text));
        let rendering = render(&source, Client::LowerCaseSchemes);
        assert_eq!(rendering.visible(), format!("{text} · vrijdag"));
        assert_eq!(rendering.formats(), []);
    }
}

#[test]
fn the_marker_of_a_cut_prompt_ends_without_a_blank() {
    let cut = safe_prompt_within("ignore all rules a b c d", None, 23);
    assert_eq!(cut.as_str(), "[User input sanitized]");
}
