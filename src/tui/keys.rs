//! Names of keys: what the command table and the screen's own table call them. Used by the lookup of a key's meaning, the help, and tests.
//!
//! A character is its own name; others are `Enter`, `Esc`, `F5`, `Up`, `Space`, with `Ctrl-`, `Alt-` and `Shift-` before them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Keys that are not characters.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

/// A key's name; empty for keys that nothing can be bound to.
pub fn name(key: &KeyEvent) -> String {
    let mut modifiers = key.modifiers;
    let base = match key.code {
        // Shift is in the character itself.
        KeyCode::Char(c) if c != ' ' => {
            modifiers.remove(KeyModifiers::SHIFT);
            c.to_string()
        }
        KeyCode::F(number) => format!("F{number}"),
        KeyCode::BackTab => {
            modifiers.insert(KeyModifiers::SHIFT);
            "Tab".to_string()
        }
        code => match NAMED.iter().find(|(_, known)| *known == code) {
            Some((name, _)) => (*name).to_string(),
            None => return String::new(),
        },
    };
    let mut name = String::new();
    for (modifier, text) in [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")] {
        if modifiers.contains(modifier) {
            name.push_str(text);
        }
    }
    name + &base
}

/// Keys from text, as tests write them: characters, and names in `<>`; `<lt>` is the character `<`.
#[cfg(test)]
pub fn parse(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (name, length) = match rest.find('>') {
            Some(end) if c == '<' => (&rest[1..end], end + 1),
            _ => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        keys.push(named(name).unwrap_or_else(|| panic!("no key <{name}>")));
        rest = &rest[length..];
    }
    keys
}

#[cfg(test)]
fn named(name: &str) -> Option<KeyEvent> {
    let mut modifiers = KeyModifiers::NONE;
    let mut base = name;
    for (modifier, text) in [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")] {
        if let Some(rest) = base.strip_prefix(text) {
            modifiers.insert(modifier);
            base = rest;
        }
    }
    let mut chars = base.chars();
    let code = match (chars.next(), chars.next()) {
        (Some(c), None) => KeyCode::Char(c),
        _ if base == "lt" => KeyCode::Char('<'),
        _ => match NAMED.iter().find(|(known, _)| *known == base) {
            Some((_, code)) => *code,
            None => KeyCode::F(base.strip_prefix('F')?.parse().ok()?),
        },
    };
    Some(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_as_it_is_written() {
        for key in ["a", "A", "Ctrl-c", "Enter", "F10", "Shift-F5", "Alt-b", "Ctrl-Left", "Space", "?"] {
            assert_eq!(name(&parse(&format!("<{key}>"))[0]), key);
        }
        assert_eq!(name(&KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT)), "G");
        assert_eq!(name(&KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)), "Shift-Tab");
        assert_eq!(name(&parse("<lt>")[0]), "<");
        assert_eq!(parse("a<Esc>b").len(), 3);
    }
}
