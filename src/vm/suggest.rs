//! "Did you mean": the name nearest to one that was not found, as CPython 3.12 measures it.

use super::exceptions::Member;
use super::lookup;
use super::machine::Vm;
use super::object::Object;
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::RegKind;

/// Modules of the standard library: a name that is not found may be one that nobody imported.
const STANDARD: &str = "\
abc aifc antigravity argparse array ast asyncio atexit audioop base64 bdb binascii bisect builtins bz2 cProfile \
calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser \
contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email \
encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath \
getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr importlib inspect io \
ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap \
modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os \
ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile \
pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter \
runpy sched secrets select selectors shelve shlex shutil signal site smtplib sndhdr socket socketserver spwd sqlite3 \
sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys \
sysconfig syslog tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token \
tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid \
venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo";

/// What a traceback adds to the message of an exception.
pub fn hint(vm: &mut Vm, exc: Handle) -> Option<String> {
    let field = |vm: &Vm, member: Member| vm.heap.exception_member(exc.into(), member).and_then(Value::given);
    let text = |vm: &Vm, v: Value| vm.heap.text(v).map(|t| t.to_str().into_owned());
    let is = |vm: &Vm, class: Handle| vm.heap.is_instance(exc.into(), class);
    if is(vm, types::ATTRIBUTE_ERROR) {
        let (wrong, object) = (field(vm, Member::Name).and_then(|v| text(vm, v))?, field(vm, Member::Obj)?);
        let names = directory(vm, object);
        return nearest(&wrong, &names).map(|n| format!(". Did you mean: '{n}'?"));
    }
    if is(vm, types::IMPORT_ERROR) {
        let wrong = field(vm, Member::NameFrom).and_then(|v| text(vm, v))?;
        let module = field(vm, Member::Name).and_then(|v| text(vm, v))?;
        let module = lookup::dict_get_str(&vm.heap, vm.modules, &module)?;
        let names = directory(vm, module);
        return nearest(&wrong, &names).map(|n| format!(". Did you mean: '{n}'?"));
    }
    if !is(vm, types::NAME_ERROR) {
        return None;
    }
    let wrong = field(vm, Member::Name).and_then(|v| text(vm, v))?;
    let of_self = field(vm, Member::SelfObject).is_some_and(|this| directory(vm, this).contains(&wrong));
    let near = match of_self {
        true => Some(format!("self.{wrong}")),
        false => nearest(&wrong, &names_in_reach(vm, exc)).map(str::to_owned),
    };
    let standard = STANDARD.split(' ').any(|m| m == wrong);
    match (near, standard) {
        (Some(n), true) => Some(format!(". Did you mean: '{n}'? Or did you forget to import '{wrong}'?")),
        (Some(n), false) => Some(format!(". Did you mean: '{n}'?")),
        (None, true) => Some(format!(". Did you forget to import '{wrong}'?")),
        (None, false) => None,
    }
}

/// `dir(object)`, with nothing remaining of the run.
fn directory(vm: &mut Vm, object: Value) -> Vec<String> {
    let Some(dir) = lookup::dict_get_str(&vm.heap, vm.builtins, "dir") else { return vec![] };
    vm.rolled_back(|vm| {
        vm.world.begin_sandbox();
        let result = vm.call_to_end(dir, &[object], 1_000_000);
        vm.world.end_sandbox();
        let names = result.ok().and_then(|list| vm.heap.items(list)).unwrap_or(&[]);
        names.iter().filter_map(|&v| vm.heap.text(v).map(|t| t.to_str().into_owned())).collect()
    })
}

/// The names that the innermost frame of the traceback could see: its variables, its module's, the builtins.
fn names_in_reach(vm: &Vm, exc: Handle) -> Vec<String> {
    let mut names = vec![];
    let innermost = vm.heap.exception(exc.into()).and_then(|e| e.traceback.first().copied());
    let Some(entry) = innermost else { return names };
    let code = &vm.codes.get(entry.code).code;
    let variables = code.regs.iter().filter(|r| matches!(r.kind, RegKind::Local | RegKind::Cell));
    names.extend(variables.map(|r| r.name.clone()).chain(code.free.iter().cloned()));
    let file = &vm.codes.source_of(entry.code).file;
    let keys = |dict: Handle| match vm.heap.get(dict) {
        Object::Dict(d) => d.iter().map(|(k, _)| vm.heap.str_lossy(k)).collect(),
        _ => vec![],
    };
    let modules: Vec<Handle> = match vm.heap.get(vm.modules) {
        Object::Dict(d) => d.iter().filter_map(|(_, m)| m.handle()).collect(),
        _ => vec![],
    };
    let of_file = modules.into_iter().find_map(|m| {
        let dict = vm.as_module(m)?.dict;
        let v = lookup::dict_get_str(&vm.heap, dict, "__file__")?;
        (vm.heap.str_lossy(v) == *file).then_some(dict)
    });
    names.extend(of_file.map(keys).unwrap_or_default());
    names.extend(keys(vm.builtins));
    names
}

/// Costs in the distance of two names.
const MOVE: usize = 2;
const CASE: usize = 1;
/// More names than this are not looked through, and longer ones are not compared.
const MAX_NAMES: usize = 750;
const MAX_LENGTH: usize = 40;

/// The nearest of `names`, if one is near enough.
pub fn nearest<'n>(wrong: &str, names: &'n [String]) -> Option<&'n str> {
    if names.len() >= MAX_NAMES || wrong.is_empty() || wrong.len() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for name in names.iter().filter(|n| *n != wrong && n.len() <= MAX_LENGTH) {
        // A third of the two names' letters may differ.
        let mut most = (wrong.len() + name.len() + 3) * MOVE / 6;
        if let Some((distance, _)) = best {
            most = most.min(distance.saturating_sub(1));
        }
        let Some(distance) = distance(wrong, name, most) else { continue };
        if best.is_none_or(|(b, _)| distance < b) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

fn substitution(a: u8, b: u8) -> usize {
    match a == b {
        true => 0,
        false if a.eq_ignore_ascii_case(&b) => CASE,
        false => MOVE,
    }
}

/// The Levenshtein distance, unless it is more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - same], &b[..b.len() - same]);
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if a.is_empty() {
        let all = b.len() * MOVE;
        return (all <= most).then_some(all);
    }
    if (b.len() - a.len()) * MOVE > most {
        return None;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (i, &y) in b.iter().enumerate() {
        let mut diagonal = i * MOVE;
        result = i * MOVE;
        let mut least = usize::MAX;
        for (j, &x) in a.iter().enumerate() {
            let replaced = diagonal + substitution(x, y);
            diagonal = row[j];
            result = replaced.min(result.min(diagonal) + MOVE);
            row[j] = result;
            least = least.min(result);
        }
        if least > most {
            return None;
        }
    }
    (result <= most).then_some(result)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<String>>();
        assert_eq!(nearest("speek", &names(&["walk", "speak", "spe"])), Some("speak"));
        assert_eq!(nearest("foo_baz", &names(&["foo_bar", "foo_bazzz"])), Some("foo_bar"));
        assert_eq!(nearest("xyz", &names(&["abc", "x"])), None);
        assert_eq!(nearest("Print", &names(&["print", "prints"])), Some("print"));
        assert_eq!(nearest("same", &names(&["same"])), None);
    }
}
