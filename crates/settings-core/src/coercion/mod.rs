//! From raw input to a typed value: the one function behind commands, API, wizard, import and rollback.
//!
//! | kind | accepts | refuses, among others |
//! | --- | --- | --- |
//! | bool | `true`, `false`, `0`, `1`, and the words true, yes, on, false, no, off | `2`, `1.5`, `maybe` |
//! | int | whole numbers, `5.0` as a number, digits with a sign as text | `"5.0"`, `"1e3"`, `"1_000"`, `"٣"` |
//! | float | finite numbers; decimal or exponent text | `"nan"`, `"inf"` |
//! | channel, category, role, message | ids above 0; `<#id>` and `<@&id>` in text; `0` clears | names, `-5`, `1.5` |
//! | choice | one of the words, in any case | anything else |
//! | text | text within its length, byte for byte | numbers, U+0000 |
//! | model | up to 100 of letters, digits and `._:/-` | spaces |
//! | time zone | an IANA name, in any case | offsets such as `+02:00` |

#[cfg(test)]
mod checks;
mod coerce;
mod ids;
mod numbers;
mod words;

pub use coerce::{Coerced, CoercionError};
