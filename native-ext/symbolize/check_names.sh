#!/bin/sh
# Holds what symbolize makes of the names of Rust's functions: a table of names, and whose they are in the library my_ext.so. Prints
# what is not as it should be; exit code 1 if anything is. Needs a C compiler; without it this is skipped. Where the program is built
# with libiberty, it is asked about a package's function that a library without debug information has twice, and one that it has once.
set -eu
cd "$(dirname "$0")"

table() {
    cat <<'TABLE'
my_ext::cache::insert|my_ext::cache::insert|author
my_ext::cache::insert::{{closure}}::{{closure}}|my_ext::cache::insert::{closure}|author
my_ext::cache::insert::{closure#0}|my_ext::cache::insert::{closure}|author
<my_ext::Map<K> as core::ops::drop::Drop>::drop|my_ext::Map::drop|author
<str as my_ext::Words>::words|my_ext::Words::words|author
<alloc::vec::Vec<T> as my_ext::Words>::words|alloc::vec::Vec::words|author
core::ptr::drop_in_place<my_ext::Map>|core::ptr::drop_in_place|language
<alloc::raw_vec::RawVecInner>::finish_grow|alloc::raw_vec::RawVecInner::finish_grow|language
alloc::raw_vec::RawVec<T,A>::grow_one|alloc::raw_vec::RawVec::grow_one|language
alloc::slice::<impl [T]>::to_vec|alloc::slice::to_vec|language
alloc::slice::<impl alloc::borrow::ToOwned for [T]>::to_owned|alloc::borrow::ToOwned::to_owned|language
std::backtrace_rs::symbolize::gimli::Context::new|std::backtrace_rs::symbolize::gimli::Context::new|private
<&mut other::Reader<R> as core::iter::Iterator>::next|other::Reader::next|crate
other::value::<impl third::Load for other::value::Value>::load|other::value::Value::load|crate
<other::value::<impl third::Load for other::Value>::load::Visitor as third::Visitor>::visit|other::Value::load::Visitor::visit|crate
other::call::<fn(i32) -> i64, u8>::then|other::call::then|crate
my_ext::f::<impl Fn(i32) -> i64>|my_ext::f|author
<|<|language
a::<|a|crate
{|{}|language
TABLE
}

cc=${CC:-cc}
command -v "$cc" >/dev/null 2>&1 || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/names.c" <<'PROGRAM'
#include <stdio.h>
#include <string.h>
#include "rust_name.h"

int
main(void)
{
	static const char *const origins[] = {"not", "language", "private", "crate", "author"};
	char		line[1024];

	while (fgets(line, sizeof(line), stdin))
	{
		char	   *end = strchr(line, '|');

		*end = '\0';
		printf("%s|%s|%s\n", line, rust_readable(line),
			   origins[rust_origin(line, "/lib/my_ext.so", "", "")]);
	}
}
PROGRAM
"$cc" -I. -o "$work/names" "$work/names.c" rust_name.c
table >"$work/expected"
"$work/names" <"$work/expected" | diff "$work/expected" -

[ -x ./pg_ext_memcheck_symbolize ] || exit 0
cat >"$work/generic.c" <<'LIBRARY'
void often1(void) __asm__("_ZN5other4wrap17h0123456789abcdefE");
void often2(void) __asm__("_ZN5other4wrap17hfedcba9876543210E");
void once(void) __asm__("_ZN5other4once17h0123456789abcdefE");
void own(void) __asm__("_ZN6my_ext3own17h0123456789abcdefE");
void own2(void) __asm__("_ZN6my_ext3own17hfedcba9876543210E");
void often1(void) {}
void often2(void) {}
void once(void) {}
void own(void) {}
void own2(void) {}
LIBRARY
"$cc" -g0 -shared -fPIC -o "$work/my_ext.so" "$work/generic.c"
nm "$work/my_ext.so" | sed -n 's/^0*\([0-9a-f]*\) T _ZN.*/\1/p' | sort | sed "s|^|$work/my_ext.so\t|" |
    ./pg_ext_memcheck_symbolize | cut -f 1,4 >"$work/origins"
grep -q '^_ZN' "$work/origins" || printf '%s\t%s\n' other::wrap generic other::wrap generic other::once crate \
    my_ext::own author my_ext::own author | diff - "$work/origins"
