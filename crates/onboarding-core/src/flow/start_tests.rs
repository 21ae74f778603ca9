//! Every combination of what the start button may find, held against the specification's table.

use kernel::RoleId;

use super::{Ahead, Known, RulesAhead, Standing, StartDecision as D, StartFacts, decide_start};
use crate::OnboardingMode as M;

const MODES: [M; 4] = [
    M::Disabled,
    M::RulesOnly,
    M::RulesWithQuestions,
    M::QuestionsOnly,
];

/// One combination, in the table's own words.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the columns of the table"
)]
struct Row {
    enabled: bool,
    mode: M,
    /// `rules.enabled`.
    module: bool,
    /// How many rules are enabled.
    rules: u16,
    session: bool,
    completed: bool,
    /// Whether there is a completion role, and whether the member has it.
    role: Option<bool>,
}

fn role() -> RoleId {
    RoleId::new(9).unwrap()
}

/// The table of the specification, section 3.3: a line's number, when it fits, and what it does.
type Line = (u8, fn(&Row) -> bool, fn(&Row) -> D);

const TABLE: &[Line] = &[
    (
        3,
        |it| !it.enabled || it.mode == M::Disabled,
        |_| D::TurnedOff,
    ),
    (4, |it| it.session, |_| D::Resume),
    (
        5,
        |it| it.completed,
        |it| D::CompletedBefore {
            missing_role: (it.role == Some(false)).then(role),
        },
    ),
    (
        6,
        |it| matches!(it.mode, M::RulesOnly | M::RulesWithQuestions) && it.module && it.rules >= 1,
        |_| D::Rules,
    ),
    (
        7,
        |it| it.mode == M::RulesOnly && !it.module,
        |_| D::RulesTurnedOff,
    ),
    (
        8,
        |it| it.mode == M::RulesOnly && it.rules == 0,
        |_| D::NoRules,
    ),
    (
        9,
        |it| it.mode == M::RulesWithQuestions && (!it.module || it.rules == 0),
        |it| D::Questions {
            rules_are_missing: it.module && it.rules == 0,
        },
    ),
    (
        10,
        |it| it.mode == M::QuestionsOnly,
        |_| D::Questions {
            rules_are_missing: false,
        },
    ),
];

fn all() -> Vec<Row> {
    let bools = [false, true];
    let mut rows = Vec::new();
    for mode in MODES {
        for rules in [0, 1, 3] {
            for (module, enabled) in bools.iter().flat_map(|a| bools.map(|b| (*a, b))) {
                for (session, completed) in bools.iter().flat_map(|a| bools.map(|b| (*a, b))) {
                    for role in [None, Some(false), Some(true)] {
                        rows.push(Row {
                            enabled,
                            mode,
                            module,
                            rules,
                            session,
                            completed,
                            role,
                        });
                    }
                }
            }
        }
    }
    rows
}

fn decided(row: Row) -> D {
    let rules = match (row.module, row.rules) {
        (false, _) => RulesAhead::Off,
        (true, 0) => RulesAhead::None,
        (true, some) => RulesAhead::Some(some),
    };
    decide_start(&StartFacts {
        known: Known::Guild(Ahead {
            enabled: row.enabled,
            mode: row.mode,
            rules,
            completion_role: row.role.map(|_| role()),
        }),
        standing: Standing {
            has_session: row.session,
            has_completed: row.completed,
            has_completion_role: row.role == Some(true),
        },
    })
}

#[test]
fn every_combination_does_what_the_first_line_of_the_table_that_fits_it_says() {
    let rows = all();
    assert_eq!(rows.len(), 4 * 3 * 4 * 4 * 3);
    let mut met = std::collections::BTreeSet::new();
    for row in rows {
        let (line, _, does) = TABLE
            .iter()
            .find(|(_, fits, _)| fits(&row))
            .unwrap_or_else(|| panic!("no line fits {row:?}"));
        met.insert(*line);
        assert_eq!(decided(row), does(&row), "line {line}, {row:?}");
    }
    let lines: Vec<_> = met.into_iter().collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8, 9, 10], "every line was needed");
}

#[test]
fn outside_of_servers_and_without_settings_nothing_else_is_looked_at() {
    for has_session in [false, true] {
        for has_completed in [false, true] {
            let standing = Standing {
                has_session,
                has_completed,
                has_completion_role: false,
            };
            let at = |known| decide_start(&StartFacts { known, standing });
            assert_eq!(at(Known::NoGuild), D::ServerOnly);
            assert_eq!(at(Known::NoSettings), D::Unavailable);
        }
    }
}

#[test]
fn whoever_starts_over_begins_where_a_newcomer_does() {
    for row in all() {
        let new = Row {
            session: false,
            completed: false,
            ..row
        };
        let rules = match (row.module, row.rules) {
            (false, _) => RulesAhead::Off,
            (true, 0) => RulesAhead::None,
            (true, some) => RulesAhead::Some(some),
        };
        let ahead = Ahead {
            enabled: row.enabled,
            mode: row.mode,
            rules,
            completion_role: row.role.map(|_| role()),
        };
        assert_eq!(ahead.first_step(), decided(new), "{row:?}");
    }
}
