//! Takes contenders and has them take turns, then says how each compares with the first.
//!
//! A machine that others use too is faster in one minute than in the next. So the contenders take short turns, every
//! round in another order, and are compared within the round only: what is shown is the median of the rounds' ratios.

use crate::slice::{self, Allocated, Slice};
use crate::spread::Spread;
use crate::{Contender, Failure, Load, Plan};

/// Prints the head of the table.
pub fn head(plan: &Plan) {
    println!(
        "{} rounds of {} ms a turn. The first of each load in its own figures, the others as ratios to it: median \
         (quartiles) of the rounds. Allocations are counted in a turn of their own.\n",
        plan.rounds,
        plan.slice.as_millis()
    );
    println!("| load | client | calls/s | p50 | p99 | CPU per call | allocations | bytes |");
    println!("|---|---|---|---|---|---|---|---|");
}

/// Prints the rows of one load.
pub async fn measure(plan: &Plan, load: &Load, contenders: &[Contender]) -> Result<(), Failure> {
    let contenders = plan.pick(contenders);
    // Connections are opened and pools filled before anything counts.
    for contender in &contenders {
        turn(plan, load, contender).await?;
    }
    let mut allocated = Vec::new();
    for contender in &contenders {
        allocated.push(slice::count(contender, load).await?);
    }
    let mut rounds = Vec::new();
    for round in 0..plan.rounds.max(1) {
        let mut slices: Vec<Option<Slice>> = contenders.iter().map(|_| None).collect();
        for place in 0..contenders.len() {
            let index = (round + place) % contenders.len();
            slices[index] = Some(turn(plan, load, contenders[index]).await?);
        }
        rounds.push(slices.into_iter().flatten().collect::<Vec<_>>());
    }
    report(load, &contenders, &rounds, &allocated);
    Ok(())
}

/// A turn that counts. A server closes connections on which nothing came for a while, maybe just when the next call
/// takes one: such a turn is taken again.
async fn turn(plan: &Plan, load: &Load, contender: &Contender) -> Result<Slice, Failure> {
    for _ in 0..2 {
        match slice::run(contender, load, plan.slice).await {
            Ok(slice) => return Ok(slice),
            Err(error) => eprintln!("{load}: {}: {error}", contender.name),
        }
    }
    slice::run(contender, load, plan.slice).await
}

fn report(load: &Load, contenders: &[&Contender], rounds: &[Vec<Slice>], allocated: &[Allocated]) {
    let middle = |figure: fn(&Slice) -> f64| {
        Spread::of(rounds.iter().map(|round| figure(&round[0]))).map_or(0.0, |it| it.median)
    };
    let mut load = load.to_string();
    for (index, (contender, allocated)) in contenders.iter().zip(allocated).enumerate() {
        let ratio = |figure: fn(&Slice) -> f64| {
            let ratios = rounds
                .iter()
                .map(|round| figure(&round[index]) / figure(&round[0]));
            Spread::of(ratios).map_or_else(String::new, |it| it.to_string())
        };
        let [rate, median, tail, cpu] = match index {
            0 => [
                format!("{:.0}", middle(|it| it.rate)),
                format!("{:.3} ms", middle(|it| it.median) * 1e3),
                format!("{:.3} ms", middle(|it| it.tail) * 1e3),
                format!("{:.1} us", middle(|it| it.cpu) * 1e6),
            ],
            _ => [
                ratio(|it| it.rate),
                ratio(|it| it.median),
                ratio(|it| it.tail),
                ratio(|it| it.cpu),
            ],
        };
        let name = &contender.name;
        let Allocated { times, bytes } = allocated;
        println!(
            "| {load} | {name} | {rate} | {median} | {tail} | {cpu} | {times:.1} | {bytes:.0} |"
        );
        load.clear();
    }
}
