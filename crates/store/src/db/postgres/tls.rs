//! Who may answer for the server when the connection is encrypted.

use std::fs;
use std::sync::Arc;

use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{
    CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::db::error::OpenError;

/// Whose certificate is taken.
pub(super) enum Trust {
    /// Anybody's: the wire is encrypted, the server is not proven.
    Anyone,
    /// One signed by a certificate of this file.
    SignedBy(String),
    /// The same, and made for the host of the address.
    HostSignedBy(String),
}

/// Prepares encryption with this trust.
pub(super) fn connector(trust: Trust) -> Result<MakeRustlsConnect, OpenError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("the provider speaks TLS 1.2 and 1.3");
    let config = match trust {
        Trust::HostSignedBy(path) => builder
            .with_root_certificates(roots(&path)?)
            .with_no_client_auth(),
        Trust::SignedBy(path) => {
            let chain = WebPkiServerVerifier::builder_with_provider(
                Arc::new(roots(&path)?),
                Arc::clone(&provider),
            )
            .build()
            .map_err(|_| UNREADABLE)?;
            let verifier = Arc::new(AnyHost {
                chain: Some(chain),
                provider,
            });
            builder
                .dangerous()
                .with_custom_certificate_verifier(verifier)
                .with_no_client_auth()
        }
        Trust::Anyone => {
            let verifier = Arc::new(AnyHost {
                chain: None,
                provider,
            });
            builder
                .dangerous()
                .with_custom_certificate_verifier(verifier)
                .with_no_client_auth()
        }
    };
    Ok(MakeRustlsConnect::new(config))
}

const UNREADABLE: OpenError = OpenError::Address {
    what: "sslrootcert must name a readable file of PEM certificates",
};

fn roots(path: &str) -> Result<RootCertStore, OpenError> {
    let file = fs::read(path).map_err(|_| UNREADABLE)?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&file) {
        roots
            .add(certificate.map_err(|_| UNREADABLE)?)
            .map_err(|_| UNREADABLE)?;
    }
    if roots.is_empty() {
        Err(UNREADABLE)
    } else {
        Ok(roots)
    }
}

/// Takes a certificate whatever host it was made for.
#[derive(Debug)]
struct AnyHost {
    chain: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for AnyHost {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else {
            return Ok(ServerCertVerified::assertion());
        };
        // The chain is checked before the name, so a wrong name means that everything else was right.
        match chain.verify_server_cert(certificate, intermediates, host, ocsp, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
