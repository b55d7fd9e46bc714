//! Takes contenders and has them take turns, then says how each compares with the first.
//!
//! A machine that others use too is faster in one minute than in the next. So the contenders take short turns, every
//! round in another order, and are compared within the round only: what is shown is the median of the rounds' ratios.

use std::error::Error;

use crate::Plan;
use crate::contender::Contender;
use crate::load::Load;
use crate::slice::{self, Slice};
use crate::spread::Spread;

pub(crate) fn head(plan: &Plan) {
    println!(
        "{} rounds of {} ms a turn. Ratios to jsonrpsee called directly: median (quartiles); below 1 is better.\n",
        plan.rounds,
        plan.slice.as_millis()
    );
    println!(
        "| load | client | time per call | p50 | p99 | client's CPU per call | jsonrpsee: calls/s, p50, CPU |"
    );
    println!("|---|---|---|---|---|---|---|");
}

/// Prints the rows of one load.
pub(crate) async fn measure(
    plan: &Plan,
    load: Load,
    contenders: &[Contender],
) -> Result<(), Box<dyn Error>> {
    let failed = |name: &str, error| format!("{load}: {name}: {error}");
    // Connections are opened and pools filled before anything counts.
    for contender in contenders {
        let warm = slice::run(contender, load, plan.slice).await;
        warm.map_err(|error| failed(contender.name, error))?;
    }
    let mut rounds = Vec::new();
    for round in 0..plan.rounds.max(1) {
        let mut slices: Vec<Option<Slice>> = contenders.iter().map(|_| None).collect();
        for turn in 0..contenders.len() {
            let index = (round + turn) % contenders.len();
            let slice = slice::run(&contenders[index], load, plan.slice).await;
            slices[index] = Some(slice.map_err(|error| failed(contenders[index].name, error))?);
        }
        rounds.push(slices.into_iter().flatten().collect::<Vec<_>>());
    }
    report(load, contenders, &rounds);
    Ok(())
}

fn report(load: Load, contenders: &[Contender], rounds: &[Vec<Slice>]) {
    let middle = |figure: fn(&Slice) -> f64| {
        Spread::of(rounds.iter().map(|round| figure(&round[0]))).map_or(0.0, |it| it.median)
    };
    let mut absolute = format!(
        "{:.0}, {:.3} ms, {:.1} us",
        middle(|it| it.rate),
        middle(|it| it.median) * 1e3,
        middle(|it| it.cpu) * 1e6
    );
    let mut load = load.to_string();
    for (index, contender) in contenders.iter().enumerate().skip(1) {
        let ratio = |figure: fn(&Slice) -> f64| {
            let ratios = rounds
                .iter()
                .map(|round| figure(&round[index]) / figure(&round[0]));
            Spread::of(ratios).map_or_else(String::new, |it| it.to_string())
        };
        println!(
            "| {load} | {} | {} | {} | {} | {} | {absolute} |",
            contender.name,
            ratio(|it| 1.0 / it.rate),
            ratio(|it| it.median),
            ratio(|it| it.tail),
            ratio(|it| it.cpu),
        );
        load.clear();
        absolute.clear();
    }
}
