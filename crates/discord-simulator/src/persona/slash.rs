//! Reads a command as a person types it: `/name sub option:value other:"quoted value"`.

use super::refused::ClientRefusal;

/// A typed command before its values are understood.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Typed {
    /// The command's name, then its group and subcommand where there are any.
    pub(crate) path: Vec<String>,
    pub(crate) options: Vec<(String, String)>,
}

pub(crate) fn read(text: &str) -> Result<Typed, ClientRefusal> {
    let unreadable = || ClientRefusal::Unreadable(text.to_owned());
    let mut rest = text.trim().strip_prefix('/').ok_or_else(unreadable)?;
    let mut typed = Typed {
        path: Vec::new(),
        options: Vec::new(),
    };
    while !rest.is_empty() {
        let word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        match rest[..word_end].find(':') {
            None if typed.options.is_empty() => {
                typed.path.push(rest[..word_end].to_owned());
                rest = rest[word_end..].trim_start();
            }
            None => return Err(unreadable()),
            Some(colon) => {
                let name = rest[..colon].to_owned();
                let (value, after) = value(&rest[colon + 1..]).ok_or_else(unreadable)?;
                typed.options.push((name, value));
                rest = after.trim_start();
            }
        }
    }
    if typed.path.is_empty() {
        Err(unreadable())
    } else {
        Ok(typed)
    }
}

/// A value and what follows it. Within quotes `\"`, `\\` and `\n` stand for themselves and a line break.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, path: &[&str], options: &[(&str, &str)]) {
        let typed = read(text).unwrap();
        assert_eq!(typed.path, path, "{text}");
        let options: Vec<_> = options
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(typed.options, options, "{text}");
    }

    #[test]
    fn a_command_is_read_as_it_is_typed() {
        check("/ping", &["ping"], &[]);
        check(
            "/add_reminder time:20:00 days:mon,wed",
            &["add_reminder"],
            &[("time", "20:00"), ("days", "mon,wed")],
        );
        check(
            r#"/a message:"Bring potions" b:1"#,
            &["a"],
            &[("message", "Bring potions"), ("b", "1")],
        );
        check(
            r#"/a m:"say \"hi\"\nyou""#,
            &["a"],
            &[("m", "say \"hi\"\nyou")],
        );
        check(
            "/config reminders toggle enabled:false",
            &["config", "reminders", "toggle"],
            &[("enabled", "false")],
        );
        check("/a empty:", &["a"], &[("empty", "")]);
    }

    #[test]
    fn what_is_no_command_is_refused() {
        for text in ["ping", "/", r#"/a m:"open"#, "/a x:1 stray"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
