//! Files that may be larger than Discord takes: as they are, else compressed, else in numbered parts.
//!
//! Each part is for a message of its own, whoever posts it. Discord limits each file ("Uploading Files" in its reference:
//! `attachment_size_limit`, or what the server's boosts give), and the whole request besides ("Create Message": 25 MiB), so
//! three full parts are more than a message takes.

use std::io::{Error, ErrorKind, Result as IoResult, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::{PortFailure, Retry};
use twilight_model::http::attachment::Attachment;

/// What Discord takes of one file, in bytes, in a guild that has nothing better.
pub(crate) const UPLOAD_MAX: usize = 10 * 1024 * 1024;
/// A file becomes at most so many parts, and so at most so many messages.
pub(crate) const PARTS_MAX: usize = 10;
/// So many bytes are compressed at once.
const AT_ONCE: usize = 256 * 1024;

/// A file in the making, of which Discord takes at most `limit` bytes at once: it becomes itself, or `name.gz`, or
/// `name.gz.1-of-3` and so on, which put one after the other are `name.gz`.
///
/// What is compressed is let go of at once, so it is never in memory beside the whole. The work is done beside the
/// threads that everything else waits on.
pub(crate) struct Packing {
    name: String,
    limit: usize,
    /// What is not compressed yet.
    plain: Vec<u8>,
    /// None while everything fits as it is.
    encoder: Option<GzEncoder<Parts>>,
    is_too_large: bool,
}

/// Where compressed bytes go: a new part wherever one is full.
struct Parts {
    limit: usize,
    parts: Vec<Vec<u8>>,
}

impl Packing {
    /// A file of this name with nothing in it.
    pub(crate) fn new(name: String, limit: usize) -> Self {
        Self {
            name,
            limit: limit.max(1),
            plain: Vec::new(),
            encoder: None,
            is_too_large: false,
        }
    }

    /// Adds a piece. Whether there is room for more: where even [`PARTS_MAX`] parts are too few, there is none.
    pub(crate) async fn add(&mut self, piece: &str) -> Result<bool, PortFailure> {
        if self.is_too_large {
            return Ok(false);
        }
        self.plain.extend_from_slice(piece.as_bytes());
        let waits = match self.encoder {
            Some(_) => AT_ONCE,
            None => self.limit,
        };
        if self.plain.len() > waits {
            self.compress().await?;
        }
        Ok(!self.is_too_large)
    }

    /// The files, each for a message of its own; none if even [`PARTS_MAX`] parts are too few.
    pub(crate) async fn finish(mut self) -> Result<Option<Vec<Attachment>>, PortFailure> {
        if self.encoder.is_none() && !self.is_too_large {
            return Ok(Some(vec![Attachment::from_bytes(self.name, self.plain, 0)]));
        }
        if !self.plain.is_empty() {
            self.compress().await?;
        }
        let Some(encoder) = self.encoder else {
            return Ok(None);
        };
        let parts = beside(move || encoder.finish()).await?;
        Ok(parts.map(|it| it.named(&format!("{}.gz", self.name))))
    }

    async fn compress(&mut self) -> Result<(), PortFailure> {
        let plain = std::mem::take(&mut self.plain);
        let encoder = self.encoder.take();
        let limit = self.limit;
        let compressed = beside(move || {
            let new = || GzEncoder::new(Parts::new(limit), Compression::default());
            let mut encoder = encoder.unwrap_or_else(new);
            encoder.write_all(&plain)?;
            Ok(encoder)
        });
        self.encoder = compressed.await?;
        self.is_too_large = self.encoder.is_none();
        Ok(())
    }
}

impl Parts {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            parts: Vec::new(),
        }
    }

    fn named(self, name: &str) -> Vec<Attachment> {
        let count = self.parts.len();
        let parts = self.parts.into_iter().zip(1_u64..);
        let part = |(bytes, number)| {
            let name = match count {
                1 => name.to_owned(),
                _ => format!("{name}.{number}-of-{count}"),
            };
            Attachment::from_bytes(name, bytes, number - 1)
        };
        parts.map(part).collect()
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> IoResult<usize> {
        if self.parts.last().is_none_or(|it| it.len() >= self.limit) {
            if self.parts.len() >= PARTS_MAX {
                return Err(Error::from(ErrorKind::FileTooLarge));
            }
            self.parts.push(Vec::new());
        }
        let Some(part) = self.parts.last_mut() else {
            return Ok(0);
        };
        let taken = bytes.len().min(self.limit - part.len());
        part.extend(bytes.iter().take(taken));
        Ok(taken)
    }

    fn flush(&mut self) -> IoResult<()> {
        Ok(())
    }
}

/// Does what takes the processor's time where nobody waits for it; none if the parts are full.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> IoResult<T> + Send + 'static,
) -> Result<Option<T>, PortFailure> {
    let failed = |it: Box<dyn std::error::Error + Send + Sync>| {
        PortFailure::new("compress a file", Retry::Useless, it)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(Some(done)),
        Ok(Err(error)) if error.kind() == ErrorKind::FileTooLarge => Ok(None),
        Ok(Err(error)) => Err(failed(error.into())),
        Err(error) => Err(failed(error.into())),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// Letters that hardly compress: the numbers of a generator by Lehmer.
    fn noise(length: usize) -> String {
        let next = |it: &u64| Some(it * 48_271 % 0x7fff_ffff);
        let numbers = std::iter::successors(Some(1_u64), next);
        let letters = numbers.map(|it| char::from(b' ' + it.to_le_bytes()[1] % 95));
        letters.take(length).collect()
    }

    /// The files of `content` that comes in pieces, and whether there was room to the end.
    async fn of(content: &str, limit: usize) -> (Option<Vec<Attachment>>, bool) {
        let mut packing = Packing::new("a.csv".to_owned(), limit);
        let mut has_room = true;
        for piece in content.as_bytes().chunks(700) {
            has_room = packing.add(str::from_utf8(piece).unwrap()).await.unwrap();
        }
        (packing.finish().await.unwrap(), has_room)
    }

    async fn files(content: &str, limit: usize) -> Vec<Attachment> {
        of(content, limit).await.0.unwrap()
    }

    fn read(files: &[Attachment]) -> String {
        let whole: Vec<u8> = files.iter().flat_map(|it| it.file.clone()).collect();
        let mut content = String::new();
        let mut decoder = GzDecoder::new(&*whole);
        decoder.read_to_string(&mut content).unwrap();
        content
    }

    #[tokio::test]
    async fn what_fits_goes_as_it_is() {
        let files = files("id\r\n", 4).await;
        assert_eq!((files.len(), &*files[0].filename), (1, "a.csv"));
        assert_eq!(files[0].file, b"id\r\n");
    }

    #[tokio::test]
    async fn what_fits_once_compressed_is_one_file() {
        let content = "a".repeat(10_000);
        let files = files(&content, 1_000).await;
        assert_eq!((files.len(), &*files[0].filename), (1, "a.csv.gz"));
        assert_eq!(read(&files), content);
    }

    #[tokio::test]
    async fn what_does_not_comes_in_numbered_parts_that_make_the_whole() {
        let content = noise(3_000);
        let files = files(&content, 1_000).await;
        let names: Vec<&str> = files.iter().map(|it| &*it.filename).collect();
        let expected = ["a.csv.gz.1-of-3", "a.csv.gz.2-of-3", "a.csv.gz.3-of-3"];
        assert_eq!(names, expected);
        assert!(files.iter().all(|it| it.file.len() <= 1_000));
        assert_eq!(files.iter().map(|it| it.id).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(read(&files), content);
    }

    #[tokio::test]
    async fn what_ten_files_do_not_hold_is_no_file_and_nothing_more_is_taken() {
        let (files, has_room) = of(&noise(1_000_000), 1_000).await;
        assert!(files.is_none());
        assert!(!has_room, "whoever adds to it can stop");
        let (files, _) = of(&noise(14_000), 1_000).await;
        assert!(files.is_none(), "it was full only at the end");
    }
}
