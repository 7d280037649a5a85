//! Turns `assets/` into a table that the binary carries: hashed address, bytes, brotli bytes, content type.
//!
//! Style sheets are joined (`tokens + base + hosted`, `tokens + base + console`); nothing else is changed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Style sheets that are served as one file.
const BUNDLES: [(&str, [&str; 3]); 2] = [
    ("hosted.css", ["tokens", "base", "hosted"]),
    ("console.css", ["tokens", "base", "console"]),
];

/// Folders whose files are served as they are.
const FOLDERS: [&str; 2] = ["js", "img"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    for (name, bytes) in collect()? {
        let Some(content_type) = content_type(&name) else {
            continue;
        };
        let hash = fnv1a(&bytes);
        fs::write(out.join(&name), &bytes)?;
        fs::write(out.join(format!("{name}.br")), compress(&bytes)?)?;
        let (stem, extension) = name
            .rsplit_once('.')
            .expect("a name with a content type has an extension");
        let raw = out.join(&name);
        let brotli = out.join(format!("{name}.br"));
        writeln!(
            table,
            "    Asset {{ name: {name:?}, hash: \"{hash:016x}\", url: \"/assets/{stem}.{hash:016x}.{extension}\", \
             content_type: {content_type:?}, raw: include_bytes!({raw:?}), brotli: include_bytes!({brotli:?}) }},"
        )
        .expect("writing to a string cannot fail");
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)
}

/// Every file to serve, by name, in an order that does not depend on the file system.
fn collect() -> io::Result<Vec<(String, Vec<u8>)>> {
    let root = Path::new("assets");
    let mut files = Vec::new();
    for (name, parts) in BUNDLES {
        let mut joined = Vec::new();
        for part in parts {
            joined.extend(fs::read(root.join("css").join(format!("{part}.css")))?);
        }
        files.push((name.to_owned(), joined));
    }
    for folder in FOLDERS {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            if let Some(name) = path.file_name().and_then(|it| it.to_str()) {
                files.push((name.to_owned(), fs::read(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        _ => None,
    }
}

fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}

/// FNV-1a, 64 bit: names a version of a file; nothing secret rests on it.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
