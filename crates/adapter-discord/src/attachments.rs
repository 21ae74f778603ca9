//! Files for Discord, piece by piece: one that becomes too large is compressed, and cut into parts where even that is too
//! large.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use twilight_model::http::attachment::Attachment;

/// A message has so many files at most.
const MOST_FILES: usize = 10;

/// A file in the making. It never holds more than it takes to be uploaded, however much is written.
pub(crate) struct FileWriter {
    name: String,
    limit: usize,
    content: Content,
}

enum Content {
    Plain(Vec<u8>),
    Compressed(GzEncoder<Vec<u8>>),
}

/// It does not fit into a message, not even compressed and in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// How a file is uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// As it is.
    Plain,
    /// Compressed.
    Compressed,
    /// Compressed, in so many parts, which make one file when they are put together in order.
    Parts(usize),
}

/// A file, ready for a message.
#[derive(Debug)]
pub(crate) struct Packed {
    /// How.
    pub(crate) packing: Packing,
    /// What is attached.
    pub(crate) files: Vec<Attachment>,
}

impl FileWriter {
    /// A file of this name where Discord takes `limit` bytes each.
    pub(crate) fn new(name: impl Into<String>, limit: u64) -> Self {
        Self {
            name: name.into(),
            // Nothing has a limit of no byte; parts of nothing would have no end.
            limit: usize::try_from(limit).unwrap_or(usize::MAX).max(1),
            content: Content::Plain(Vec::new()),
        }
    }

    /// Adds a piece.
    pub(crate) fn write(&mut self, piece: &[u8]) -> Result<(), TooLarge> {
        match &mut self.content {
            Content::Plain(plain) if plain.len() + piece.len() <= self.limit => {
                plain.extend_from_slice(piece);
                Ok(())
            }
            Content::Plain(plain) => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
                compress(&mut encoder, &std::mem::take(plain))?;
                compress(&mut encoder, piece)?;
                self.content = Content::Compressed(encoder);
                Ok(())
            }
            Content::Compressed(encoder) => {
                compress(encoder, piece)?;
                fits(encoder.get_ref().len(), self.limit)
            }
        }
    }

    /// The file, or its parts.
    pub(crate) fn finish(self) -> Result<Packed, TooLarge> {
        let compressed = match self.content {
            Content::Plain(plain) => {
                return Ok(Packed {
                    packing: Packing::Plain,
                    files: vec![Attachment::from_bytes(self.name, plain, 0)],
                });
            }
            Content::Compressed(encoder) => encoder.finish().map_err(TooLarge::from)?,
        };
        let name = format!("{}.gz", self.name);
        if compressed.len() <= self.limit {
            return Ok(Packed {
                packing: Packing::Compressed,
                files: vec![Attachment::from_bytes(name, compressed, 0)],
            });
        }
        fits(compressed.len(), self.limit)?;
        let parts = compressed.chunks(self.limit).zip(1_u64..);
        let part = |(bytes, number): (&[u8], u64)| {
            Attachment::from_bytes(format!("{name}.{number:03}"), bytes.to_vec(), number)
        };
        let files: Vec<Attachment> = parts.map(part).collect();
        Ok(Packed {
            packing: Packing::Parts(files.len()),
            files,
        })
    }
}

impl From<io::Error> for TooLarge {
    /// Memory takes whatever is written, so there is no other error.
    fn from(_: io::Error) -> Self {
        Self
    }
}

fn compress(encoder: &mut GzEncoder<Vec<u8>>, bytes: &[u8]) -> Result<(), TooLarge> {
    Ok(encoder.write_all(bytes)?)
}

fn fits(bytes: usize, limit: usize) -> Result<(), TooLarge> {
    if bytes.div_ceil(limit) > MOST_FILES {
        Err(TooLarge)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    /// Bytes that hardly compress.
    fn noise(length: u32) -> Vec<u8> {
        let mut state = 1_u32;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(next).collect()
    }

    fn packed(content: &[u8], limit: u64) -> Result<Packed, TooLarge> {
        let mut file = FileWriter::new("faq.csv", limit);
        for piece in content.chunks(100) {
            file.write(piece)?;
        }
        file.finish()
    }

    fn names(packed: &Packed) -> Vec<&str> {
        packed.files.iter().map(|it| it.filename.as_str()).collect()
    }

    fn unpacked(packed: &Packed) -> Vec<u8> {
        let parts: Vec<u8> = packed.files.iter().flat_map(|it| it.file.clone()).collect();
        let mut content = Vec::new();
        GzDecoder::new(&*parts).read_to_end(&mut content).unwrap();
        content
    }

    #[test]
    fn what_fits_is_attached_as_it_is() {
        let packed = packed(&[b'a'; 1000], 1000).unwrap();
        assert_eq!(packed.packing, Packing::Plain);
        assert_eq!(names(&packed), ["faq.csv"]);
        assert_eq!(packed.files[0].file, [b'a'; 1000]);
    }

    #[test]
    fn what_is_too_large_is_compressed() {
        let packed = packed(&[b'a'; 1001], 1000).unwrap();
        assert_eq!(packed.packing, Packing::Compressed);
        assert_eq!(names(&packed), ["faq.csv.gz"]);
        assert_eq!(unpacked(&packed), [b'a'; 1001]);
    }

    #[test]
    fn what_is_too_large_even_then_comes_in_parts_that_make_one_file() {
        let content = noise(2500);
        let packed = packed(&content, 1000).unwrap();
        assert_eq!(packed.packing, Packing::Parts(3));
        let expected = ["faq.csv.gz.001", "faq.csv.gz.002", "faq.csv.gz.003"];
        assert_eq!(names(&packed), expected);
        assert!(packed.files.iter().all(|it| it.file.len() <= 1000));
        assert_eq!(unpacked(&packed), content);
    }

    #[test]
    fn what_ten_files_cannot_hold_is_refused() {
        assert_eq!(packed(&noise(12_000), 1000).unwrap_err(), TooLarge);
        assert_eq!(packed(&noise(20), 0).unwrap_err(), TooLarge);
    }
}
