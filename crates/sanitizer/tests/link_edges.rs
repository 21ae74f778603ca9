//! Where a link begins and where a word only looks like one, in the profile that keeps none.

use sanitizer::{Urls, safe_embed_body, url_filter};

fn strict(text: &str) -> String {
    url_filter(text, Urls::RemoveAll)
}

#[test]
fn an_invite_goes_whatever_stands_before_it() {
    for (text, expected) in [
        ("kom@discord.gg/abc nu", "kom@ nu"),
        ("ja//discord.gg/abc nu", "ja// nu"),
        ("x@discord.com/invite/abc nu", "x@ nu"),
        ("key=discord.gg/abc nu", "key= nu"),
        ("_discord.gg/abc nu", "_ nu"),
        ("a/discord.gg/abc nu", "a/ nu"),
        ("..discord.gg/abc nu", ".. nu"),
        ("DISCORD.GG/abc nu", "nu"),
        ("Discord.Gg/abc nu", "nu"),
        ("discord.gg:443/abc nu", "nu"),
        ("discord.gg?x nu", "nu"),
        ("discord.gg%2Fabc nu", "nu"),
        ("discord.gg&#0047;abc nu", "nu"),
    ] {
        assert_eq!(strict(text), expected, "{text}");
    }
}

#[test]
fn a_bare_link_goes_behind_a_sign_and_with_a_port() {
    for (text, expected) in [
        ("ja//evil.example/x nu", "ja// nu"),
        ("key=evil.example/login nu", "key= nu"),
        ("_evil.example/login nu", "_ nu"),
        ("://evil.example/login nu", ":// nu"),
        ("evil.example:8080/login nu", "nu"),
        ("Evil.Example/login nu", "nu"),
        ("EVIL.COM/login nu", "nu"),
        ("evil.net/login nu", "nu"),
        ("shop.evil.rs/login nu", "nu"),
        ("bijv.evil.com/x nu", "nu"),
    ] {
        assert_eq!(strict(text), expected, "{text}");
    }
}

#[test]
fn files_and_prose_with_slashes_stay() {
    for text in [
        "node.js/express",
        "Node.js/TypeScript developer",
        "package.json/scripts",
        "README.md/CHANGELOG.md",
        "index.html/style.css",
        "Cargo.toml/Cargo.lock",
        "app.py/main",
        "main.rs/lib.rs",
        "ASP.NET/C#",
        "bijv.kat/hond",
        "Hallo.Dit/dat",
        "hxxps://slecht.example/x",
        "jan@b.example/werk",
        "ja//nee",
        "om 20:30/21:00",
        "echt waar?ja",
        "kom je morgen? ja",
    ] {
        assert_eq!(strict(text), text);
    }
}

#[test]
fn the_number_of_a_colon_may_have_any_zeros() {
    for text in [
        "javascript&#58;x",
        "javascript&#0000058;x",
        "javascript&#x0003A;x",
        "javascript&#X3a;x",
    ] {
        for urls in [Urls::RemoveAll, Urls::KeepHttp] {
            assert_eq!(url_filter(&format!("a {text} b"), urls), "a b", "{text}");
        }
    }
    assert_eq!(strict("javascript&#580;x"), "javascript&#580;x");
}

#[test]
fn a_link_in_a_body_pings_nobody() {
    for (text, expected) in [
        (
            "https://x.example/@everyone",
            "https://x.example/%40everyone",
        ),
        ("https://x.example/@HERE/y", "https://x.example/%40HERE/y"),
        ("<https://x.example/@here>", "<https://x.example/%40here>"),
        ("https://x.example/@jan", "https://x.example/@jan"),
    ] {
        assert_eq!(safe_embed_body(text, 4096).as_str(), expected);
    }
}

#[test]
fn blanks_inside_a_masked_link_hide_nothing() {
    for (text, expected) in [
        ("[klik]( https://a.example ) nu", "klik nu"),
        ("[klik](https://a.example ) nu", "klik nu"),
        ("[klik](\n\n\n\thttps://a.example\n) nu", "klik nu"),
        ("[klik](\u{a0}https://a.example\u{2003}) nu", "klik nu"),
        ("[klik]( <https://a.example> ) nu", "klik nu"),
        ("[klik]( https://a.example \"titel\" ) nu", "klik nu"),
        ("[klik]( javascript:x ) nu", "klik nu"),
        ("([klik]( https://a.example )) nu", "(klik) nu"),
    ] {
        assert_eq!(strict(text), expected, "{text:?}");
    }
    let long = format!("[klik]({}https://x ) nu", " ".repeat(20_000));
    assert_eq!(strict(&long), "klik nu");
}

#[test]
fn brackets_with_blanks_that_hold_no_link_stay() {
    for (text, expected) in [
        ("[klik]( hier ) nu", "[klik]( hier ) nu"),
        ("[klik](  ) nu", "[klik]( ) nu"),
        ("[klik]( steam:x ) nu", "[klik]( steam:x ) nu"),
        ("[klik]( zie https://a.example ) nu", "[klik]( zie ) nu"),
        ("[klik]( https://a.example hier ) nu", "[klik]( hier ) nu"),
        ("[klik] ( https://a.example ) nu", "[klik] ( ) nu"),
        ("( https://a.example ) nu", "( ) nu"),
    ] {
        assert_eq!(strict(text), expected, "{text:?}");
    }
}

#[test]
fn a_masked_link_with_blanks_shows_where_it_leads() {
    for (text, expected) in [
        (
            "[klik]( https://a.example ) nu",
            "klik (https://a.example) nu",
        ),
        (
            "[klik](\nhttps://a.example\n) nu",
            "klik (https://a.example) nu",
        ),
        ("[klik]( javascript:x ) nu", "klik nu"),
        ("[klik](\n\n\n\nhier) nu", "\\[klik\\](\n\nhier) nu"),
    ] {
        assert_eq!(safe_embed_body(text, 4096).as_str(), expected, "{text:?}");
    }
    let kept = "[klik]( https://a.example ) nu";
    assert_eq!(url_filter(kept, Urls::KeepHttp), kept);
}

#[test]
fn brackets_that_vanish_leave_no_target_behind() {
    for text in [
        "[a]([https:?.ex- https:b.exAmAmple\\everdyo\u{600}(httpq:/](https://y)>",
        "[a]([https:b.example](https://c.ele))[< http:/x]:/x](https://y)>",
        "[a]([ https:b) x](https://y)",
        "[a](https:\r\0//c.example)) <[x",
    ] {
        let once = strict(text);
        assert_eq!(strict(&once), once, "{text:?}");
    }
}
