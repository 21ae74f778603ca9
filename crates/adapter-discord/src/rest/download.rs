//! Files that Discord keeps, fetched without the bot's token and from nowhere else.

use http::StatusCode;
use reqwest::Url;

use super::transport::Transport;

/// Where Discord keeps attachments.
const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];

/// Why a file could not be fetched. No variant holds its address, which is a secret of those who were shown it.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// Its address is none of Discord's: nothing was asked.
    #[error("the file is not one that Discord keeps")]
    Elsewhere,
    /// Discord does not give it, or sends us elsewhere.
    #[error("Discord answered {0}")]
    Refused(StatusCode),
    /// The connection failed.
    #[error("the connection to Discord's files failed")]
    Lost(#[source] reqwest::Error),
}

impl Transport {
    /// See `Rest::download`.
    pub(super) async fn download(
        &self,
        address: &str,
        max: usize,
    ) -> Result<Option<Vec<u8>>, DownloadError> {
        let address = trusted(address, self.proxy.as_deref()).ok_or(DownloadError::Elsewhere)?;
        let lost = |error: reqwest::Error| DownloadError::Lost(error.without_url());
        let mut answer = self.http.get(address).send().await.map_err(lost)?;
        if answer.status() != StatusCode::OK {
            return Err(DownloadError::Refused(answer.status()));
        }
        if answer.content_length().is_some_and(|it| it > max as u64) {
            return Ok(None);
        }
        let mut content = Vec::new();
        // A length is only said; what counts is what comes.
        while let Some(piece) = answer.chunk().await.map_err(lost)? {
            if content.len() + piece.len() > max {
                return Ok(None);
            }
            content.extend_from_slice(&piece);
        }
        Ok(Some(content))
    }
}

/// The address, if it is one of Discord's files, or of what stands in for Discord.
fn trusted(address: &str, proxy: Option<&str>) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    let host = url.host_str()?;
    let known = match url.scheme() {
        "https" => HOSTS.contains(&host) && url.port().is_none(),
        "http" => proxy.is_some_and(|it| {
            let port = url.port_or_known_default().unwrap_or_default();
            it == format!("{host}:{port}")
        }),
        _ => false,
    };
    (plain && known).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_discords_own_files_are_asked_for() {
        let proxy = Some("127.0.0.1:8080");
        for address in [
            "https://cdn.discordapp.com/ephemeral-attachments/1/2/x.png?ex=1&is=2&hm=3&",
            "https://media.discordapp.net/attachments/1/2/x.png",
            "http://127.0.0.1:8080/attachments/1/2/x.png",
        ] {
            assert!(trusted(address, proxy).is_some(), "{address}");
        }
        for address in [
            "http://cdn.discordapp.com/x.png",
            "https://cdn.discordapp.com.evil.example/x.png",
            "https://cdn.discordapp.com:8443/x.png",
            "https://cdn.discordapp.com@evil.example/x.png",
            "https://me@cdn.discordapp.com/x.png",
            "https://example.com/cdn.discordapp.com/x.png",
            "http://127.0.0.1:8081/x.png",
            "https://127.0.0.1:8080/x.png",
            "file:///etc/passwd",
            "",
        ] {
            assert!(trusted(address, proxy).is_none(), "{address}");
        }
        assert!(trusted("http://127.0.0.1:8080/x.png", None).is_none());
    }
}
