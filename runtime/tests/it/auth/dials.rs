//! WebSockets prove who they are when they shake hands.
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use callwright::{Auth, ConnectOptions, Error, Token, WebSocket, connect_with};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{header, ping};
use crate::rude_ws::Peer;

const REFUSAL: &str = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 12\r\n\r\nwho are you?";

/// A server of WebSockets that lets in who shows `known`, and keeps what it was shown.
async fn guarded_sockets(known: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let shown = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&shown);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let head = head(&socket).await;
            let proof = header(&head, "authorization")
                .unwrap_or("nothing")
                .to_owned();
            seen.lock().unwrap().push(proof.clone());
            if proof != known {
                let (refusal, length) = (REFUSAL.as_bytes(), head.len());
                socket.read_exact(&mut vec![0; length]).await.unwrap();
                socket.write_all(refusal).await.unwrap();
                continue;
            }
            let mut peer = Peer::accept(socket).await.unwrap();
            tokio::spawn(async move {
                while let Some(request) = peer.request().await {
                    peer.answer(&request, r#""result":7"#).await;
                }
            });
        }
    });
    (url, shown)
}

/// The head of a request, which stays to be read.
async fn head(socket: &TcpStream) -> String {
    let mut bytes = vec![0; 8192];
    loop {
        let length = socket.peek(&mut bytes).await.unwrap();
        let head = String::from_utf8(bytes[..length].to_vec()).unwrap();
        if head.ends_with("\r\n\r\n") {
            return head;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

fn numbered() -> Auth {
    let next = AtomicUsize::new(0);
    Auth::refreshing(move || {
        let token = Token::new(format!("t-{}", next.fetch_add(1, Ordering::SeqCst)));
        async { Ok::<_, Error>(token) }
    })
}

#[tokio::test]
async fn a_refused_handshake_is_made_again_once() {
    let (url, shown) = guarded_sockets("Bearer t-1").await;
    let options = ConnectOptions::new().with_auth(numbered());
    let socket = WebSocket::connect(&url, options.clone()).await.unwrap();
    ping(&socket).await.unwrap();
    // The next dial begins with what was good.
    let second = WebSocket::connect(&url, options).await.unwrap();
    ping(&second).await.unwrap();
    assert_eq!(
        *shown.lock().unwrap(),
        ["Bearer t-0", "Bearer t-1", "Bearer t-1"]
    );
}

#[tokio::test]
async fn who_is_a_stranger_twice_stays_outside() {
    let (url, shown) = guarded_sockets("nobody").await;
    for (auth, dials) in [(numbered(), 2), (Auth::bearer("t"), 1)] {
        shown.lock().unwrap().clear();
        let options = ConnectOptions::new().with_auth(auth);
        let error = connect_with(&url, options).await.unwrap_err();
        assert!(matches!(error, Error::Connect(_)), "{error:?}");
        assert!(error.to_string().contains("who are you?"), "{error}");
        assert_eq!(
            (error.status(), shown.lock().unwrap().len()),
            (Some(401), dials)
        );
    }
}
