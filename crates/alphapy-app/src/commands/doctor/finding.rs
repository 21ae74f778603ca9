//! What one look found, and what mends it.

use std::fmt;

use serde_json::{Value, json};

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    check: &'static str,
    verdict: Verdict,
    found: String,
    fix: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// As it should be.
    Good,
    /// It works like this, and could be better.
    Note,
    /// It has to be mended.
    Bad,
}

impl Finding {
    pub(super) fn good(check: &'static str, found: impl Into<String>) -> Self {
        Self {
            check,
            verdict: Verdict::Good,
            found: found.into(),
            fix: None,
        }
    }

    pub(super) fn note(
        check: &'static str,
        found: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            verdict: Verdict::Note,
            fix: Some(fix.into()),
            ..Self::good(check, found)
        }
    }

    pub(super) fn bad(
        check: &'static str,
        found: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            verdict: Verdict::Bad,
            ..Self::note(check, found, fix)
        }
    }

    /// An error whose words say what is wrong, then, behind a colon or semicolon, what to do about it.
    pub(super) fn of_error(check: &'static str, error: &dyn std::error::Error) -> Self {
        let words = error.to_string();
        let cut = [": ", "; "].iter().filter_map(|it| words.find(it)).min();
        match cut {
            Some(at) => Self::bad(check, &words[..at], &words[at + 2..]),
            None => Self::bad(check, words, "the log has the reason (RUST_LOG=debug)"),
        }
    }

    pub(super) fn is_bad(&self) -> bool {
        self.verdict == Verdict::Bad
    }

    pub(super) fn json(&self) -> Value {
        let verdict = match self.verdict {
            Verdict::Good => "ok",
            Verdict::Note => "note",
            Verdict::Bad => "mend",
        };
        json!({ "check": self.check, "verdict": verdict, "found": self.found, "fix": self.fix })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.verdict {
            Verdict::Good => "ok  ",
            Verdict::Note => "note",
            Verdict::Bad => "MEND",
        };
        write!(f, "{mark}  {:<12} {}", self.check, self.found)?;
        match &self.fix {
            Some(fix) => write!(f, "\n      {:<12} → {fix}", ""),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_cut_where_its_advice_begins() {
        let error = std::io::Error::other("it is taken: stop the other one; or choose another");
        let expected = Finding::bad(
            "port",
            "it is taken",
            "stop the other one; or choose another",
        );
        assert_eq!(Finding::of_error("port", &error), expected);
        let error = std::io::Error::other("it broke");
        assert!(Finding::of_error("port", &error).fix.is_some());
    }

    #[test]
    fn what_is_to_be_mended_stands_out_with_its_cure_below() {
        let text = Finding::bad("clock", "90 seconds off", "set it").to_string();
        let (what, cure) = text.split_once('\n').unwrap();
        assert_eq!(what, "MEND  clock        90 seconds off");
        assert_eq!(cure.trim(), "→ set it");
    }
}
