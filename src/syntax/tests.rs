//! Syntax errors: what is printed, to the character.

use super::parse_module;

fn check(source: &str, expected: &str) {
    let error = parse_module(source, "x.py").expect_err("a syntax error").to_string();
    assert_eq!(error.lines().skip(1).collect::<Vec<_>>().join("\n"), expected, "of {source:?}");
}

#[test]
fn the_whole_message() {
    let error = parse_module("x = 1\nprint('a'\n", "dir/x.py").expect_err("a syntax error");
    let expected = "  File \"dir/x.py\", line 2\n    print('a'\n         ^\nSyntaxError: '(' was never closed";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn brackets() {
    check("x = (1]", "    x = (1]\n          ^\nSyntaxError: closing parenthesis ']' does not match opening parenthesis '('");
    check("x = )", "    x = )\n        ^\nSyntaxError: unmatched ')'");
    check("x = [1,\n2\nfor i in x: pass", "    x = [1,\n        ^\nSyntaxError: '[' was never closed");
    check("f(a b)", "    f(a b)\n      ^^^\nSyntaxError: invalid syntax. Perhaps you forgot a comma?");
}

#[test]
fn strings() {
    check("x = 'abc", "    x = 'abc\n        ^\nSyntaxError: unterminated string literal (detected at line 1)");
    check(
        "x = '''abc\n",
        "    x = '''abc\n        ^\nSyntaxError: unterminated triple-quoted string literal (detected at line 1)",
    );
    check("f'{a'", "    f'{a'\n        ^\nSyntaxError: f-string: expecting '}'");
    let unicode = "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \\xXX escape";
    check("'\\x1'", &format!("    '\\x1'\n    ^^^^^\nSyntaxError: {unicode}"));
}

#[test]
fn blocks() {
    check("if x\n    pass", "    if x\n        ^\nSyntaxError: expected ':'");
    check("if x:\npass", "    pass\n    ^^^^\nIndentationError: expected an indented block after 'if' statement on line 1");
    check("x = 1\n    y = 2", "    y = 2\nIndentationError: unexpected indent");
    check(
        "def f():\n    x = 1\n  y = 2",
        "    y = 2\n         ^\nIndentationError: unindent does not match any outer indentation level",
    );
    check("try:\n    pass\nx = 1", "    x = 1\n    ^\nSyntaxError: expected 'except' or 'finally' block");
}

#[test]
fn common_mistakes() {
    check(
        "print \"hi\"",
        "    print \"hi\"\n    ^^^^^^^^^^\nSyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
    );
    check(
        "if x = 3: pass",
        "    if x = 3: pass\n       ^^^^^\nSyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
    );
    check("x = 1 if y", "    x = 1 if y\n        ^^^^^^\nSyntaxError: expected 'else' after 'if' expression");
    check("x = 1abc", "    x = 1abc\n        ^\nSyntaxError: invalid decimal literal");
    check("x = 5 6", "    x = 5 6\n          ^\nSyntaxError: invalid syntax");
}
