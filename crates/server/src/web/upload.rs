//! Forms that bring pictures: `multipart/form-data` (RFC 7578), read within the limits.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use moongate_domain::FieldError;

use super::body;
use super::error::Failure;
use super::params::{Form, Params};

/// The fields of a form, and the files that were chosen in it.
pub struct Upload {
    /// The fields, each at most once.
    pub form: Params,
    files: Vec<(String, Vec<u8>)>,
}

impl Upload {
    /// Takes the file of a field; none if nothing was chosen.
    pub fn take(&mut self, name: &str) -> Option<Vec<u8>> {
        let place = self.files.iter().position(|(it, _)| it == name)?;
        Some(self.files.swap_remove(place).1)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !body::is_of_type(request.headers(), &["multipart/form-data"]) {
            let Form(form) = Form::from_request(request, state).await?;
            return Ok(Self {
                form,
                files: Vec::new(),
            });
        }
        let broken = || Failure::new(StatusCode::BAD_REQUEST, "request.body_broken");
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| broken())?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = parts.next_field().await.map_err(|err| refused(&err))? {
            let Some(name) = part.name().map(str::to_owned) else {
                return Err(broken());
            };
            let chosen = part.file_name().map(|it| !it.is_empty());
            let bytes = part.bytes().await.map_err(|err| refused(&err))?;
            match chosen {
                Some(true) => files.push((name, bytes.to_vec())),
                Some(false) => {}
                None => {
                    let text = String::from_utf8(bytes.to_vec()).ok();
                    match text.filter(|it| !it.contains('\0')) {
                        Some(text) => pairs.push((name, text)),
                        None => {
                            return Err(Failure::new(StatusCode::BAD_REQUEST, "request.invalid")
                                .field(FieldError::new(name, "text.control_character")));
                        }
                    }
                }
            }
        }
        Ok(Self {
            form: Params::of_pairs(pairs)?,
            files,
        })
    }
}

fn refused(err: &axum::extract::multipart::MultipartError) -> Failure {
    if err.status() == StatusCode::PAYLOAD_TOO_LARGE {
        super::limits::too_large()
    } else {
        Failure::new(StatusCode::BAD_REQUEST, "request.body_broken")
    }
}
