//! Packed files, whole and damaged.

use std::io::Write;

use expect_test::expect;
use flate2::write::GzEncoder;

use crate::show::{check, show};

const FILE: &str = "sku,name\nA,Alpha\nB,Beta\n";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn packed_files_are_read_as_they_are() {
    let plain = show(FILE);
    let (head, tail) = FILE.as_bytes().split_at(13);
    assert_eq!(show(gzip(FILE.as_bytes())), plain);
    assert_eq!(show([gzip(head), gzip(tail)].concat()), plain, "two members");
    assert_eq!(show(zstd(FILE.as_bytes())), plain);
    assert_eq!(show([zstd(head), zstd(tail)].concat()), plain, "two frames");
    let skipped = [b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec(), zstd(FILE.as_bytes())].concat();
    assert_eq!(show(skipped), plain, "a frame to skip");
}

/// A file long enough that its start is read before its end is looked at.
fn long_file() -> String {
    let mut file = String::from("source,type,target\n");
    let mut state = 7_u64;
    for _ in 0..60_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        file.push_str(&format!("{:x},related,{:x}\n", state >> 20, state >> 30));
    }
    file
}

#[test]
fn what_was_read_before_the_damage_is_good() {
    let file = long_file();
    for packed in [gzip(file.as_bytes()), zstd(file.as_bytes())] {
        let cut = show(&packed[..packed.len() * 3 / 4]);
        let rows = cut.lines().count() - 2;
        assert!(rows > 20_000, "{rows} rows before the cut");
        let expected: String = show(&file).lines().take(rows + 1).map(|line| format!("{line}\n")).collect();
        assert!(cut.starts_with(&expected));
        let last = cut.lines().last().unwrap();
        let row = rows + 2;
        assert_eq!(
            last,
            format!("{row} ! invalid-record: the file is cut off: from line {row} on it is lost")
        );
    }
}

#[test]
fn a_changed_byte_is_noticed() {
    let file = long_file();
    for packed in [gzip(file.as_bytes()), zstd(file.as_bytes())] {
        let mut damaged = packed.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        let shown = show(damaged);
        let last = shown.lines().last().unwrap();
        assert!(last.contains("the file is damaged") || last.contains("cut off"), "{last}");
    }
}

#[test]
fn damage_at_the_start_refuses_the_file() {
    let packed = gzip(FILE.as_bytes());
    check(
        &packed[..12],
        expect![[r#"
            the file file is refused: the compressed file is cut off
            1 ! invalid-record: the compressed file is cut off
        "#]],
    );
    check(
        b"\x1f\x8bnot gzip at all",
        expect![[r#"
            the file file is refused: the compressed file is damaged (invalid gzip header)
            1 ! invalid-record: the compressed file is damaged (invalid gzip header)
        "#]],
    );
    check(
        b"\x28\xb5\x2f\xfdnot zstd at all",
        expect![[r#"
            the file file is refused: the compressed file is damaged (Frame header specified dictionary id 0x746F that wasnt provided by add_dict() or reset_with_dict())
            1 ! invalid-record: the compressed file is damaged (Frame header specified dictionary id 0x746F that wasnt provided by add_dict() or reset_with_dict())
        "#]],
    );
}

#[test]
fn a_header_cut_off_is_damage_and_no_unknown_format() {
    let mut bytes = gzip(long_file().as_bytes());
    bytes.truncate(30);
    let shown = show(bytes);
    assert!(shown.contains("the compressed file is cut off"), "{shown}");
}

#[test]
fn a_bomb_is_one_rejected_record() {
    let mut bomb = GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(b"sku,name\nA,").unwrap();
    for _ in 0..64 {
        bomb.write_all(&[b'x'; 1 << 20]).unwrap();
    }
    bomb.write_all(b"\nB,Beta\n").unwrap();
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 100_000);
    expect![[r#"
        relata products
        2 rejected 1
        2 ! limit-exceeded: the record is larger than 4194304 bytes
        3 {"sku":"B","name":"Beta"}
    "#]]
    .assert_eq(&show(bomb));
}
