//! What is stored of somebody as archives that Discord takes.

use std::ops::Range;

use kernel::{PortFailure, Retry};
use privacy_core::Export;
use twilight_model::http::attachment::Attachment;

use super::archive::zip;
use super::written::{self, Part};
use crate::attachments::PARTS_MAX;

/// An archive has at most so many bytes, also where Discord takes more.
const ARCHIVE_MAX: usize = 8 * 1024 * 1024;

/// One archive, or as many numbered ones as it takes; none if even ten are too few. The work is done beside the threads
/// that everything else waits on.
pub(super) async fn packed(
    export: Export,
    limit: usize,
) -> Result<Option<Vec<Attachment>>, PortFailure> {
    let limit = limit.min(ARCHIVE_MAX);
    let packing = tokio::task::spawn_blocking(move || pack(&export, limit));
    let failed = |it: Box<dyn std::error::Error + Send + Sync>| {
        PortFailure::new("pack what is stored of somebody", Retry::Useless, it)
    };
    match packing.await {
        Ok(Ok(files)) => Ok(files),
        Ok(Err(error)) => Err(failed(error.into())),
        Err(error) => Err(failed(error.into())),
    }
}

fn pack(export: &Export, limit: usize) -> std::io::Result<Option<Vec<Attachment>>> {
    let rows = written::rows(export);
    for of in 1..=PARTS_MAX {
        let mut files = Vec::new();
        for number in 1..=of {
            let range = rows * (number - 1) / of..rows * number / of;
            let bytes = archive(export, range, Part { number, of })?;
            if bytes.len() > limit {
                break;
            }
            // Each is sent in a message of its own, where it is the only file.
            files.push(Attachment::from_bytes(
                name(export, Part { number, of }),
                bytes,
                0,
            ));
        }
        if files.len() == of {
            return Ok(Some(files));
        }
    }
    Ok(None)
}

fn archive(export: &Export, range: Range<usize>, part: Part) -> std::io::Result<Vec<u8>> {
    let files = [
        (
            "alphapy-data.json".to_owned(),
            written::as_json(export, range.clone(), part),
        ),
        (
            "alphapy-data.txt".to_owned(),
            written::as_text(export, range, part),
        ),
    ];
    zip(&files, export.at)
}

fn name(export: &Export, part: Part) -> String {
    let (user, day) = (export.user, export.at.format("%Y%m%d"));
    match part.of {
        1 => format!("alphapy-data-{user}-{day}.zip"),
        of => format!("alphapy-data-{user}-{day}.{}-of-{of}.zip", part.number),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::UserId;
    use privacy_core::{Sheet, Value};

    use super::*;

    fn export(rows: u64) -> Export {
        // Digits that hardly repeat: the numbers of a generator by Lehmer.
        let next = |it: &u64| Some(it * 48_271 % 0x7fff_ffff);
        let numbers = std::iter::successors(Some(1_u64), next);
        let row = |it: u64| vec![Value::Text(it.to_string())];
        Export {
            user: UserId::new(7).unwrap(),
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            sheets: vec![Sheet {
                table: "growth_checkins",
                purpose: "Check-ins",
                columns: vec!["goal"],
                rows: numbers
                    .take(usize::try_from(rows).unwrap())
                    .map(row)
                    .collect(),
            }],
        }
    }

    #[tokio::test]
    async fn what_fits_is_one_archive() {
        let files = packed(export(10), 10_000).await.unwrap().unwrap();
        let names: Vec<_> = files.iter().map(|it| &*it.filename).collect();
        assert_eq!(names, ["alphapy-data-7-20270115.zip"]);
        assert!(files[0].file.starts_with(b"PK"));
    }

    #[tokio::test]
    async fn what_does_not_comes_in_numbered_archives_of_which_each_fits() {
        let files = packed(export(1_000), 6_000).await.unwrap().unwrap();
        assert!((2..=10).contains(&files.len()), "{}", files.len());
        assert!(files.iter().all(|it| it.file.len() <= 6_000));
        assert!(
            files[0].filename.contains(".1-of-"),
            "{}",
            files[0].filename
        );
    }

    #[tokio::test]
    async fn what_ten_archives_do_not_hold_is_none() {
        assert!(packed(export(10_000), 5_000).await.unwrap().is_none());
    }
}
