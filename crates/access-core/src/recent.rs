//! A map that never holds more than so many entries: what was used longest ago goes first.
//!
//! No cache of a library is used: the pure rings know none, and those at hand let entries go some time after the limit is
//! passed, while what strangers can fill has to be bounded at the moment of each insert.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// At most so many entries; one more takes the place of the one that was used longest ago. Every step costs the logarithm
/// of their number.
///
/// ```
/// use access_core::Recent;
///
/// let mut known = Recent::new(2);
/// known.insert("ann", 1);
/// known.insert("bob", 2);
/// assert_eq!(known.get(&"ann"), Some(&mut 1));
/// known.insert("cay", 3);
/// assert_eq!(known.get(&"bob"), None);
/// assert_eq!(known.len(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Recent<K, V> {
    most: usize,
    entries: HashMap<K, Entry<V>>,
    /// The keys by the turn at which they were last used.
    order: BTreeMap<u64, K>,
    turn: u64,
}

#[derive(Debug, Clone)]
struct Entry<V> {
    used: u64,
    value: V,
}

impl<K: Hash + Eq + Clone, V> Recent<K, V> {
    /// A map of at most `most` entries; at least of one.
    pub fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            entries: HashMap::new(),
            order: BTreeMap::new(),
            turn: 0,
        }
    }

    /// What is held under `key`; from now on it is the one that was used last.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        let entry = self.entries.get_mut(key)?;
        if let Some(key) = self.order.remove(&entry.used) {
            entry.used = self.turn;
            self.order.insert(self.turn, key);
            self.turn += 1;
        }
        Some(&mut entry.value)
    }

    /// What is held under `key`, or what `make` makes.
    pub fn get_or_insert_with(&mut self, key: &K, make: impl FnOnce() -> V) -> &mut V {
        if !self.entries.contains_key(key) {
            self.insert(key.clone(), make());
        }
        self.get(key)
            .expect("it was there, or has just been inserted into a map of at least one entry")
    }

    /// Holds `value` under `key`, whatever was held there; returns the key of the entry that had to go.
    pub fn insert(&mut self, key: K, value: V) -> Option<K> {
        self.remove(&key);
        let evicted = if self.entries.len() >= self.most {
            self.order.pop_first().map(|(_, key)| key)
        } else {
            None
        };
        if let Some(key) = &evicted {
            self.entries.remove(key);
        }
        let used = self.turn;
        self.turn += 1;
        self.order.insert(used, key.clone());
        self.entries.insert(key, Entry { used, value });
        evicted
    }

    /// Lets go of what is held under `key`.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let entry = self.entries.remove(key)?;
        self.order.remove(&entry.used);
        Some(entry.value)
    }

    /// Lets go of every entry that `keep` does not want; returns how many went.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) -> usize {
        let before = self.entries.len();
        let order = &mut self.order;
        self.entries.retain(|key, entry| {
            let kept = keep(key, &mut entry.value);
            if !kept {
                order.remove(&entry.used);
            }
            kept
        });
        before - self.entries.len()
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries it holds at most.
    pub fn most(&self) -> usize {
        self.most
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Step {
        Insert(u8, u16),
        Get(u8),
        Remove(u8),
        KeepEven,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (any::<u8>(), any::<u16>()).prop_map(|(key, value)| Step::Insert(key % 12, value)),
            any::<u8>().prop_map(|key| Step::Get(key % 12)),
            any::<u8>().prop_map(|key| Step::Remove(key % 12)),
            Just(Step::KeepEven),
        ]
    }

    /// The same as a list, the one that was used last at its end.
    fn naive(list: &mut Vec<(u8, u16)>, most: usize, step: &Step) -> Option<u16> {
        let at = |list: &[(u8, u16)], key| list.iter().position(|it| it.0 == key);
        match *step {
            Step::Insert(key, value) => {
                list.retain(|it| it.0 != key);
                list.push((key, value));
                if list.len() > most {
                    list.remove(0);
                }
                None
            }
            Step::Get(key) => {
                let entry = at(list, key).map(|place| list.remove(place))?;
                list.push(entry);
                Some(entry.1)
            }
            Step::Remove(key) => at(list, key).map(|place| list.remove(place).1),
            Step::KeepEven => {
                list.retain(|it| it.1 % 2 == 0);
                None
            }
        }
    }

    proptest! {
        #[test]
        fn holds_what_a_list_in_the_order_of_use_would_hold(
            most in 1_usize..8,
            steps in prop::collection::vec(step(), 0..200),
        ) {
            let mut list = Vec::new();
            let mut recent = Recent::new(most);
            for step in steps {
                let expected = naive(&mut list, most, &step);
                let found = match step {
                    Step::Insert(key, value) => {
                        recent.insert(key, value);
                        None
                    }
                    Step::Get(key) => recent.get(&key).copied(),
                    Step::Remove(key) => recent.remove(&key),
                    Step::KeepEven => {
                        recent.retain(|_, value| *value % 2 == 0);
                        None
                    }
                };
                prop_assert_eq!(found, expected);
                prop_assert_eq!(recent.len(), list.len());
                prop_assert_eq!(recent.order.len(), list.len());
                let held: Vec<u8> = recent.order.values().copied().collect();
                let listed: Vec<u8> = list.iter().map(|it| it.0).collect();
                prop_assert_eq!(held, listed);
            }
        }
    }
}
