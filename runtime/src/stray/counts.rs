//! How many strays of each kind a connection had.
use super::StrayKind;

/// How many strays of each kind came over a connection until it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StrayCounts([u64; StrayKind::ALL.len()]);

impl StrayCounts {
    pub(super) fn new(count: impl Fn(StrayKind) -> u64) -> Self {
        Self(StrayKind::ALL.map(count))
    }

    /// How many of this kind.
    pub fn of(&self, kind: StrayKind) -> u64 {
        self.0[kind as usize]
    }

    /// How many of all kinds.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The kinds that came, and how many of each.
    pub fn iter(&self) -> impl Iterator<Item = (StrayKind, u64)> + '_ {
        let all = StrayKind::ALL.into_iter().zip(self.0);
        all.filter(|(_, count)| *count > 0)
    }
}
