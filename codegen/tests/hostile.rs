//! Documents that nobody means well with: each ends in a client or a clear error, in bounded time and memory.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "hostile/trial.rs"]
mod trial;

#[test]
fn probe() {
    let Some(list) = std::env::var_os("PROBE") else {
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(list)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let result = std::panic::catch_unwind(|| trial::generated_from(&path));
        match result {
            Ok(o) => println!(
                "{name:32} code {:>10?} mem {:>5} MB time {:>7.2} s {:?} | {}",
                o.code,
                o.memory,
                o.time.as_secs_f64(),
                o.codes,
                o.text
                    .lines()
                    .next()
                    .unwrap_or("")
                    .chars()
                    .take(120)
                    .collect::<String>()
            ),
            Err(_) => println!("{name:32} DIED"),
        }
    }
}
