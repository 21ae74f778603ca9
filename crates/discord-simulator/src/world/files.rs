//! Files that were uploaded: stored under addresses that work for a while, as Discord's CDN signs them.

use std::sync::Arc;

use axum::body::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{World, message::Message, snowflakes::Id};
use crate::{
    clock::{RealTime, SimTime},
    options::Options,
};

/// Attachments of messages.
pub(crate) const ATTACHMENTS: &str = "attachments";
/// Attachments of commands, which only their user and the bot get.
pub(crate) const EPHEMERAL_ATTACHMENTS: &str = "ephemeral-attachments";

/// A file on its way in.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) bytes: Bytes,
}

/// A file that is there.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// Where files are served, and for how long an address works.
#[derive(Clone, Debug)]
pub(crate) struct Cdn {
    base: String,
    life: TimeDelta,
    time: Arc<dyn SimTime>,
}

impl Default for Cdn {
    fn default() -> Self {
        Self {
            base: String::new(),
            life: TimeDelta::zero(),
            time: Arc::new(RealTime),
        }
    }
}

impl Cdn {
    pub(crate) fn new(address: &str, options: &Options) -> Self {
        Self {
            base: format!("http://{address}"),
            life: TimeDelta::from_std(options.attachment_life).unwrap_or(TimeDelta::MAX),
            time: Arc::clone(&options.time),
        }
    }

    /// An address of this CDN that works from now on for a while; any other as it is.
    pub(crate) fn signed(&self, url: &str) -> String {
        let own = url
            .strip_prefix(&self.base)
            .is_some_and(|path| is_file(path) && !path.contains('?'));
        if !own {
            return url.to_owned();
        }
        let now = self.time.now();
        let (begin, end) = (now.timestamp(), (now + self.life).timestamp());
        format!("{url}?ex={end:x}&is={begin:x}&hm={:x}&", begin ^ end)
    }

    /// Signs every address of a file in an attachment or embed, however deep.
    pub(crate) fn sign_all(&self, json: &mut Value) {
        match json {
            Value::String(text) if text.starts_with(&self.base) => *text = self.signed(text),
            Value::Array(items) => items.iter_mut().for_each(|it| self.sign_all(it)),
            Value::Object(fields) => fields.values_mut().for_each(|it| self.sign_all(it)),
            _ => {}
        }
    }
}

/// Whether a path leads to a file.
pub(crate) fn is_file(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next();
    matches!(first, Some(ATTACHMENTS | EPHEMERAL_ATTACHMENTS))
}

impl World {
    /// Stores a file under a folder and gives the attachment that stands for it, without a signature.
    pub(crate) fn store_file(
        &mut self,
        folder: &str,
        owner: Id,
        upload: Upload,
        now: DateTime<Utc>,
    ) -> Value {
        let id = self.snowflakes.next(now);
        let name = safe_name(&upload.name);
        let guessed = content_type(&name);
        let content_type = upload.content_type.unwrap_or_else(|| guessed.to_owned());
        let path = format!("/{folder}/{owner}/{id}/{name}");
        let url = format!("{}{path}", self.cdn.base);
        let mut json = json!({"id": id.to_string(), "filename": name, "size": upload.bytes.len(), "url": url,
            "proxy_url": url, "content_type": content_type});
        if let Some((width, height)) = png_size(&upload.bytes) {
            json["width"] = json!(width);
            json["height"] = json!(height);
        }
        if let Some(description) = upload.description {
            json["description"] = json!(description);
        }
        if folder == EPHEMERAL_ATTACHMENTS {
            json["ephemeral"] = json!(true);
        }
        let file = StoredFile {
            content_type,
            bytes: upload.bytes,
        };
        self.files.insert(path, file);
        json
    }

    /// The file at an address without its host, if the address still works.
    pub(crate) fn file(&self, path: &str, query: &str, now: DateTime<Utc>) -> Option<&StoredFile> {
        let number = |key: &str| {
            let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
            let (_, value) = pairs.find(|(name, _)| *name == key)?;
            i64::from_str_radix(value, 16).ok()
        };
        let (begin, end, sign) = (number("is")?, number("ex")?, number("hm")?);
        let works = sign == begin ^ end && now.timestamp() < end;
        self.files.get(path).filter(|_| works)
    }

    /// What is seen behind an address: a file of this CDN. One without a signature stands in a message, where Discord
    /// signs it for everybody who looks.
    pub(crate) fn seen_at(&self, url: &str) -> Option<Bytes> {
        let path = url.strip_prefix(&self.cdn.base)?;
        let file = match path.split_once('?') {
            Some((path, query)) => self.file(path, query, self.cdn.time.now()),
            None => self.files.get(path),
        };
        file.map(|it| it.bytes.clone())
    }

    /// Forgets the files of a message that is gone.
    pub(crate) fn forget_files(&mut self, message: &Message) {
        for attachment in &message.attachments {
            let url = attachment["url"].as_str().unwrap_or_default();
            if let Some(path) = url.strip_prefix(&self.cdn.base) {
                self.files.remove(path);
            }
        }
    }
}

/// Discord keeps letters, digits, dots, dashes and underscores of a name, and turns blanks into underscores.
fn safe_name(name: &str) -> String {
    let kept = name.chars().filter_map(|it| match it {
        ' ' => Some('_'),
        it if it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_') => Some(it),
        _ => None,
    });
    let kept: String = kept.collect();
    if kept.is_empty() {
        "unknown".to_owned()
    } else {
        kept
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Width and height as a PNG's first chunk tells them.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((number(8)?, number(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        assert_eq!(safe_name("My poster (é).png"), "My_poster_.png");
        assert_eq!(safe_name("日本"), "unknown");
    }

    #[test]
    fn a_png_tells_its_size() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([0, 0, 0, 3, 0, 0, 0, 2]);
        assert_eq!(png_size(&bytes), Some((3, 2)));
        assert_eq!(png_size(b"GIF89a"), None);
    }
}
