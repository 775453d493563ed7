//! Instructions as text: for `sleepy dis` and the bytecode pane.

use super::{Code, Const, Operand};
use std::fmt::Write;

/// The instruction at `pc` with its operands explained.
pub fn instruction_text(code: &Code, pc: u32) -> String {
    let op = code.ops[pc as usize];
    let mut text = format!("{pc:4}  {:<22}", op.mnemonic());
    let register = |r: u16| {
        code.regs.get(usize::from(r)).map_or_else(|| format!("t{}", usize::from(r) - code.regs.len()), |reg| reg.name.clone())
    };
    for (name, operand) in op.operands() {
        let shown = match operand {
            Operand::W(r) | Operand::R(r) | Operand::Win(r) => register(r),
            Operand::K(k) => code.consts.get(usize::from(k)).map_or_else(|| "?".into(), constant),
            Operand::Name(n) => code.names.get(usize::from(n)).cloned().unwrap_or_default(),
            Operand::Site(s) => {
                code.sites.get(usize::from(s)).and_then(|n| code.names.get(usize::from(*n))).cloned().unwrap_or_default()
            }
            Operand::Free(f) => code.free.get(usize::from(f)).cloned().unwrap_or_default(),
            Operand::Code(c) => format!("#{c}"),
            Operand::Imm(i) => i.to_string(),
            Operand::N(n) => n.to_string(),
            Operand::B(b) => b.to_string(),
            Operand::To(to) => format!("->{to}"),
            Operand::Rel(rel) => format!("->{}", pc.wrapping_add_signed(i32::from(rel))),
            Operand::Bin(o) => o.text().into(),
            Operand::Cmp(o) => o.text().into(),
            Operand::Un(o) => o.text().trim().into(),
            Operand::Conv(c) => c.text().into(),
            Operand::Spec(s) => s.text().into(),
            Operand::Rout(r) => r.text().into(),
        };
        let _ = write!(text, " {name}={shown}");
    }
    text.trim_end().to_owned()
}

fn constant(c: &Const) -> String {
    match c {
        Const::None => "None".into(),
        Const::Ellipsis => "...".into(),
        Const::Bool(b) => if *b { "True" } else { "False" }.into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(i) => i.to_string(),
        Const::Float(f) => format!("{f:?}"),
        Const::Complex(re, im) => format!("({re}+{im}j)"),
        Const::Str(s) => format!("{s:?}"),
        Const::Points(points) => format!("{points:x?}"),
        Const::Bytes(b) => format!("b{:?}", String::from_utf8_lossy(b)),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            format!("({})", items.iter().map(constant).collect::<Vec<_>>().join(", "))
        }
    }
}
