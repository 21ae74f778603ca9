//! A zip archive of a few files in memory: just what any program that opens archives can read, without encryption, folders
//! or files of more than 4 GB (PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).

use std::io::{Result, Write as _};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// The version of the format that is needed to read it: 2.0, for deflated files.
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// How contents are compressed.
const DEFLATED: u16 = 8;

/// Writes `files`, each a name and its content, that were made at `at`.
pub(super) fn zip(files: &[(String, String)], at: DateTime<Utc>) -> Result<Vec<u8>> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let offset = size(archive.len())?;
        let entry = Entry::of(name, content, at)?;
        archive.extend([b'P', b'K', 3, 4]);
        archive.extend(&entry.header);
        archive.extend(name.as_bytes());
        archive.extend(&entry.deflated);
        directory.extend([b'P', b'K', 1, 2]);
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry.header);
        // No comment, the first disk, nothing about the content, no attributes.
        directory.extend([0; 2 + 2 + 2 + 4]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (begins, length) = (size(archive.len())?, size(directory.len())?);
    let count = u16::try_from(files.len()).map_err(std::io::Error::other)?;
    archive.extend(directory);
    archive.extend([b'P', b'K', 5, 6, 0, 0, 0, 0]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(length.to_le_bytes());
    archive.extend(begins.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

/// A file in the archive.
struct Entry {
    /// What both its header and its line of the directory say.
    header: Vec<u8>,
    deflated: Vec<u8>,
}

impl Entry {
    fn of(name: &str, content: &str, at: DateTime<Utc>) -> Result<Self> {
        let mut crc = Crc::new();
        crc.update(content.as_bytes());
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content.as_bytes())?;
        let deflated = encoder.finish()?;
        let (date, time) = moment(at);
        let mut header = Vec::new();
        for word in [VERSION, UTF8, DEFLATED, time, date] {
            header.extend(word.to_le_bytes());
        }
        for length in [crc.sum(), size(deflated.len())?, size(content.len())?] {
            header.extend(length.to_le_bytes());
        }
        let name = u16::try_from(name.len()).map_err(std::io::Error::other)?;
        header.extend(name.to_le_bytes());
        header.extend([0; 2]);
        Ok(Self { header, deflated })
    }
}

fn size(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(std::io::Error::other)
}

/// Day and time as MS-DOS wrote them: from 1980 to 2107, in steps of two seconds.
fn moment(at: DateTime<Utc>) -> (u16, u16) {
    let number = |it: u32| u16::try_from(it).unwrap_or(0);
    let year = u16::try_from((at.year() - 1980).clamp(0, 127)).unwrap_or(0);
    let date = year << 9 | number(at.month()) << 5 | number(at.day());
    let time = number(at.hour()) << 11 | number(at.minute()) << 5 | number(at.second() / 2);
    (date, time)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn archive() -> Vec<u8> {
        let files = [
            ("data.json", "{}\n".to_owned()),
            ("lisez-moi é.txt", "all\n".repeat(10_000)),
        ];
        let files = files.map(|(name, content)| (name.to_owned(), content));
        zip(&files, DateTime::from_timestamp(1_800_000_000, 0).unwrap()).unwrap()
    }

    #[test]
    fn an_archive_is_much_smaller_than_what_repeats_in_it() {
        assert!(archive().len() < 1_000, "{}", archive().len());
    }

    /// Python has its own reader of archives, which checks every sum; a machine without Python leaves this out.
    #[test]
    fn another_program_reads_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive.zip");
        std::fs::write(&path, archive()).unwrap();
        let script = "import sys, zipfile\nit = zipfile.ZipFile(sys.argv[1])\nassert it.testzip() is None\n\
             print([(e.filename, e.file_size, e.date_time) for e in it.infolist()])\nprint(it.read('data.json'))";
        let Ok(output) = Command::new("python3")
            .arg("-c")
            .arg(script)
            .arg(&path)
            .output()
        else {
            return;
        };
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            printed,
            "[('data.json', 3, (2027, 1, 15, 8, 0, 0)), ('lisez-moi é.txt', 40000, (2027, 1, 15, 8, 0, 0))]\nb'{}\\n'\n"
        );
    }
}
