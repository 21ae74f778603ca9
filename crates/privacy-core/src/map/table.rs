//! What the map says of one table.

/// A table of the schema `alphapy`. Each of its columns is in exactly one of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What its rows are for.
    pub purpose: &'static str,
    /// How long a row is kept when nobody asks for anything.
    pub kept: &'static str,
    /// The column with the moment of which a row tells, where a process may write rows some time after that.
    pub late: Option<&'static str>,
    /// The rows of another table to which its rows belong: they go with them.
    pub part_of: Option<PartOf>,
    /// Columns with the id of a person.
    pub people: &'static [Person],
    /// Columns with what somebody wrote, or what was said of them.
    pub words: &'static [Words],
    /// Columns with what opens something or is nobody's affair: in no export.
    pub withheld: &'static [&'static str],
    /// Columns with Discord's ids of what is no person: servers, channels, roles, messages.
    pub places: &'static [&'static str],
    /// Every other column: times, numbers, states.
    pub facts: &'static [&'static str],
}

/// Rows that belong to rows of another table, of the same server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartOf {
    /// The other table. Its rows have the key `(guild_id, id)`.
    pub table: &'static str,
    /// The column with the other row's `id`.
    pub by: &'static str,
    /// Whether whoever asks for their data gets these rows too.
    pub is_exported: bool,
}

/// A column with the id of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Its name.
    pub column: &'static str,
    /// Who the person is to the row.
    pub says: &'static str,
    /// What that means for the row.
    pub part: Part,
    /// Where the column may also hold the id of something else: how to tell.
    pub kind: Option<Kind>,
}

/// What a person is to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The row is about them: it is deleted, and exported whole.
    Subject,
    /// They wrote it, for their server: the row stays without their id, and is exported whole.
    Author,
    /// They did something with a row that is somebody else's: it stays without their id, and is exported without words.
    Actor,
    /// Their id stays as long as the work on their request does: the table of the requests themselves.
    Request,
}

/// How to tell whether an id is a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The column that says so.
    pub column: &'static str,
    /// What it says of a person.
    pub person: &'static str,
    /// What it says where there is nobody.
    pub nobody: &'static str,
}

/// Columns with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Their names.
    pub columns: &'static [&'static str],
    /// What becomes of them.
    pub on_erasure: OnErasure,
}

/// What becomes of words when a person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnErasure {
    /// They go with their row.
    Goes,
    /// They stay, for this reason.
    Stays(&'static str),
    /// They are taken out of rows that stay; how, says this. The database's adapter has a statement for it.
    TakenOut(&'static str),
}

impl Table {
    /// A table of which only the name, the purpose and the time are known.
    pub(super) const fn new(name: &'static str, purpose: &'static str, kept: &'static str) -> Self {
        Self {
            name,
            purpose,
            kept,
            late: None,
            part_of: None,
            people: &[],
            words: &[],
            withheld: &[],
            places: &[],
            facts: &[],
        }
    }

    /// The names of all its columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let people = self.people.iter().map(|it| it.column);
        let words = self.words.iter().flat_map(|it| it.columns).copied();
        let others = [self.withheld, self.places, self.facts];
        people
            .chain(words)
            .chain(others.into_iter().flatten().copied())
    }

    /// Whether a person has rows of their own here: rows that go when they do.
    pub fn has_subject(&self) -> bool {
        self.people.iter().any(|it| it.part == Part::Subject)
    }
}

/// A person to whom a row belongs.
pub(super) const fn subject(column: &'static str, says: &'static str) -> Person {
    person(column, says, Part::Subject)
}

/// Whoever wrote a row for their server.
pub(super) const fn author(column: &'static str, says: &'static str) -> Person {
    person(column, says, Part::Author)
}

/// Whoever did something with a row.
pub(super) const fn actor(column: &'static str, says: &'static str) -> Person {
    person(column, says, Part::Actor)
}

const fn person(column: &'static str, says: &'static str, part: Part) -> Person {
    Person {
        column,
        says,
        part,
        kind: None,
    }
}

/// Words that go with their row.
pub(super) const fn going(columns: &'static [&'static str]) -> Words {
    Words {
        columns,
        on_erasure: OnErasure::Goes,
    }
}

/// Words that stay, and why.
pub(super) const fn staying(columns: &'static [&'static str], why: &'static str) -> Words {
    Words {
        columns,
        on_erasure: OnErasure::Stays(why),
    }
}
