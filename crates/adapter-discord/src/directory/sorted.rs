//! A few things of a kind, in the order of their keys and without a byte to spare.

use std::mem;

/// Something that is found by its key.
pub(super) trait Keyed {
    /// What it is found by.
    type Key: Ord + Copy;

    /// Its key.
    fn key(&self) -> Self::Key;
}

/// Things with one of each key, read often and changed seldom: a search is quick, and a change copies all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sorted<T>(Box<[T]>);

impl<T: Keyed> Sorted<T> {
    /// The one with this key.
    pub(super) fn get(&self, key: T::Key) -> Option<&T> {
        self.place(key).ok().map(|at| &self.0[at])
    }

    /// All of them, by their keys.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Adds one, or puts it in the place of the one that has its key, which is returned.
    pub(super) fn put(&mut self, item: T) -> Option<T> {
        match self.place(item.key()) {
            Ok(at) => Some(mem::replace(&mut self.0[at], item)),
            Err(at) => {
                let mut all = mem::take(&mut self.0).into_vec();
                all.reserve_exact(1);
                all.insert(at, item);
                self.0 = all.into_boxed_slice();
                None
            }
        }
    }

    /// Takes out the one with this key.
    pub(super) fn remove(&mut self, key: T::Key) -> Option<T> {
        let at = self.place(key).ok()?;
        let mut all = mem::take(&mut self.0).into_vec();
        let removed = all.remove(at);
        self.0 = all.into_boxed_slice();
        Some(removed)
    }

    /// Takes out those that are not to be kept, and returns their keys.
    pub(super) fn keep(&mut self, keeps: impl Fn(&T) -> bool) -> Vec<T::Key> {
        let gone: Vec<_> = self.0.iter().filter(|it| !keeps(it)).map(T::key).collect();
        if !gone.is_empty() {
            let mut all = mem::take(&mut self.0).into_vec();
            all.retain(keeps);
            self.0 = all.into_boxed_slice();
        }
        gone
    }

    /// The bytes that it holds on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        mem::size_of_val(&*self.0)
    }

    fn place(&self, key: T::Key) -> Result<usize, usize> {
        self.0.binary_search_by_key(&key, T::key)
    }
}

impl<T: Keyed> FromIterator<T> for Sorted<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut all: Vec<T> = items.into_iter().collect();
        all.sort_by_key(T::key);
        all.dedup_by_key(|it| it.key());
        Self(all.into_boxed_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Pair(u8, char);

    impl Keyed for Pair {
        type Key = u8;

        fn key(&self) -> u8 {
            self.0
        }
    }

    fn sorted() -> Sorted<Pair> {
        [Pair(5, 'e'), Pair(1, 'a'), Pair(3, 'c')]
            .into_iter()
            .collect()
    }

    fn text(sorted: &Sorted<Pair>) -> String {
        sorted.iter().map(|it| it.1).collect()
    }

    #[test]
    fn finds_what_was_collected_in_any_order() {
        let sorted = sorted();
        assert_eq!(text(&sorted), "ace");
        assert_eq!(sorted.get(3), Some(&Pair(3, 'c')));
        assert_eq!(sorted.get(4), None);
    }

    #[test]
    fn puts_in_order_and_replaces_what_has_the_same_key() {
        let mut sorted = sorted();
        assert_eq!(sorted.put(Pair(2, 'b')), None);
        assert_eq!(sorted.put(Pair(5, 'E')), Some(Pair(5, 'e')));
        assert_eq!(text(&sorted), "abcE");
    }

    #[test]
    fn takes_out_one_or_those_that_are_not_kept() {
        let mut sorted = sorted();
        assert_eq!(sorted.remove(4), None);
        assert_eq!(sorted.remove(1), Some(Pair(1, 'a')));
        assert_eq!(sorted.keep(|it| it.0 == 3), [5]);
        assert_eq!(text(&sorted), "c");
    }
}
