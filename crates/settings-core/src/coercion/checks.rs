//! The tables of the tests of coercion.

use crate::{Coerced, CoercionError, Kind, RawValue, SettingValue};

pub(super) fn s(text: &str) -> RawValue {
    RawValue::Text(text.to_owned())
}

pub(super) fn accepts(
    kind: Kind,
    inputs: impl IntoIterator<Item = RawValue>,
    value: &SettingValue,
) {
    for input in inputs {
        let found = kind.coerce(input.clone());
        assert_eq!(
            found,
            Ok(Coerced::Value(value.clone())),
            "{kind:?} {input:?}"
        );
    }
}

pub(super) fn refuses(kind: Kind, table: impl IntoIterator<Item = (RawValue, CoercionError)>) {
    for (input, why) in table {
        assert_eq!(kind.coerce(input.clone()), Err(why), "{kind:?} {input:?}");
    }
}
