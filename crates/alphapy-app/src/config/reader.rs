//! Reads one variable at a time, and notes what is wrong with it.

use std::fs::File;
use std::io::Read as _;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::RangeInclusive;

use http::Uri;
use secrecy::SecretString;

/// The longest file that may hold a secret, in bytes.
const LONGEST_SECRET: u64 = 64 * 1024;

/// Reads variables. Problems name them, and never hold a value.
pub(super) struct Reader<'a> {
    pub(super) lookup: &'a dyn Fn(&str) -> Option<String>,
    /// What is wrong: nothing can be done with such an environment.
    pub(super) problems: Vec<String>,
    /// What is missing for `run`, but for nothing else.
    pub(super) lacks: Vec<String>,
    /// What works, but should be otherwise.
    pub(super) warnings: Vec<String>,
}

impl<'a> Reader<'a> {
    /// A reader of what `lookup` knows, of which this was wrong already.
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>, problems: Vec<String>) -> Self {
        Self {
            lookup,
            problems,
            lacks: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(super) fn problem(&mut self, words: impl Into<String>) {
        self.problems.push(words.into());
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name)
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    }

    /// A secret: the variable itself, or the content of the file that `NAME_FILE` names.
    pub(super) fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        let (here, in_file) = (self.text(name), self.text(&format!("{name}_FILE")));
        match (here, in_file) {
            (Some(_), Some(_)) => {
                self.problem(format!("{name} and {name}_FILE are both set: keep one"));
                None
            }
            (None, Some(path)) => self.content(name, &path),
            (here, None) => here.map(SecretString::from),
        }
    }

    fn content(&mut self, name: &'static str, path: &str) -> Option<SecretString> {
        let read = || {
            let mut text = String::new();
            let mut file = File::open(path)?.take(LONGEST_SECRET + 1);
            file.read_to_string(&mut text).map(|_| text)
        };
        let wrong = match read() {
            Err(_) => "names a file that cannot be read as text",
            Ok(text) if text.len() as u64 > LONGEST_SECRET => "names a file of more than 64 KiB",
            Ok(text) => match text.trim() {
                "" => "names an empty file",
                secret => return Some(SecretString::from(secret)),
            },
        };
        self.problem(format!("{name}_FILE {wrong}"));
        None
    }

    pub(super) fn number(
        &mut self,
        name: &'static str,
        default: u32,
        bounds: RangeInclusive<u32>,
    ) -> u32 {
        let Some(text) = self.text(name) else {
            return default;
        };
        match text.parse() {
            Ok(number) if bounds.contains(&number) => number,
            _ => {
                self.problem(format!(
                    "{name} must be a whole number from {} to {}",
                    bounds.start(),
                    bounds.end()
                ));
                default
            }
        }
    }

    pub(super) fn port(&mut self, name: &'static str, default: u16) -> u16 {
        let number = self.number(name, u32::from(default), 0..=u32::from(u16::MAX));
        u16::try_from(number).unwrap_or(default)
    }

    pub(super) fn switch(&mut self, name: &'static str, default: bool) -> bool {
        match self.text(name).map(|it| it.to_lowercase()).as_deref() {
            None => default,
            Some("1" | "true" | "yes" | "on") => true,
            Some("0" | "false" | "no" | "off") => false,
            Some(_) => {
                self.problem(format!("{name} must be 1 or 0"));
                default
            }
        }
    }

    pub(super) fn address(&mut self, name: &'static str) -> IpAddr {
        let default = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let Some(text) = self.text(name) else {
            return default;
        };
        text.parse().unwrap_or_else(|_| {
            self.problem(format!("{name} must be an IP address, like 127.0.0.1"));
            default
        })
    }

    /// What stands between commas; a problem in these words when one of them cannot be read.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        must: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let text = self.text(name).unwrap_or_default();
        let pieces = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let read: Option<Vec<T>> = pieces.map(parse).collect();
        read.unwrap_or_else(|| {
            self.problem(format!("{name} must hold {must}"));
            Vec::new()
        })
    }

    pub(super) fn ids<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        self.list(name, "Discord ids, separated by commas", parse)
    }

    /// A page's or a service's address, without a slash at its end: `https://`, and outside production also `http://`
    /// on this machine.
    pub(super) fn web_address(&mut self, name: &'static str, production: bool) -> Option<String> {
        let text = self.text(name)?;
        let address = text.trim_end_matches('/');
        if web_address(address, production).is_some() {
            return Some(address.to_owned());
        }
        self.problem(if production {
            format!("{name} must be an address that begins with https://, without ? and #")
        } else {
            format!(
                "{name} must be an address that begins with https:// (or with http:// on this machine), without ? and #"
            )
        });
        None
    }
}

/// The address, when secrets may be sent there.
pub(super) fn web_address(text: &str, production: bool) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let authority = uri.authority()?;
    let plain = uri.query().is_none() && !text.contains('#') && !authority.as_str().contains('@');
    let safe = match uri.scheme_str()? {
        "https" => true,
        "http" => !production && is_this_machine(authority.host()),
        _ => false,
    };
    (plain && safe && !authority.host().is_empty()).then_some(uri)
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse().is_ok_and(|it: IpAddr| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_to_encrypted_addresses_or_stay_on_this_machine() {
        let fits = |text, production| web_address(text, production).is_some();
        assert!(fits("https://project.supabase.co", true));
        assert!(fits("https://example.org:8443/base", true));
        for here in [
            "http://127.0.0.1:9000",
            "http://localhost/x",
            "http://[::1]:80",
        ] {
            assert!(fits(here, false), "{here}");
            assert!(!fits(here, true), "{here} in production");
        }
        for wrong in [
            "http://example.org",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "ftp://example.org",
            "example.org",
            "/path",
            "https://",
            "https://name:word@example.org",
            "https://example.org/?key=1",
            "https://example.org/#key",
            "https://exa mple.org",
        ] {
            assert!(!fits(wrong, false), "{wrong}");
        }
    }
}
