//! A new order of things that stand in a row.

/// A new order of `n` things: which of the old comes first, which second. Each comes once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order(Vec<usize>);

/// Why numbers are no order of `n` things.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrder {
    /// This is no number.
    #[error("there is something that is no number")]
    NotANumber(String),
    /// This is not one of the numbers from 1 to `n`, the second.
    #[error("{0} is not from 1 to {1}")]
    OutOfRange(usize, usize),
    /// This number is there more than once.
    #[error("{0} is there twice")]
    Twice(usize),
    /// This number is not there.
    #[error("{0} is missing")]
    Missing(usize),
}

impl Order {
    /// The order of the `n` things that a text such as `3, 1, 2` names: numbers from 1, between commas or blanks.
    ///
    /// ```
    /// use onboarding_core::{InvalidOrder, Order};
    ///
    /// let order = Order::read("3, 1, 2", 3).unwrap();
    /// assert_eq!(order.apply(&["A", "B", "C"]), ["C", "A", "B"]);
    /// assert_eq!(Order::read("1, 1, 2", 3), Err(InvalidOrder::Twice(1)));
    /// ```
    pub fn read(text: &str, n: usize) -> Result<Self, InvalidOrder> {
        let words = text.split(|it: char| it == ',' || it == ';' || it.is_whitespace());
        let numbers = words.filter(|it| !it.is_empty()).map(|word| {
            let is_number = word.bytes().all(|it| it.is_ascii_digit());
            let number = is_number.then(|| word.parse().ok()).flatten();
            number.ok_or_else(|| InvalidOrder::NotANumber(word.to_owned()))
        });
        Self::new(&numbers.collect::<Result<Vec<_>, _>>()?, n)
    }

    /// The order of `n` things that these numbers, from 1, name.
    pub fn new(numbers: &[usize], n: usize) -> Result<Self, InvalidOrder> {
        if let Some(odd) = numbers.iter().find(|it| !(1..=n).contains(it)) {
            return Err(InvalidOrder::OutOfRange(*odd, n));
        }
        for number in 1..=n {
            match numbers.iter().filter(|it| **it == number).count() {
                0 => return Err(InvalidOrder::Missing(number)),
                1 => {}
                _ => return Err(InvalidOrder::Twice(number)),
            }
        }
        Ok(Self(numbers.iter().map(|it| it - 1).collect()))
    }

    /// The things in this order: the first of the result is the one that was named first. Things that the order does not
    /// know are left out.
    pub fn apply<T: Clone>(&self, things: &[T]) -> Vec<T> {
        self.0
            .iter()
            .filter_map(|at| things.get(*at).cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_third_first_and_a_swap() {
        let abc = ["A", "B", "C"];
        let order = |text, n| Order::read(text, n).unwrap();
        assert_eq!(order("3, 1, 2", 3).apply(&abc), ["C", "A", "B"]);
        assert_eq!(order("2 1", 2).apply(&abc[..2]), ["B", "A"]);
        assert_eq!(order("1,2,3", 3).apply(&abc), abc);
        assert!(order("", 0).apply(&abc[..0]).is_empty());
    }

    #[test]
    fn what_is_no_order_is_named() {
        for (text, n, why) in [
            ("1, x", 2, InvalidOrder::NotANumber("x".to_owned())),
            ("1, -2", 2, InvalidOrder::NotANumber("-2".to_owned())),
            ("1, 2.0", 2, InvalidOrder::NotANumber("2.0".to_owned())),
            (
                "99999999999999999999999",
                1,
                InvalidOrder::NotANumber("99999999999999999999999".to_owned()),
            ),
            ("0, 1", 2, InvalidOrder::OutOfRange(0, 2)),
            ("1, 3", 2, InvalidOrder::OutOfRange(3, 2)),
            ("1, 2, 1", 2, InvalidOrder::Twice(1)),
            ("2", 2, InvalidOrder::Missing(1)),
            ("", 2, InvalidOrder::Missing(1)),
        ] {
            assert_eq!(Order::read(text, n), Err(why), "{text}");
        }
    }

    fn shuffled() -> impl Strategy<Value = Vec<usize>> {
        (0_usize..=20).prop_flat_map(|n| Just((1..=n).collect::<Vec<_>>()).prop_shuffle())
    }

    proptest! {
        #[test]
        fn each_place_has_the_thing_that_was_named_for_it(numbers in shuffled(), gap in 1_usize..5) {
            let things: Vec<_> = (1..=numbers.len()).map(|it| it * gap).collect();
            let order = Order::new(&numbers, numbers.len()).unwrap();
            let ordered = order.apply(&things);
            for (at, number) in numbers.iter().enumerate() {
                prop_assert_eq!(ordered[at], things[number - 1]);
            }
            let mut again = ordered;
            again.sort_unstable();
            prop_assert_eq!(again, things);
        }

        #[test]
        fn an_order_is_read_as_it_is_written(numbers in shuffled()) {
            let text = numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
            prop_assert_eq!(Order::read(&text, numbers.len()), Order::new(&numbers, numbers.len()));
        }

        #[test]
        fn only_permutations_are_orders(numbers in proptest::collection::vec(0_usize..7, 0..7), n in 0_usize..7) {
            let mut sorted = numbers.clone();
            sorted.sort_unstable();
            let is_one = sorted == (1..=n).collect::<Vec<_>>();
            prop_assert_eq!(Order::new(&numbers, n).is_ok(), is_one);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", n in 0_usize..21) {
            let _ = Order::read(&text, n);
        }
    }
}
