//! Which shapes a word may complete, given what stood before it, without a look at those that it cannot.

/// A bit for each set of words that a shape needs before its last place.
pub(super) type Needs = [u64; 8];

/// Adds the sets of `more` to `all`.
#[inline]
pub(super) fn add(all: &mut Needs, more: &Needs) {
    all.iter_mut().zip(more).for_each(|(all, it)| *all |= it);
}

/// The bit of the set with the number `need`. Sets may share one: then a shape is looked at in vain, but none is missed.
#[inline]
pub(super) fn mark(needs: &mut Needs, need: u16) {
    needs[usize::from(need >> 6) % 8] |= 1 << (need & 63);
}

/// Not 0 if a bit is set in both; all lanes are compared at once.
#[inline]
fn common(some: &Needs, others: &Needs) -> u64 {
    some.iter()
        .zip(others)
        .fold(0, |all, (some, other)| all | (some & other))
}

#[inline]
fn has(needs: &Needs, need: u16) -> bool {
    needs[usize::from(need >> 6) % 8] >> (need & 63) & 1 == 1
}

/// What a shape needs before its last place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needed {
    /// The set that honest texts have least.
    pub(super) rarest: u16,
    /// Others, the rarer first; one may come twice.
    pub(super) others: [u16; OTHERS],
}

/// So many more sets are asked for before a shape is looked at.
pub(super) const OTHERS: usize = 3;

/// The shapes that one word completes.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    /// Those of a single place.
    alone: Vec<u16>,
    within_clause: Group,
    across_marks: Group,
}

/// Shapes by the bit of the rarest set that they need.
#[derive(Clone, Debug, Default)]
struct Group {
    needs: Needs,
    /// How many bits there are before each lane of `needs`.
    before: [u16; 8],
    /// Per bit of `needs`, in order.
    shapes: Vec<Vec<([u16; OTHERS], u16)>>,
}

impl Ends {
    pub(super) fn add(&mut self, shape: u16, needed: Option<Needed>, crosses_marks: bool) {
        match needed {
            None => self.alone.push(shape),
            Some(it) if crosses_marks => self.across_marks.add(shape, it),
            Some(it) => self.within_clause.add(shape, it),
        }
    }

    /// Writes the shapes whose needs are met to `found`, in order: by the clause, or by all that came before. Says
    /// whether there are any.
    #[inline]
    pub(super) fn met(&self, clause: &Needs, all: &Needs, found: &mut Vec<u16>) -> bool {
        let met = common(&self.within_clause.needs, clause) | common(&self.across_marks.needs, all);
        if met == 0 && self.alone.is_empty() {
            return false;
        }
        found.clear();
        found.extend_from_slice(&self.alone);
        self.within_clause.met(clause, found);
        self.across_marks.met(all, found);
        found.sort_unstable();
        !found.is_empty()
    }
}

impl Group {
    fn add(&mut self, shape: u16, needed: Needed) {
        let rank = self.rank(needed.rarest);
        if !has(&self.needs, needed.rarest) {
            mark(&mut self.needs, needed.rarest);
            self.shapes.insert(rank, Vec::new());
            let lane = usize::from(needed.rarest >> 6) % 8;
            self.before[lane + 1..].iter_mut().for_each(|it| *it += 1);
        }
        self.shapes[rank].push((needed.others, shape));
    }

    /// How many bits stand before that of `need`.
    fn rank(&self, need: u16) -> usize {
        let lane = usize::from(need >> 6) % 8;
        let below = self.needs[lane] & ((1 << (need & 63)) - 1);
        usize::from(self.before[lane]) + below.count_ones() as usize
    }

    #[inline]
    fn met(&self, seen: &Needs, found: &mut Vec<u16>) {
        for (lane, (needs, there)) in (0_u16..).zip(self.needs.iter().zip(seen)) {
            let mut hits = needs & there;
            while hits != 0 {
                let bit = u16::try_from(hits.trailing_zeros()).unwrap_or(0);
                let shapes = &self.shapes[self.rank(lane * 64 + bit)];
                let met = shapes
                    .iter()
                    .filter(|(others, _)| others.iter().all(|it| has(seen, *it)));
                found.extend(met.map(|(_, shape)| *shape));
                hits &= hits - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_met_only_when_all_that_it_needs_was_there() {
        let mut ends = Ends::default();
        let needed = |rarest, other| {
            Some(Needed {
                rarest,
                others: [other; OTHERS],
            })
        };
        ends.add(4, needed(70, 3), false);
        ends.add(2, needed(3, 3), false);
        ends.add(9, None, false);
        ends.add(7, needed(500, 500), true);
        let with = |bits: &[u16]| {
            let mut needs = Needs::default();
            for it in bits {
                mark(&mut needs, *it);
            }
            needs
        };
        let mut found = Vec::new();
        for (clause, all, expected) in [
            (&[][..], &[][..], &[9][..]),
            (&[70], &[], &[9]),
            (&[3], &[], &[2, 9]),
            (&[3, 70], &[3, 70], &[2, 4, 9]),
            (&[500], &[500], &[7, 9]),
            (&[], &[3, 70, 500], &[7, 9]),
        ] {
            let is_met = ends.met(&with(clause), &with(all), &mut found);
            assert_eq!(found, expected, "{clause:?} {all:?}");
            assert!(is_met, "{clause:?} {all:?}");
        }
    }
}
