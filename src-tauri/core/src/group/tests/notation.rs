//! Events in a few lines of text, made into the bytes that an SDK would send.
//!
//! ```text
//! KeyError: 'card'                                        an exception: type, and value after the colon
//! ~ {"synthetic":true}                                    its mechanism
//! + charge  m:shop.orders  p:/srv/orders.py:41  src:x()   a frame, oldest first: `+` own, `-` not, `?` nobody says
//! .thread {"id":1,"crashed":true}                         a thread; the frames below are its own
//! .level "fatal"                                          a field of the event
//! ```
//!
//! A frame's fields stand two blanks apart: `m:` module, `p:` whole path with line and column, `f:` file name, `lib:` image,
//! `raw:` raw function, `src:` source line, `lang:` platform, `addr:` address, `map:` source map. `«a|b»` is one thing in one event and another in its
//! counterpart; `⏎` is a line feed in a value.

use serde_json::{Map, Value, json};

/// Both events that a text with `«a|b»` describes.
pub(super) fn both(platform: &str, text: &str) -> [Vec<u8>; 2] {
    [0, 1].map(|side| payload(platform, &chosen(text, side)))
}

/// The event that a text describes.
pub(super) fn payload(platform: &str, text: &str) -> Vec<u8> {
    let mut event = Draft {
        event: Map::new(),
        exceptions: Vec::new(),
        threads: Vec::new(),
        loose: Vec::new(),
        place: Place::Loose,
    };
    event.event.insert("platform".to_owned(), platform.into());
    text.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| event.line(line));
    event.finish()
}

fn chosen(text: &str, side: usize) -> String {
    let mut parts = text.split(['«', '»']);
    let mut chosen = parts.next().unwrap_or_default().to_owned();
    while let Some(choice) = parts.next() {
        let options: Vec<&str> = choice.split('|').collect();
        assert_eq!(options.len(), 2, "two choices: {choice}");
        chosen += options[side];
        chosen += parts.next().unwrap_or_default();
    }
    chosen
}

struct Draft {
    event: Map<String, Value>,
    exceptions: Vec<Value>,
    threads: Vec<Value>,
    loose: Vec<Value>,
    place: Place,
}

/// Where the next frame goes.
enum Place {
    Exception,
    Thread,
    Loose,
}

impl Draft {
    fn line(&mut self, line: &str) {
        if let Some(mechanism) = line.strip_prefix("~ ") {
            self.exceptions.last_mut().unwrap()["mechanism"] = serde_json::from_str(mechanism).expect(mechanism);
        } else if let Some(thread) = line.strip_prefix(".thread ") {
            self.threads.push(serde_json::from_str(thread).expect(thread));
            self.place = Place::Thread;
        } else if let Some((key, value)) = line.strip_prefix('.').and_then(|rest| rest.split_once(' ')) {
            self.event.insert(key.to_owned(), serde_json::from_str(value).expect(value));
        } else if let Some(in_app) = [("+ ", json!(true)), ("- ", json!(false)), ("? ", Value::Null)]
            .into_iter()
            .find(|mark| line.starts_with(mark.0))
        {
            self.frame(frame(&line[2..], &in_app.1));
        } else {
            let (kind, value) = line.split_once(": ").unwrap_or((line, ""));
            self.exceptions.push(json!({ "type": kind, "value": value.replace('⏎', "\n") }));
            self.place = Place::Exception;
        }
    }

    fn frame(&mut self, frame: Value) {
        let frames = match self.place {
            Place::Exception => &mut self.exceptions.last_mut().unwrap()["stacktrace"]["frames"],
            Place::Thread => &mut self.threads.last_mut().unwrap()["stacktrace"]["frames"],
            Place::Loose => return self.loose.push(frame),
        };
        match frames {
            Value::Array(frames) => frames.push(frame),
            _ => *frames = json!([frame]),
        }
    }

    fn finish(mut self) -> Vec<u8> {
        for (key, list) in [("exception", self.exceptions), ("threads", self.threads)] {
            if !list.is_empty() {
                self.event.insert(key.to_owned(), json!({ "values": list }));
            }
        }
        if !self.loose.is_empty() {
            self.event.insert("stacktrace".to_owned(), json!({ "frames": self.loose }));
        }
        Value::Object(self.event).to_string().into_bytes()
    }
}

fn frame(text: &str, in_app: &Value) -> Value {
    let mut fields = text.split("  ").map(str::trim).filter(|field| !field.is_empty());
    let mut frame = json!({ "in_app": in_app });
    for field in fields.by_ref() {
        let known = field.split_once(':').and_then(|(key, value)| Some((name(key)?, value)));
        match known {
            Some(("abs_path", value)) => {
                let (path, [lineno, colno]) = place(value);
                frame["abs_path"] = path.into();
                frame["lineno"] = lineno;
                frame["colno"] = colno;
            }
            Some(("sourcemap", value)) => frame["data"] = json!({ "sourcemap": value }),
            Some((key, value)) => frame[key] = value.into(),
            None => frame["function"] = field.into(),
        }
    }
    frame
}

fn name(key: &str) -> Option<&'static str> {
    Some(match key {
        "m" => "module",
        "p" => "abs_path",
        "f" => "filename",
        "lib" => "package",
        "raw" => "raw_function",
        "src" => "context_line",
        "lang" => "platform",
        "addr" => "instruction_addr",
        "map" => "sourcemap",
        _ => return None,
    })
}

/// `/srv/a.py:3:7` as path, line, column.
fn place(text: &str) -> (&str, [Value; 2]) {
    let number = |text: &str| text.parse::<u64>().ok();
    let Some((rest, last)) = text.rsplit_once(':').and_then(|(rest, last)| Some((rest, number(last)?))) else {
        return (text, [Value::Null, Value::Null]);
    };
    match rest.rsplit_once(':').and_then(|(path, line)| Some((path, number(line)?))) {
        Some((path, line)) => (path, [line.into(), last.into()]),
        None => (rest, [last.into(), Value::Null]),
    }
}
