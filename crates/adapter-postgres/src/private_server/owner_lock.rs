//! One owner per directory: a lock that the system gives back when its holder dies, whatever it dies of.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::time::Duration;

use super::error::PrivateServerError;
use super::layout::Layout;

/// A process of ours that is just being started holds copies of all open files for an instant, also of this lock; so a
/// lock that was given back may look held for that long.
const PATIENCE: Duration = Duration::from_millis(500);

/// Held for as long as the directory is ours.
#[derive(Debug)]
pub(super) struct OwnerLock {
    _file: File,
}

impl OwnerLock {
    pub(super) async fn take(layout: &Layout) -> Result<Self, PrivateServerError> {
        let path = layout.owner_lock();
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(PrivateServerError::io("open", &path))?;
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if tokio::time::Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(25)).await;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(PrivateServerError::OwnedByAnother {
                        directory: layout.root().to_path_buf(),
                        pid: read_pid(&mut file),
                    });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(PrivateServerError::io("lock", &path)(source));
                }
            }
        }
        write_pid(&mut file).map_err(PrivateServerError::io("write", &path))?;
        Ok(Self { _file: file })
    }
}

fn read_pid(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn write_pid(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}
