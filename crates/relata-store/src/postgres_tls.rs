//! TLS to PostgreSQL, as libpq understands `sslmode`.
//!
//! ```text
//!   disable       plain
//!   prefer        TLS where the server has it, certificate unchecked; the default
//!   require       TLS or nothing; the certificate is checked only if `sslrootcert` names its issuer
//!   verify-ca     TLS; the certificate comes from a trusted issuer
//!   verify-full   TLS; the certificate comes from a trusted issuer and is for this very host
//! ```
//!
//! Trusted are the issuers in the PEM file `sslrootcert`, else those that the system trusts.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::database_url::TlsWish;
use crate::error::TlsError;

/// What makes a plain connection an encrypted one.
pub(crate) type Connector = MakeRustlsConnect;

/// What is checked of the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    Nothing,
    Issuer,
    IssuerAndHost,
}

/// The connector of a wish that is not `disable`.
pub(crate) fn connector(wish: &TlsWish) -> Result<Connector, TlsError> {
    let check = match (wish.mode.as_str(), &wish.roots) {
        ("verify-full", _) => Check::IssuerAndHost,
        ("verify-ca", _) | ("require", Some(_)) => Check::Issuer,
        _ => Check::Nothing,
    };
    let provider = Arc::new(ring::default_provider());
    let issuers = match check {
        Check::Nothing => None,
        Check::Issuer | Check::IssuerAndHost => {
            let roots = Arc::new(roots(wish.roots.as_deref())?);
            let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone());
            Some(verifier.build().map_err(|error| TlsError::Setup(error.to_string()))?)
        }
    };
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| TlsError::Setup(error.to_string()))?;
    let mut config = match issuers {
        Some(issuers) if check == Check::IssuerAndHost => builder.with_webpki_verifier(issuers),
        issuers => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyHost { issuers, provider }))
        }
    }
    .with_no_client_auth();
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

fn roots(file: Option<&Path>) -> Result<RootCertStore, TlsError> {
    let found = match file {
        Some(file) => rustls_native_certs::load_certs_from_paths(Some(file), None),
        None => rustls_native_certs::load_native_certs(),
    };
    let mut roots = RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(found.certs);
    match (taken, file, found.errors.first()) {
        (1.., _, _) => Ok(roots),
        (0, Some(file), Some(error)) => {
            Err(TlsError::Roots { path: file.to_path_buf(), reason: error.to_string() })
        }
        (0, Some(file), None) => {
            Err(TlsError::Roots { path: file.to_path_buf(), reason: "it holds no certificate".to_string() })
        }
        (0, None, _) => Err(TlsError::NoSystemRoots),
    }
}

/// Checks the issuer, or nothing, but never for which host a certificate is.
#[derive(Debug)]
struct AnyHost {
    issuers: Option<Arc<WebPkiServerVerifier>>,
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
    ) -> Result<ServerCertVerified, rustls::Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(issuers) = &self.issuers else { return Ok(ServerCertVerified::assertion()) };
        match issuers.verify_server_cert(certificate, intermediates, host, ocsp, now) {
            // The name is looked at last, so everything else was right.
            Err(rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })) => {
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
