//! The crate as its users see it.

#[cfg(test)]
mod announcements;
#[cfg(test)]
mod bounded_recurrences;
mod corpus;
#[cfg(test)]
mod countdowns;
#[cfg(test)]
mod dates;
#[cfg(test)]
mod expressions;
#[cfg(test)]
mod happenings;
#[cfg(test)]
mod message;
#[cfg(test)]
mod own_corpus;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod recurrences;
#[cfg(test)]
mod recurring_announcements;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod round_trip_expressions;
#[cfg(test)]
mod round_trip_shifts;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod shifts;
#[cfg(test)]
mod spec_rows_nl;
#[cfg(test)]
mod spelling;
#[cfg(test)]
mod surroundings;
#[cfg(test)]
mod typed_recurrences;
#[cfg(test)]
mod vectors;
