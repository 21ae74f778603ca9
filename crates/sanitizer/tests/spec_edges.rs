//! What the specification asks beside its tables: schemes, disguises, lists, cuts.

use sanitizer::{
    Flag, Urls, escape_markdown, safe_embed_body, safe_embed_body_with_flags, safe_embed_text,
    safe_embed_text_with_flags, safe_log_message, safe_log_message_with_flags, strip_mentions,
    url_filter, url_filter_with_flags,
};

fn strict(text: &str) -> String {
    url_filter(text, Urls::RemoveAll)
}

#[test]
fn every_scheme_goes_in_both_modes() {
    for scheme in [
        "javascript:",
        "data:text/html,",
        "vbscript:",
        "file:///",
        "ftp://",
        "mailto:",
        "discord://",
        "steam://",
        "intent://",
        "tg://",
        "slack://",
        "zoommtg://",
        "JAVASCRIPT:",
        "java\u{200b}script:",
        "javascript%3A",
        "javascript&#58;",
        "javascript&colon;",
        "jаvascript:",
        "ｊａｖａｓｃｒｉｐｔ：",
    ] {
        for urls in [Urls::RemoveAll, Urls::KeepHttp] {
            let text = format!("zie {scheme}x1y nu");
            assert_eq!(url_filter(&text, urls), "zie nu", "{scheme}");
        }
    }
}

#[test]
fn ordinary_words_with_colons_slashes_and_dots_stay() {
    for text in [
        "ja//nee",
        "biodata: ja",
        "metadata:x",
        "en/of",
        "24/7",
        "km/u",
        "20:30",
        "les: morgen",
        "www",
        "e.d.",
        "z.B.",
        "a.s. zaterdag",
        "v1.2.3",
        "R&D",
        "50%",
        "1/2 kop",
        "http is een protocol",
        "hxxps://slecht.example",
        "3 < 4 > 2",
        "x@y",
        "#algemeen",
        "@jan",
        "prijs: 5/10",
        "de file: lang",
        "profile:x",
        "node.js en vue.js",
    ] {
        assert_eq!(strict(text), text);
        assert_eq!(url_filter(text, Urls::KeepHttp), text);
        assert_eq!(strip_mentions(text), text);
    }
}

#[test]
fn punctuation_around_a_link_is_not_part_of_it() {
    for (text, expected) in [
        ("(https://a.example)", "()"),
        ("<https://a.example>", "<>"),
        ("https://a.example.", "."),
        ("https://a.example, en", ", en"),
        ("[https://a.example]", "[]"),
        ("\"https://a.example\"!", "\"\"!"),
        ("https://a.example/b_(c) d", "d"),
    ] {
        assert_eq!(strict(text), expected, "{text}");
    }
}

#[test]
fn a_domain_with_a_path_goes_whatever_it_ends_in() {
    for text in [
        "a.pf/x",
        "shop.example/login",
        "café.be/menu",
        "a.b.c.io/",
        "xn--caf-dma.example/x",
        "bücher.de/x",
    ] {
        assert_eq!(strict(&format!("zie {text} nu")), "zie nu", "{text}");
    }
}

#[test]
fn masked_links_become_their_labels() {
    for (text, expected) in [
        ("[klik](https://a.example) nu", "klik nu"),
        ("[klik [hier]](https://a.example) nu", "klik [hier] nu"),
        ("[klik](https://a.example/x_(y)) nu", "klik nu"),
        ("[klik](<https://a.example>) nu", "klik nu"),
        ("[klik](https://a.example 'titel') nu", "klik nu"),
        ("[klik](http:/a.example) nu", "klik nu"),
        ("[a](https://x.example)[b](https://y.example)", "a b"),
        ("[geen link](gewoon tekst)", "[geen link](gewoon tekst)"),
    ] {
        assert_eq!(strict(text), expected, "{text}");
    }
}

#[test]
fn a_cut_cannot_assemble_what_was_taken_out() {
    for text in [
        "@ev<@1>eryone",
        "@<#2>here",
        "<@<@3>4>",
        "<<@&5>@6>",
        "@every@hereone",
        "<@!@everyone7>",
    ] {
        let rest = strip_mentions(text);
        assert_eq!(strip_mentions(&rest), rest);
        assert!(
            !rest.contains("@everyone") && !rest.contains("@here") && !rest.contains("<@"),
            "{text}: {rest}"
        );
    }
    assert_eq!(
        safe_embed_text("ht<@1>tps://a.example <#1>x", 99).as_str(),
        "x"
    );
}

#[test]
fn everybody_is_found_in_every_disguise() {
    for text in [
        "@everyone",
        "@EVERYONE",
        "@Everyone",
        "＠everyone",
        "@е\u{200b}verу\u{2060}one",
        "@ｅｖｅｒｙｏｎｅ",
        "@𝐞𝐯𝐞𝐫𝐲𝐨𝐧𝐞",
        "@ⓔⓥⓔⓡⓨⓞⓝⓔ",
        "@e\u{301}veryone",
        "@ever\u{202e}yone",
        "@\u{e0041}here",
        "@hеrе",
        "@ʜᴇʀᴇ",
        "@ηere",
    ] {
        let expected = if text == "@ηere" { text } else { "" };
        assert_eq!(strip_mentions(text), expected, "{text}");
    }
}

#[test]
fn marks_at_the_start_of_a_line_are_inert_in_every_form() {
    for (text, expected) in [
        ("# a", r"\# a"),
        ("## a", r"\## a"),
        ("### a", r"\### a"),
        ("#### a", "#### a"),
        ("#a", "#a"),
        ("-# a", r"\-# a"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("* a", r"\* a"),
        ("1. a", r"1\. a"),
        ("10. a", r"10\. a"),
        ("2026. a", r"2026\. a"),
        ("> a", r"\> a"),
        (">>> a", r"\>\>\> a"),
        ("  - a\n    - b", "  \\- a\n    \\- b"),
        ("x\r\n- a\u{2028}# b", "x\r\n\\- a\u{2028}\\# b"),
        ("-a +b 1.5 a - b", "-a +b 1.5 a - b"),
    ] {
        assert_eq!(escape_markdown(text), expected, "{text:?}");
    }
}

#[test]
fn emoji_keep_their_joiners_and_words_lose_theirs() {
    for (text, expected) in [
        (
            "👩\u{200d}💻 ❤\u{fe0f} 👍🏽 🇧🇪 1\u{fe0f}\u{20e3}",
            "👩\u{200d}💻 ❤\u{fe0f} 👍🏽 🇧🇪 1\u{fe0f}\u{20e3}",
        ),
        ("a\u{200d}b\u{fe0f}c", "abc"),
        ("\u{202e}omgekeerd\u{202c}", "omgekeerd"),
        ("\u{e0061}\u{e007f}x", "x"),
    ] {
        assert_eq!(strip_mentions(text), expected);
        assert_eq!(safe_log_message(text, 200).as_str(), expected);
    }
}

#[test]
fn cuts_split_nothing_and_say_that_they_were_made() {
    for max in 0..30 {
        let text = "*é*👩\u{200d}💻 [x](https://a.example) _y_ 👍🏽👍🏽 slot van de zin";
        let line = safe_embed_text_with_flags(text, max);
        assert!(line.value.as_str().chars().count() <= max);
        assert!(
            !line.value.as_str().contains("\u{200d}..."),
            "{}",
            line.value
        );
        assert!(line.flags.contains(Flag::Truncated), "{max}");
        let backslashes = line.value.as_str().trim_end_matches('.').chars().rev();
        assert_eq!(backslashes.take_while(|it| *it == '\\').count() % 2, 0);
        assert!(safe_embed_body(text, max).as_str().chars().count() <= max);
    }
}

#[test]
fn flags_tell_what_was_done_and_nothing_else() {
    let body = safe_embed_body_with_flags("*a* <@1> javascript:x \u{200b}b", 4096);
    assert_eq!(
        body.flags.to_string(),
        "mentions, links, markdown, invisible"
    );
    assert!(
        safe_embed_body_with_flags("gewoon één zin 😊\n\nhttps://a.example/x_y", 4096)
            .flags
            .is_empty()
    );
    assert!(
        url_filter_with_flags("https://a.example", Urls::KeepHttp)
            .flags
            .is_empty()
    );
    let log = safe_log_message_with_flags("\u{1b}[1mx\u{1b}[0m wachtwoord: hunter2", 200);
    assert_eq!(log.value.as_str(), "x wachtwoord: [redacted]");
    assert_eq!(log.flags.to_string(), "terminal_codes, secrets");
}

#[test]
fn a_log_loses_whole_terminal_sequences() {
    for (text, expected) in [
        ("\u{1b}[1;31mrood\u{1b}[0m", "rood"),
        ("\u{1b}]0;titel\u{7}x", "x"),
        (
            "\u{1b}]8;;https://a.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
            "link",
        ),
        ("\u{1b}(Bx\u{1b}=y", "xy"),
        ("\u{9b}2Jx", "x"),
        ("a\u{8}\u{8}b\u{7f}", "ab"),
        ("a\u{1b}", "a"),
    ] {
        assert_eq!(safe_log_message(text, 200).as_str(), expected, "{text:?}");
    }
}
