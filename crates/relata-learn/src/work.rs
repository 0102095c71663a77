use std::ops::Range;
use std::thread;

/// Threads that one run of learning starts at most; past it memory for their tables outgrows the gain.
const THREADS_MAX: usize = 16;

/// Splits numbers below `count` into blocks and works on them with all cores; results are in block order.
///
/// Each thread gets a state of its own from `start` (tables that are reused from block to block). Blocks go
/// to threads in turns, so that costly stretches are shared; which thread works on a block never shows.
pub(crate) fn in_blocks<S, T: Send>(
    count: usize,
    block: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, Range<usize>) -> T + Sync,
) -> Vec<T> {
    let blocks = count.div_ceil(block.max(1));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX).min(blocks.max(1));
    let range = |number: usize| number * block..((number + 1) * block).min(count);
    if threads == 1 {
        let mut state = start();
        return (0..blocks).map(|number| work(&mut state, range(number))).collect();
    }
    let mut done: Vec<Option<T>> = (0..blocks).map(|_| None).collect();
    thread::scope(|scope| {
        let (start, work) = (&start, &work);
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || {
                    let mut state = start();
                    let own = (thread..blocks).step_by(threads);
                    own.map(|number| (number, work(&mut state, range(number)))).collect::<Vec<_>>()
                })
            })
            .collect();
        for worker in workers {
            for (number, result) in worker.join().expect("a worker ends as its caller would") {
                done[number] = Some(result);
            }
        }
    });
    done.into_iter().map(|result| result.expect("every block is worked on once")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_worked_on_once_and_in_order() {
        for (count, block) in [(0, 4), (1, 4), (10, 3), (1000, 7)] {
            let seen: Vec<usize> =
                in_blocks(count, block, || (), |(), range| range.collect::<Vec<_>>()).concat();
            assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }
}
