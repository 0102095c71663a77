use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let input = relata_exchange::open(std::path::Path::new(&path)).unwrap();
    let (mut n, mut bad) = (0u64, 0u64);
    for r in input.records() { let r = r.unwrap(); n += r.items.len() as u64; bad += r.rejected; }
    println!("{n} items {bad} rejected {:?}", t.elapsed());
    let s = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", s.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
