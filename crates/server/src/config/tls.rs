//! The certificate and key with which the product ends TLS itself; without them a proxy does.

use std::path::PathBuf;

use super::Reader;
use super::mistakes::Complaint;

/// Where the certificate chain and its private key stand, both PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, then those that lead from it to a root.
    pub cert: PathBuf,
    /// The private key of the first certificate.
    pub key: PathBuf,
}

impl TlsFiles {
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let cert = reader.find("tls_cert_file");
        let key = reader.find("tls_key_file");
        let (missing, origin) = match (cert, key) {
            (Some(cert), Some(key)) => {
                return Some(Self {
                    cert: cert.text.into(),
                    key: key.text.into(),
                });
            }
            (Some(cert), None) => ("tls_key_file", cert.origin),
            (None, Some(key)) => ("tls_cert_file", key.origin),
            (None, None) => return None,
        };
        reader.complain(
            missing,
            Some(origin),
            Complaint::new(
                "is missing beside its other half.",
                "Set both tls_cert_file and tls_key_file, or neither.",
            ),
        );
        None
    }
}
