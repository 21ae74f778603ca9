//! Files that come with a request, and the places in a message that name them.

use serde_json::{Value, json};

use super::{body::File, call::Call};
use crate::{
    limits::items,
    refusal::{FormErrors, Refusal},
    world::{
        files::{ATTACHMENTS, Upload},
        mentions::snowflake,
        snowflakes::Id,
    },
};

const MOST_FILES: usize = 10;

/// Where an embed may show a file: the part, its address, the copy of the address that Discord adds.
const PLACES: [(&str, &str, &str); 4] = [
    ("image", "url", "proxy_url"),
    ("thumbnail", "url", "proxy_url"),
    ("author", "icon_url", "proxy_icon_url"),
    ("footer", "icon_url", "proxy_icon_url"),
];

/// The attachments that the uploaded files become, described by `attachments` of the body. `present` are those that the
/// message has already, which the body may name too.
pub(crate) fn uploaded(
    call: &mut Call<'_>,
    channel: Id,
    described: &Value,
    present: &[Value],
) -> Result<Vec<Value>, Refusal> {
    let files = std::mem::take(&mut call.files);
    let guild = call.world.channels.get(&channel).and_then(|it| it.guild);
    let most = call.world.file_limit(guild);
    let whole: usize = files.iter().map(|it| it.bytes.len()).sum();
    if files.iter().any(|it| it.bytes.len() > most) || whole > whole_request(most) {
        return Err(Refusal::too_large());
    }
    check(&files, described, present)?;
    let mut attachments = Vec::with_capacity(files.len());
    for file in files {
        let description = items(described).find(|it| snowflake(&it["id"]) == file.number());
        let text = |key: &str| Some(description?[key].as_str()?.to_owned());
        let upload = Upload {
            name: text("filename").unwrap_or(file.name),
            description: text("description"),
            content_type: file.content_type,
            bytes: file.bytes,
        };
        attachments.push(
            call.world
                .store_file(ATTACHMENTS, channel, upload, call.now),
        );
    }
    Ok(attachments)
}

/// How many bytes all files of a message may have where one may have `most`: 25 MiB where one may have 10, as Discord
/// documents it, and in proportion where a server takes more or less.
fn whole_request(most: usize) -> usize {
    most.saturating_mul(5) / 2
}

/// Parts are named `files[n]`, and `attachments` names these numbers or what is there already.
fn check(files: &[File], described: &Value, present: &[Value]) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    if files.len() > MOST_FILES {
        errors.add(
            "files",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 10 or fewer in length.",
        );
    }
    for file in files.iter().filter(|it| it.number().is_none()) {
        let message = format!("{:?} is not of the form files[n]", file.field);
        errors.add("files", "BASE_TYPE_INVALID", message);
    }
    for (at, wanted) in items(described).enumerate() {
        let id = snowflake(&wanted["id"]);
        let new = files.iter().any(|it| it.number() == id);
        let old = present.iter().any(|it| snowflake(&it["id"]) == id);
        if id.is_none() || !(new || old) {
            errors.add(
                format!("attachments.{at}.id"),
                "ATTACHMENT_NOT_FOUND",
                "There is no such file",
            );
        }
    }
    errors.into_result()
}

/// Puts the addresses of a message's files where its embeds name them as `attachment://name`.
pub(crate) fn resolve(embeds: &mut [Value], attachments: &[Value]) -> Result<(), Refusal> {
    let mut errors = FormErrors::default();
    for (at, embed) in embeds.iter_mut().enumerate() {
        for (part, key, copy) in PLACES {
            let Some(name) = embed[part][key]
                .as_str()
                .and_then(|it| it.strip_prefix("attachment://"))
            else {
                continue;
            };
            let Some(file) = attachments.iter().find(|it| it["filename"] == name) else {
                let path = format!("embeds.{at}.{part}.{key}");
                let message = "Scheme \"attachment\" must be one of ('http', 'https').";
                errors.add(path, "URL_TYPE_INVALID_SCHEME", message);
                continue;
            };
            embed[part][key] = file["url"].clone();
            embed[part][copy] = file["url"].clone();
            for side in ["width", "height"] {
                if part != "author" && part != "footer" && file[side].is_number() {
                    embed[part][side] = file[side].clone();
                }
            }
        }
    }
    errors.into_result()
}

/// Embeds that show a file of their own message again by its signed address: Discord keeps signing it.
pub(crate) fn unsign(embeds: &mut [Value], attachments: &[Value]) {
    for embed in embeds {
        for (part, key, copy) in PLACES {
            let bare = embed[part][key]
                .as_str()
                .and_then(|it| it.split_once('?'))
                .map(|(bare, _)| json!(bare));
            if let Some(bare) = bare.filter(|bare| attachments.iter().any(|it| it["url"] == *bare))
            {
                embed[part][copy] = bare.clone();
                embed[part][key] = bare;
            }
        }
    }
}
