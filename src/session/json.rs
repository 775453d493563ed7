//! Replies as JSON objects, for batch mode.

use super::api::Reply;
use serde_json::{Map, Value, json};

/// One object per reply.
pub fn reply(r: &Reply) -> Value {
    match r {
        Reply::Stopped(s) => {
            let mut object = Map::new();
            object.insert("event".into(), "stopped".into());
            if let Ok(Value::Object(fields)) = serde_json::to_value(s) {
                object.extend(fields);
            }
            Value::Object(object)
        }
        Reply::Value { value, kind, output } if output.is_empty() => json!({ "value": value, "type": kind }),
        Reply::Value { value, kind, output } => json!({ "value": value, "type": kind, "output": output }),
        Reply::Locals(variables) => {
            let bound = variables.iter().filter_map(|v| Some((v.name.clone(), Value::from(v.value.clone()?))));
            json!({ "locals": bound.collect::<Map<_, _>>() })
        }
        Reply::Stack { frames, selected } => json!({ "frames": frames, "selected": selected }),
        Reply::Output(text) => json!({ "output": text }),
        Reply::Listing { title, lines } => json!({ "title": title, "lines": lines }),
        Reply::Breakpoint(b) => json!({ "breakpoint": b }),
        Reply::Breakpoints(all) => json!({ "breakpoints": all }),
        Reply::Done(text) => json!({ "done": text }),
        Reply::Saved { path, bytes } => json!({ "saved": path, "bytes": bytes }),
        Reply::Help(text) => json!({ "help": text }),
        Reply::Theme(name) => json!({ "theme": name }),
        Reply::Error(text) => json!({ "error": text }),
        Reply::Quit => json!({ "event": "quit" }),
    }
}
