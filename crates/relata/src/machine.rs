use std::fs;

use serde::Serialize;

/// Bytes in a page of memory; the same on every Linux that this is measured on.
const PAGE_BYTES: u64 = 4096;
/// Clock ticks of `/proc` in a second; fixed in the kernel's interface.
const TICKS_PER_S: f64 = 100.0;

/// What figures were measured on.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    /// The processor's name.
    pub cpu: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Memory in mebibytes.
    pub memory_mib: u64,
    /// The system and its kernel.
    pub os: String,
}

impl Machine {
    /// This machine, as far as it says so.
    pub(crate) fn this() -> Machine {
        let field = |path: &str, name: &str| -> Option<String> {
            let text = fs::read_to_string(path).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line[name.len()..].trim_start_matches([' ', '\t', ':', '=']).trim_matches('"').to_string())
        };
        let unknown = || "unknown".to_string();
        let kilobytes =
            field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").map(|text| text.trim().to_string());
        Machine {
            cpu: field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            cores: cores(),
            memory_mib: kilobytes.unwrap_or(0) / 1024,
            os: format!(
                "{}, kernel {}",
                field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_string()),
                kernel.unwrap_or_else(|_| unknown())
            ),
        }
    }
}

/// Cores that this process may use; at least one.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Memory that a process holds, in bytes; `None` where the system does not tell.
pub(crate) fn resident_bytes(process: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/statm")).ok()?;
    text.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * PAGE_BYTES)
}

/// The most memory that this process has held, in bytes; `None` where the system does not tell.
pub(crate) fn peak_resident_bytes() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

/// Processor time that a process has used, in seconds; `None` where the system does not tell.
pub(crate) fn cpu_seconds(process: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the name in parentheses and may hold spaces.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_PER_S)
}

/// Asks the kernel to wake this thread on time rather than up to 50 µs late.
///
/// Only measurements want this; where it is refused they are a little less sharp.
pub(crate) fn sharpen_timers() {
    let thread = fs::read_link("/proc/thread-self").ok();
    let number = thread.as_deref().and_then(|path| path.file_name()).and_then(|name| name.to_str());
    if let Some(number) = number {
        let _ = fs::write(format!("/proc/{number}/timerslack_ns"), "1");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_knows_its_own_size_and_time() {
        let own = std::process::id();
        if cfg!(target_os = "linux") {
            assert!(resident_bytes(own).expect("linux tells") > 100_000);
            assert!(peak_resident_bytes().expect("linux tells") > 100_000);
            assert!(cpu_seconds(own).expect("linux tells") >= 0.0);
        }
        assert!(Machine::this().cores >= 1);
    }
}
