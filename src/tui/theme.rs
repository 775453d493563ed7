//! Colours: themes are TOML files that name the elements of the screen and the scopes of the source. Bundled ones are in `themes/`.
//!
//! ```toml
//! name = "dusk"
//! appearance = "dark"              # or "light"
//! [palette]
//! sky = "#7aa2f7"
//! [ui]                             # elements: see `ui_styles!` below
//! marker = { fg = "sky", bold = true }
//! error = "red"                    # short for { fg = "red" }
//! [syntax]                         # TextMate scopes; the longest that fits wins
//! "keyword" = "sky"
//! ```
//! A colour is a name of the palette, `#rrggbb`, a number of the 256 colours, or one of the terminal's own sixteen (`red`, `bright-red`, ...).
//! A theme is fitted to what the terminal can show when it is loaded.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use syntect::parsing::Scope;

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// `NO_COLOR`, or a terminal without.
    None,
    Sixteen,
    TwoFiftySix,
    True,
}

/// The themes that are always there.
const BUNDLED: &[(&str, &str)] = &[
    ("dusk", include_str!("../../themes/dusk.toml")),
    ("paper", include_str!("../../themes/paper.toml")),
    ("contrast", include_str!("../../themes/contrast.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
];

/// What is used when there are no colours: modifiers only.
const PLAIN: &str = include_str!("../../themes/plain.toml");

macro_rules! ui_styles {
    ($($name:ident)*) => {
        /// The styles of the screen's elements.
        #[derive(Debug, Clone, Default)]
        pub struct Ui { $(pub $name: Style,)* }

        impl Ui {
            /// Names of the elements, as a theme file has them.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            fn element(&mut self, name: &str) -> Option<&mut Style> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

ui_styles! {
    text dim rule rule_focused title title_focused selection cursor_line
    line_number line_number_enterable line_number_cursor current_line frame_line exception_line marker breakpoint breakpoint_off matched
    name value kind changed unbound object
    label code_current code_related
    error_output answer prompt ghost note error
    badge badge_running badge_exception badge_ended badge_input
    bar_past bar_future bar_now mark_breakpoint mark_exception mark_intervention mark_output mark_checkpoint
    key popup popup_rule
}

/// A loaded theme.
#[derive(Debug, Clone)]
pub struct Theme {
    pub name: String,
    pub ui: Ui,
    /// Scopes and their styles; the longest come first.
    syntax: Vec<(Scope, Style)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default, rename = "appearance")]
    _appearance: Appearance,
    #[serde(default)]
    palette: BTreeMap<String, String>,
    ui: BTreeMap<String, RawStyle>,
    #[serde(default)]
    syntax: BTreeMap<String, RawStyle>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Appearance {
    #[default]
    Dark,
    Light,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawStyle {
    Foreground(String),
    Full(FullStyle),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FullStyle {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl Theme {
    /// Names of the bundled themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|(name, _)| *name)
    }

    /// A bundled theme. Without colours there is one for all of them.
    ///
    /// # Errors
    /// There is no such theme.
    pub fn bundled(name: &str, depth: Depth) -> Result<Theme, String> {
        let alias = match name {
            "dark" => "dusk",
            "light" => "paper",
            other => other,
        };
        let Some((name, text)) = BUNDLED.iter().find(|(known, _)| *known == alias) else {
            let names: Vec<_> = Theme::names().collect();
            return Err(format!(
                "no theme `{name}`; there are {} (and `dark`, `light`), or give the path of a .toml file",
                names.join(", ")
            ));
        };
        if depth == Depth::None {
            let mut plain = Theme::parse(PLAIN, depth)?;
            plain.name = (*name).to_string();
            return Ok(plain);
        }
        Theme::parse(text, depth)
    }

    /// A bundled theme by its name, or a file by its path.
    ///
    /// # Errors
    /// There is no such theme, or something in the file is wrong.
    pub fn load(name: &str, depth: Depth) -> Result<Theme, String> {
        if !name.ends_with(".toml") && !name.contains('/') {
            return Theme::bundled(name, depth);
        }
        let text = std::fs::read_to_string(name).map_err(|error| format!("can't open file '{name}': {error}"))?;
        let mut theme = Theme::parse(&text, depth).map_err(|problem| format!("{name}: {problem}"))?;
        if depth == Depth::None {
            theme.ui = Theme::parse(PLAIN, depth)?.ui;
        }
        Ok(theme)
    }

    /// Read a theme file.
    ///
    /// # Errors
    /// Says what in the file is wrong.
    pub fn parse(text: &str, depth: Depth) -> Result<Theme, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string().trim_end().replace('\n', " "))?;
        let mut ui = Ui::default();
        for (name, raw) in &file.ui {
            let style = style(raw, &file.palette, depth).map_err(|problem| format!("[ui] {name}: {problem}"))?;
            match ui.element(name) {
                Some(element) => *element = style,
                None => return Err(format!("[ui] there is no element `{name}`; there are {}", Ui::NAMES.join(", "))),
            }
        }
        let mut syntax = Vec::new();
        for (name, raw) in &file.syntax {
            let scope = Scope::new(name).map_err(|error| format!("[syntax] {name}: {error:?}"))?;
            syntax.push((scope, style(raw, &file.palette, depth).map_err(|problem| format!("[syntax] {name}: {problem}"))?));
        }
        syntax.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Ok(Theme { name: file.name, ui, syntax })
    }

    /// The style of a piece of source with these scopes, innermost last.
    pub fn syntax(&self, scopes: &[Scope]) -> Style {
        let found = scopes.iter().rev().find_map(|scope| self.syntax.iter().find(|(known, _)| known.is_prefix_of(*scope)));
        found.map_or(Style::default(), |(_, style)| *style)
    }
}

fn style(raw: &RawStyle, palette: &BTreeMap<String, String>, depth: Depth) -> Result<Style, String> {
    let short;
    let full = match raw {
        RawStyle::Full(full) => full,
        RawStyle::Foreground(name) => {
            short = FullStyle { fg: Some(name.clone()), ..FullStyle::default() };
            &short
        }
    };
    let mut style = Style::default();
    if let Some(fg) = &full.fg {
        style.fg = fitted(color(fg, palette)?, depth);
    }
    if let Some(bg) = &full.bg {
        style.bg = fitted(color(bg, palette)?, depth);
    }
    for (wanted, modifier) in [
        (full.bold, Modifier::BOLD),
        (full.dim, Modifier::DIM),
        (full.italic, Modifier::ITALIC),
        (full.underline, Modifier::UNDERLINED),
        (full.reverse, Modifier::REVERSED),
    ] {
        if wanted {
            style = style.add_modifier(modifier);
        }
    }
    Ok(style)
}

const SIXTEEN: [(&str, Color, (u8, u8, u8)); 16] = [
    ("black", Color::Black, (0, 0, 0)),
    ("red", Color::Red, (205, 0, 0)),
    ("green", Color::Green, (0, 205, 0)),
    ("yellow", Color::Yellow, (205, 205, 0)),
    ("blue", Color::Blue, (0, 0, 238)),
    ("magenta", Color::Magenta, (205, 0, 205)),
    ("cyan", Color::Cyan, (0, 205, 205)),
    ("white", Color::Gray, (229, 229, 229)),
    ("bright-black", Color::DarkGray, (127, 127, 127)),
    ("bright-red", Color::LightRed, (255, 0, 0)),
    ("bright-green", Color::LightGreen, (0, 255, 0)),
    ("bright-yellow", Color::LightYellow, (255, 255, 0)),
    ("bright-blue", Color::LightBlue, (92, 92, 255)),
    ("bright-magenta", Color::LightMagenta, (255, 0, 255)),
    ("bright-cyan", Color::LightCyan, (0, 255, 255)),
    ("bright-white", Color::White, (255, 255, 255)),
];

fn color(name: &str, palette: &BTreeMap<String, String>) -> Result<Color, String> {
    let name = palette.get(name).map_or(name, String::as_str);
    if let Some(hex) = name.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6);
        let [_, r, g, b] = number.ok_or_else(|| format!("`{name}` is not #rrggbb"))?.to_be_bytes();
        return Ok(Color::Rgb(r, g, b));
    }
    if name == "default" {
        return Ok(Color::Reset);
    }
    if let Ok(index) = name.parse() {
        return Ok(Color::Indexed(index));
    }
    let known = SIXTEEN.iter().find(|(known, ..)| *known == name);
    known.map(|(_, color, _)| *color).ok_or_else(|| format!("there is no colour `{name}`"))
}

/// The nearest colour the terminal can show.
fn fitted(color: Color, depth: Depth) -> Option<Color> {
    match (depth, color) {
        (Depth::None, _) => None,
        (Depth::TwoFiftySix, Color::Rgb(r, g, b)) => Some(Color::Indexed(nearest_256(r, g, b))),
        (Depth::Sixteen, Color::Rgb(r, g, b)) => Some(nearest_16(r, g, b)),
        (Depth::Sixteen, Color::Indexed(index)) => {
            let (r, g, b) = rgb_of(index);
            Some(nearest_16(r, g, b))
        }
        (_, color) => Some(color),
    }
}

const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn rgb_of(index: u8) -> (u8, u8, u8) {
    match index {
        0..16 => SIXTEEN[usize::from(index)].2,
        16..232 => {
            let index = usize::from(index - 16);
            (CUBE[index / 36], CUBE[index / 6 % 6], CUBE[index % 6])
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// Distance of two colours, weighted as the eye does.
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    3 * part(a.0, b.0) + 4 * part(a.1, b.1) + 2 * part(a.2, b.2)
}

fn nearest_256(r: u8, g: u8, b: u8) -> u8 {
    (16..=255).min_by_key(|index| distance(rgb_of(*index), (r, g, b))).unwrap_or(7)
}

fn nearest_16(r: u8, g: u8, b: u8) -> Color {
    SIXTEEN.iter().min_by_key(|(_, _, rgb)| distance(*rgb, (r, g, b))).map_or(Color::Reset, |(_, color, _)| *color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_themes_name_every_element() {
        for (name, text) in BUNDLED.iter().chain(&[("plain", PLAIN)]) {
            let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(file.name, *name);
            for element in Ui::NAMES {
                assert!(file.ui.contains_key(*element), "{name} lacks {element}");
            }
            for depth in [Depth::None, Depth::Sixteen, Depth::TwoFiftySix, Depth::True] {
                Theme::parse(text, depth).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
    }

    #[test]
    fn aliases_and_unknown_names() {
        assert_eq!(Theme::bundled("dark", Depth::True).unwrap().name, "dusk");
        assert_eq!(Theme::bundled("light", Depth::None).unwrap().name, "paper");
        assert!(Theme::bundled("mud", Depth::True).unwrap_err().contains("there are dusk, paper"));
    }

    #[test]
    fn a_wrong_file_is_explained() {
        let wrong = |text: &str| Theme::parse(text, Depth::True).unwrap_err();
        assert!(wrong("name = 'x'\n[ui]\nmud = 'red'").contains("no element `mud`"));
        assert!(wrong("name = 'x'\n[ui]\ntext = 'reddish'").contains("[ui] text: there is no colour `reddish`"));
        assert!(wrong("name = 'x'\n[ui]\ntext = '#12'").contains("is not #rrggbb"));
        assert!(wrong("name = 'x'\n[ui").contains("TOML parse error"));
    }

    #[test]
    fn colours_are_fitted_to_the_terminal() {
        let of =
            |depth| Theme::parse("name='x'\n[palette]\nsky='#5f87ff'\n[ui]\ntext={fg='sky',bold=true}", depth).unwrap().ui.text;
        assert_eq!(of(Depth::True).fg, Some(Color::Rgb(0x5f, 0x87, 0xff)));
        assert_eq!(of(Depth::TwoFiftySix).fg, Some(Color::Indexed(69)));
        assert_eq!(of(Depth::Sixteen).fg, Some(Color::LightBlue));
        assert_eq!(of(Depth::None).fg, None);
        assert!(of(Depth::None).add_modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn the_longest_scope_wins() {
        let text = "name='x'\n[ui]\n[syntax]\nkeyword='red'\n'keyword.operator'='blue'\nstring='green'";
        let theme = Theme::parse(text, Depth::True).unwrap();
        let scopes = |names: &[&str]| names.iter().map(|name| Scope::new(name).unwrap()).collect::<Vec<_>>();
        assert_eq!(theme.syntax(&scopes(&["source.python", "keyword.operator.comparison"])).fg, Some(Color::Blue));
        assert_eq!(theme.syntax(&scopes(&["source.python", "keyword.control"])).fg, Some(Color::Red));
        assert_eq!(theme.syntax(&scopes(&["string.quoted", "punctuation"])).fg, Some(Color::Green));
        assert_eq!(theme.syntax(&scopes(&["source.python"])).fg, None);
    }
}
