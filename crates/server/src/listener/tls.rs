//! The certificate and its key, read once at start.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use crate::config::TlsFiles;

/// Why the certificate or its key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The certificate file cannot be read as PEM.
    #[error("the certificate file cannot be read: {0}")]
    Certificate(rustls::pki_types::pem::Error),
    /// The certificate file holds none.
    #[error("the certificate file holds no certificate")]
    NoCertificate,
    /// The key file cannot be read as PEM.
    #[error("the key file cannot be read: {0}")]
    Key(rustls::pki_types::pem::Error),
    /// They do not belong together, or use what nobody trusts.
    #[error("the certificate and the key cannot be used together: {0}")]
    Pair(#[from] rustls::Error),
}

/// Reads both files. TLS 1.2 and 1.3, HTTP/2 preferred.
pub fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, Unusable> {
    let certificates = certificates(&files.cert)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(Unusable::Key)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Unusable> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(Unusable::Certificate)?;
    if chain.is_empty() {
        return Err(Unusable::NoCertificate);
    }
    Ok(chain)
}
