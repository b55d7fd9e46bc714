//! Chance for tests: as good as random, and the same in each run.

pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below the bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// The same, small numbers more often.
    pub(crate) fn most(&mut self, bound: u64) -> u64 {
        let bound = self.below(bound) + 1;
        self.below(bound)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }
}
