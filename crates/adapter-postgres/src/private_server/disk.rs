//! How much room there is for the data.

use std::path::Path;

use nix::sys::statvfs::statvfs;

/// How many bytes are free for us on the disk that holds `path`, or will hold it once it is made; none when the system
/// does not say.
pub fn free_bytes(path: &Path) -> Option<u64> {
    let absolute = std::path::absolute(path).ok()?;
    let exists = absolute.ancestors().find(|it| it.exists())?;
    let disk = statvfs(exists).ok()?;
    disk.blocks_available().checked_mul(disk.fragment_size())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_still_to_be_made_is_on_its_parents_disk() {
        let temporary = std::env::temp_dir();
        let to_come = temporary.join("no such folder").join("nor this one");
        assert!(free_bytes(&temporary).is_some_and(|it| it > 0));
        assert!(free_bytes(&to_come).is_some_and(|it| it > 0));
    }
}
