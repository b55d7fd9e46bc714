//! Both halves of a WebSocket as a session takes them: one text frame for a message, each message a frame.
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::{
    control::Control,
    frames::{Broken, Event, Frames},
    pulse::{Beat, Pulse},
    writing::Writing,
};
use crate::{
    ConnectOptions, Fault, Tolerance,
    session::{FrameSink, FrameSource, Received, Role},
    socket::{Intake, Messages, Reader, Writer},
};

/// Halves of a stream that has shaken hands, of which these bytes came already.
pub(crate) fn halves(
    peer: Arc<str>,
    (reader, writer): (Reader, Writer),
    begun: BytesMut,
    role: Role,
    options: &ConnectOptions,
) -> (Outgoing, Incoming) {
    let control = Arc::new(Control::default());
    let outgoing = Outgoing {
        writing: Writing::new(writer, role),
        control: Arc::clone(&control),
        role,
        peer: Arc::clone(&peer),
    };
    let incoming = Incoming {
        intake: Intake::new(reader),
        frames: Frames::new(begun, options.max_reply_bytes, options.strict, role),
        is_strict: options.strict,
        limit: options.max_reply_bytes,
        pulse: Pulse::new(options.keep_alive),
        control,
        peer,
    };
    (outgoing, incoming)
}

/// The half that sends.
pub(crate) struct Outgoing {
    writing: Writing,
    control: Arc<Control>,
    role: Role,
    /// What errors call the peer.
    peer: Arc<str>,
}

impl FrameSink for Outgoing {
    async fn send(&mut self, messages: &mut Messages) -> Result<(), Fault> {
        let written = self.writing.write(messages, &self.control).await;
        written.map_err(|error| Fault::broken(&self.peer, error))
    }

    async fn due(&mut self) {
        self.control.due().await;
    }

    async fn close(&mut self) {
        self.writing.close(&self.control.goodbye(self.role)).await;
    }
}

/// The half that receives.
pub(crate) struct Incoming {
    intake: Intake,
    frames: Frames,
    limit: usize,
    is_strict: bool,
    pulse: Pulse,
    control: Arc<Control>,
    peer: Arc<str>,
}

impl Incoming {
    /// Reads once, or looks after a peer of which nothing is heard.
    async fn fill(&mut self) -> Result<(), Fault> {
        let peer = &self.peer;
        tokio::select! {
            biased;
            filled = self.intake.fill(self.frames.buffer()) => {
                self.pulse.hear();
                match filled {
                    Ok(true) => Ok(()),
                    Ok(false) if self.frames.is_inside() => Err(Fault::new(format!(
                        "{peer} has closed the connection within a message"
                    ))),
                    Ok(false) => Err(Fault::new(format!("{peer} has closed the connection"))),
                    Err(error) => Err(Fault::broken(peer, error)),
                }
            }
            beat = self.pulse.ring() => match beat {
                Beat::Rest => Ok(()),
                Beat::Ask => {
                    self.control.ping();
                    Ok(())
                }
                Beat::Dead(deadline) => Err(Fault::new(format!(
                    "{peer} is silent: no answer to a ping came in {deadline:?}"
                ))),
            },
        }
    }

    /// Why nothing comes after what is no frame.
    fn broken(&self, broken: Broken) -> Fault {
        self.control.object();
        match broken {
            Broken::Strict(tolerance) => Fault::new(format!("strict: {tolerance}")),
            Broken::Lost(error) => {
                let message = format!("{} sent what is no WebSocket frame: {error}", self.peer);
                Fault::new(message).caused_by(error)
            }
        }
    }

    /// Why nothing comes after a goodbye.
    fn closed(&self, payload: &Bytes) -> Fault {
        let ended = format!("{} has closed the connection", self.peer);
        match payload.split_first_chunk() {
            None => Fault::new(ended),
            Some((code, reason)) => {
                let fault = Fault::new(format!("{ended} (code {})", u16::from_be_bytes(*code)));
                match reason {
                    [] => fault,
                    reason => fault.with_snippet(reason),
                }
            }
        }
    }
}

impl FrameSource for Incoming {
    async fn receive(&mut self) -> Result<Received, Fault> {
        loop {
            let event = self.frames.next().map_err(|broken| self.broken(broken))?;
            match event {
                None => self.fill().await?,
                Some(Event::Text(frame)) if self.is_strict && str::from_utf8(&frame).is_err() => {
                    return Err(Tolerance::NotUtf8.fault(&frame));
                }
                Some(Event::Binary(frame)) if self.is_strict => {
                    return Err(Tolerance::BinaryFrame.fault(&frame));
                }
                Some(Event::Text(frame) | Event::Binary(frame)) => {
                    return Ok(Received::Frame(frame));
                }
                Some(Event::TooLong(ends)) => return Ok(Received::too_long(ends, self.limit)),
                Some(Event::Ping(payload)) => self.control.pong(payload),
                Some(Event::Pong) => {}
                Some(Event::Close(payload)) => {
                    self.control.close(&payload);
                    return Err(self.closed(&payload));
                }
            }
        }
    }
}
