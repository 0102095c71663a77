use crate::program::Program;

#[test]
fn a_small_bench_measures_everything() {
    let program = Program::new();
    let done = program.run(
        "bench --products 1000 --relations 5000 --seed 7 --requests 200 --rate 200 --seconds 1 --connections 2 \
         --changes 4 --json",
    );
    assert_eq!(done.code, 0, "{}", done.stderr);
    let figures = done.json();
    assert_eq!(figures["seed"], 7);
    assert_eq!(figures["shop"]["products"], 1000);
    assert!(
        figures["shop"]["relations"].as_u64().is_some_and(|count| (4_000..=5_000).contains(&count)),
        "{figures}"
    );
    assert_eq!(figures["calculation"]["random"]["count"], 200);
    let http = &figures["http"];
    assert_eq!(
        (&http["open_loop"]["answered"], &http["open_loop"]["errors"]),
        (&200.into(), &0.into()),
        "{http}"
    );
    for change in ["relation", "price", "stock"] {
        assert_eq!(http["visibility"][change]["count"], 4, "{http}");
    }
    assert!(!program.path("relata.db").exists(), "a bench has a database of its own");
}

#[test]
fn people_get_a_table() {
    let program = Program::new();
    let done = program.run("bench --products 200 --relations 500 --requests 50 --skip-http --keep kept");
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("answer, random products"), "{}", done.stdout);
    assert!(program.path("kept/bench.db").exists());
    let again = program.run("bench --products 200 --relations 500 --skip-http --keep kept");
    assert_eq!(again.code, 1, "what is there is not overwritten");
}
