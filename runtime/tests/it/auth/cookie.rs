//! A file with a password that its server writes anew whenever it starts.
use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use callwright::{Auth, Error};

use super::{guarded, http, ping};

/// A path of its own; what is there goes with it.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("callwright-{}-{number}.cookie", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    /// Writes it as bitcoind does: beside, and then in its place.
    fn replace(&self, text: &str) {
        let beside = self.0.with_extension("tmp");
        fs::write(&beside, text).unwrap();
        fs::rename(&beside, &self.0).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_cookie_is_read_again_when_it_has_changed() {
    let (url, shown) = guarded(|_| true).await;
    let file = File::new();
    let http = http(&url, Auth::cookie_file(&file.0));
    let error = ping(&http).await.unwrap_err();
    assert!(
        matches!(error, Error::Connect(_)) && error.is_retryable(),
        "{error:?}"
    );
    let path = file.0.display().to_string();
    assert!(error.to_string().contains(&path), "{error}");
    for text in ["__cookie__:aa", "__cookie__:ab", "me:b\r\n"] {
        file.replace(text);
        ping(&http).await.unwrap();
        ping(&http).await.unwrap();
    }
    let shown = shown.lock().unwrap();
    let expected = [
        "Basic X19jb29raWVfXzphYQ==",
        "Basic X19jb29raWVfXzphYg==",
        "Basic bWU6Yg==",
    ];
    let twice: Vec<_> = expected.iter().flat_map(|proof| [*proof, proof]).collect();
    assert_eq!(*shown, twice);
}

#[tokio::test]
async fn a_cookie_is_read_again_when_it_is_refused() {
    let known = Arc::new(Mutex::new("Basic YTox".to_owned()));
    let knows = Arc::clone(&known);
    let (url, shown) = guarded(move |shown| shown == *knows.lock().unwrap()).await;
    let file = File::new();
    file.replace("a:1");
    let http = http(&url, Auth::cookie_file(&file.0));
    ping(&http).await.unwrap();
    // Of the same length, at the same place, and its time set back: nothing tells but the server.
    let written = fs::metadata(&file.0).unwrap().modified().unwrap();
    fs::write(&file.0, "a:2").unwrap();
    fs::File::options()
        .write(true)
        .open(&file.0)
        .unwrap()
        .set_modified(written)
        .unwrap();
    *known.lock().unwrap() = "Basic YToy".to_owned();
    ping(&http).await.unwrap();
    assert_eq!(
        *shown.lock().unwrap(),
        ["Basic YTox", "Basic YTox", "Basic YToy"]
    );
    *known.lock().unwrap() = "of another server".to_owned();
    let error = ping(&http).await.unwrap_err();
    assert_eq!(
        (error.status(), shown.lock().unwrap().len()),
        (Some(401), 4)
    );
}

#[tokio::test]
async fn what_is_no_cookie_is_told_and_not_shown() {
    let (url, shown) = guarded(|_| true).await;
    let file = File::new();
    let long = format!("user:{}", "secret".repeat(1000));
    for text in ["", "secret", "user:secret\nsecond:secret", long.as_str()] {
        file.replace(text);
        let auth = Auth::cookie_file(&file.0);
        let error = ping(&http(&url, auth.clone())).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{error:?}");
        let printed = format!("{error} {error:?} {auth:?}");
        assert!(!printed.contains("secret"), "{printed}");
    }
    assert!(shown.lock().unwrap().is_empty());
}
