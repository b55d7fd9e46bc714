//! Takes figures from many rounds and gives their middle and how far they lie apart.

use std::fmt;

/// The median, and the quartiles around it.
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) median: f64,
    pub(crate) high: f64,
}

impl Spread {
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut figures: Vec<_> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        let last = figures.len().checked_sub(1)?;
        let at = |share: f64| figures[(last as f64 * share).round() as usize];
        Some(Self {
            low: at(0.25),
            median: at(0.5),
            high: at(0.75),
        })
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2}-{:.2})", self.median, self.low, self.high)
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn the_middle_half_is_shown() {
        let spread = Spread::of([5.0, 1.0, 3.0, 2.0, 4.0]).expect("there are figures");
        assert_eq!(spread.to_string(), "3.00 (2.00-4.00)");
        assert!(Spread::of([]).is_none());
    }
}
