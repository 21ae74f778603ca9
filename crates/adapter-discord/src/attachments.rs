//! Files that may be larger than Discord takes: as they are, else compressed, else in numbered parts.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::{PortFailure, Retry};
use twilight_model::http::attachment::Attachment;

/// What Discord takes of one file, in bytes, in a guild that has nothing better.
pub(crate) const UPLOAD_MAX: usize = 10 * 1024 * 1024;
/// A file becomes at most so many parts, which is as many files as Discord takes in a message.
pub(crate) const PARTS_MAX: usize = 10;

/// The files that `content` becomes where each may have at most `limit` bytes: itself, or `name.gz`, or
/// `name.gz.1-of-3` and so on, which put one after the other are `name.gz`. None if even that is too much.
///
/// The work is done beside the threads that everything else waits on.
pub(crate) async fn packed(
    name: String,
    content: Vec<u8>,
    limit: usize,
) -> Result<Option<Vec<Attachment>>, PortFailure> {
    if content.len() <= limit {
        return Ok(Some(vec![Attachment::from_bytes(name, content, 0)]));
    }
    let failed = |it: Box<dyn std::error::Error + Send + Sync>| {
        PortFailure::new("compress a file", Retry::Useless, it)
    };
    let compressed = tokio::task::spawn_blocking(move || compressed(&content)).await;
    let compressed = compressed.map_err(|it| failed(it.into()))?;
    let compressed = compressed.map_err(|it| failed(it.into()))?;
    Ok(split(&format!("{name}.gz"), compressed, limit))
}

fn compressed(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content)?;
    encoder.finish()
}

fn split(name: &str, content: Vec<u8>, limit: usize) -> Option<Vec<Attachment>> {
    let parts = content.len().div_ceil(limit.max(1));
    if parts > PARTS_MAX {
        return None;
    }
    if parts <= 1 {
        return Some(vec![Attachment::from_bytes(name.to_owned(), content, 0)]);
    }
    let part = |(number, bytes): (usize, &[u8])| {
        let name = format!("{name}.{}-of-{parts}", number + 1);
        Attachment::from_bytes(name, bytes.to_vec(), number as u64)
    };
    Some(content.chunks(limit).enumerate().map(part).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// Bytes that hardly compress: the numbers of a generator by Lehmer.
    fn noise(length: usize) -> Vec<u8> {
        let next = |it: &u64| Some(it * 48_271 % 0x7fff_ffff);
        let numbers = std::iter::successors(Some(1_u64), next);
        numbers.map(|it| it.to_le_bytes()[1]).take(length).collect()
    }

    async fn of(content: &[u8], limit: usize) -> Option<Vec<Attachment>> {
        let packed = packed("a.csv".to_owned(), content.to_vec(), limit).await;
        packed.unwrap()
    }

    fn read(files: &[Attachment]) -> Vec<u8> {
        let whole: Vec<u8> = files.iter().flat_map(|it| it.file.clone()).collect();
        let mut content = Vec::new();
        GzDecoder::new(&*whole).read_to_end(&mut content).unwrap();
        content
    }

    #[tokio::test]
    async fn what_fits_goes_as_it_is() {
        let files = of(b"id\r\n", 4).await.unwrap();
        assert_eq!((files.len(), &*files[0].filename), (1, "a.csv"));
        assert_eq!(files[0].file, b"id\r\n");
    }

    #[tokio::test]
    async fn what_fits_once_compressed_is_one_file() {
        let content = vec![b'a'; 10_000];
        let files = of(&content, 1_000).await.unwrap();
        assert_eq!((files.len(), &*files[0].filename), (1, "a.csv.gz"));
        assert_eq!(read(&files), content);
    }

    #[tokio::test]
    async fn what_does_not_comes_in_numbered_parts_that_make_the_whole() {
        let content = noise(2_500);
        let files = of(&content, 1_000).await.unwrap();
        let names: Vec<&str> = files.iter().map(|it| &*it.filename).collect();
        let expected = ["a.csv.gz.1-of-3", "a.csv.gz.2-of-3", "a.csv.gz.3-of-3"];
        assert_eq!(names, expected);
        assert!(files.iter().all(|it| it.file.len() <= 1_000));
        assert_eq!(read(&files), content);
    }

    #[tokio::test]
    async fn what_ten_files_do_not_hold_is_no_file() {
        assert!(of(&noise(12_000), 1_000).await.is_none());
    }
}
