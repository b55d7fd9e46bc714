//! What is measured and how long: takes arguments.

use std::time::Duration;

use crate::{Contender, Failure, Load};

/// How long each contender is measured before the next has its turn, and how often.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) rounds: usize,
    pub(crate) slice: Duration,
    /// All of them are in the name of a load that is measured.
    filters: Vec<String>,
    /// The one client that is measured.
    only: Option<String>,
}

impl Plan {
    /// How it is written.
    pub const USAGE: &str = "[--rounds N] [--slice MILLISECONDS] [--only CLIENT] [FILTER]...";

    /// Reads arguments; says how they are written where it cannot.
    pub fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut plan = Self {
            rounds: 20,
            slice: Duration::from_millis(300),
            filters: Vec::new(),
            only: None,
        };
        let mut arguments = arguments.iter();
        let mut value = || arguments.next().ok_or(Self::USAGE);
        while let Ok(argument) = value() {
            match argument.as_str() {
                "--rounds" => plan.rounds = value()?.parse()?,
                "--slice" => plan.slice = Duration::from_millis(value()?.parse()?),
                "--only" => plan.only = Some(value()?.clone()),
                option if option.starts_with("--") => return Err(Self::USAGE.into()),
                filter => plan.filters.push(filter.to_owned()),
            }
        }
        Ok(plan)
    }

    /// Whether a load is measured.
    pub fn has(&self, load: &Load) -> bool {
        let mut filters = self.filters.iter();
        filters.all(|filter| load.name.contains(filter))
    }

    /// Those of these clients that are measured.
    pub(crate) fn pick<'a>(&self, contenders: &'a [Contender]) -> Vec<&'a Contender> {
        let is_meant = |it: &&Contender| self.only.as_ref().is_none_or(|only| it.name == *only);
        contenders.iter().filter(is_meant).collect()
    }
}
