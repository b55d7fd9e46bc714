//! Takes faults and gives them by cause, so that a cause that repeats is told once, with its first places.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::fmt;

use super::{Code, Diagnostic, Severity};

/// Places that are shown of a cause that has more of them; one more is shown rather than counted.
const SHOWN: usize = 3;

/// The faults of one cause: one code, one hint, and one sentence but for what it quotes. There is at least one.
#[derive(Clone, Debug)]
pub struct Group<'d> {
    first: &'d Diagnostic,
    others: Vec<&'d Diagnostic>,
}

impl<'d> Group<'d> {
    /// The first of them, which speaks for all.
    pub fn first(&self) -> &'d Diagnostic {
        self.first
    }

    /// All of them, in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &'d Diagnostic> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.others.len() + 1
    }

    /// The line below a report of these that says where more is written; none where nothing is reported.
    pub fn footer(groups: &[Self]) -> Option<String> {
        let codes: BTreeSet<&str> = groups.iter().map(|it| it.first.code.as_str()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        (!codes.is_empty()).then(|| format!("`callwright explain {}` tells more", codes.join(" ")))
    }
}

/// What makes two faults one cause.
type Cause<'d> = (Code, Severity, Vec<&'d str>, Option<&'d str>);

/// Groups faults by cause, in the order of the first of each.
pub(super) fn groups<'d>(faults: impl Iterator<Item = &'d Diagnostic>) -> Vec<Group<'d>> {
    let mut groups: Vec<Group<'d>> = Vec::new();
    let mut known: HashMap<Cause<'d>, usize> = HashMap::new();
    for fault in faults {
        match known.entry(cause(fault)) {
            Entry::Occupied(group) => groups[*group.get()].others.push(fault),
            Entry::Vacant(group) => {
                group.insert(groups.len());
                groups.push(Group {
                    first: fault,
                    others: Vec::new(),
                });
            }
        }
    }
    groups
}

fn cause(fault: &Diagnostic) -> Cause<'_> {
    let sentence = fault.message.split('`').step_by(2).collect();
    (fault.code, fault.severity, sentence, fault.hint.as_deref())
}

impl fmt::Display for Group<'_> {
    /// `warning[code]: sentence`, then the places, then the hint, each on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            severity,
            code,
            message,
            hint,
            ..
        } = self.first;
        write!(f, "{}[{}]: {message}", severity.as_str(), code.as_str())?;
        let shown = match self.count() {
            few if few <= SHOWN + 1 => few,
            _ => SHOWN,
        };
        let mut told = message;
        for fault in self.iter().take(shown) {
            if !fault.origin.is_empty() {
                write!(f, "\n  --> {}", Place(fault))?;
            }
            if fault.message != *told {
                write!(f, "\n      {}", fault.message)?;
                told = &fault.message;
            }
        }
        if self.count() > shown {
            write!(f, "\n  and {} more", self.count() - shown)?;
        }
        match hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// `file:line:column at /pointer`
struct Place<'d>(&'d Diagnostic);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            origin,
            position,
            pointer,
            ..
        } = self.0;
        f.write_str(origin)?;
        if let Some(position) = position {
            write!(f, ":{}:{}", position.line, position.column)?;
        }
        match pointer.as_str() {
            "" => Ok(()),
            pointer => write!(f, " at {pointer}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};

    fn faults(messages: impl IntoIterator<Item = String>) -> Diagnostics {
        let mut faults = Diagnostics::default();
        faults.extend(messages.into_iter().zip(1..).map(|(message, line)| {
            Diagnostic::of(Code::Relaxed, "a.json", message).position(line, 1)
        }));
        faults
    }

    #[test]
    fn a_cause_that_repeats_is_told_once() {
        let text = faults((0..60).map(|n| format!("`{n}` is not checked"))).to_string();
        assert_eq!(
            text,
            "note[relaxed]: `0` is not checked\n  \
             --> a.json:1:1\n  \
             --> a.json:2:1\n      `1` is not checked\n  \
             --> a.json:3:1\n      `2` is not checked\n  \
             and 57 more"
        );
    }

    #[test]
    fn other_sentences_are_other_causes_and_nothing_is_counted_that_fits() {
        let some = faults(["a", "a", "b", "a", "a"].map(str::to_owned));
        let text = some.to_string();
        assert_eq!(text.matches("-->").count(), 5);
        assert!(!text.contains("more"));
        let counts: Vec<_> = some.groups().iter().map(|group| group.count()).collect();
        assert_eq!(counts, [4, 1]);
    }
}
